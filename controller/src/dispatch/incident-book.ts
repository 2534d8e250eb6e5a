import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Db } from '../db/database.js';
import { insertIncidents } from '../db/incidents.js';

/** The same trouble of the same box is written down once in this time, milliseconds: a flood must not fill the disk. */
const AGAIN_AFTER_MS = 10 * 60_000;

export interface IncidentBook {
  note(boxId: string | null, kind: string, detail: string): void;
  /** Resolves once everything noted so far is written. */
  settled(): Promise<void>;
}

/** Writes incidents down in the background; one that cannot be written is still logged. */
export function createIncidentBook({ db, clock, log }: { db: Db; clock: Clock; log: Logger }): IncidentBook {
  const last = new Map<string, number>();
  let writing: Promise<void> = Promise.resolve();
  return {
    note(boxId, kind, detail) {
      const key = `${boxId} ${kind}`;
      const now = clock.monotonic();
      const before = last.get(key);
      if (before !== undefined && now - before < AGAIN_AFTER_MS) return;
      if (last.size > 10_000) last.clear();
      last.set(key, now);
      log.warn({ boxId, kind, detail }, 'Incident');
      const incident = { at: clock.now(), boxId, kind, detail };
      writing = writing
        .then(() => insertIncidents(db, [incident]))
        .catch((error: unknown) =>
          log.error({ error: String(error), kind }, 'An incident was not written down'),
        );
    },
    settled: () => writing,
  };
}
