import { HOUR } from '@loa/shared/instant';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Refusal } from '@loa/shared/trust/refusal';
import type { AgentTime } from './clock-sync.js';
import type { DocumentStore } from './document-store.js';
import type { Journal } from './journal.js';

export interface LastRefusal {
  document: string;
  reason: string;
  at: number;
}

/** Tells of documents that the box would not follow: once each, and never so many that the journal drowns. */
export interface Refusals {
  report(document: string, refusal: Refusal, sha256: string): void;
  last(): LastRefusal | null;
}

/** Entries in one hour; beyond that only the log tells. */
const PER_HOUR = 60;

export function createRefusals(ports: {
  store: DocumentStore;
  journal: Journal;
  time: AgentTime;
  clock: Clock;
  onChange(): void;
  log: Logger;
}): Refusals {
  const { store, journal, time, clock, log } = ports;
  let last: LastRefusal | null = null;
  let hourBegan = clock.monotonic();
  let count = 0;

  function withinRate(): boolean {
    if (clock.monotonic() - hourBegan >= HOUR) {
      hourBegan = clock.monotonic();
      count = 0;
    }
    count += 1;
    return count <= PER_HOUR;
  }

  return {
    report(document, { reason, detail }, documentSha256) {
      const known = journal.commit(() => {
        if (store.refusedBefore(documentSha256, time.now())) return true;
        if (withinRate()) {
          journal.append({ kind: 'refused', document, reason, detail: detail.slice(0, 500), documentSha256 });
        }
        return false;
      });
      if (known) return;
      last = { document, reason, at: time.now() };
      log.warn({ document, reason, detail, documentSha256 }, 'document refused');
      ports.onChange();
    },
    last: () => last,
  };
}
