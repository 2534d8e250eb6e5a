import { DAY, HOUR } from '@loa/shared/instant';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { AgentTime } from './clock-sync.js';
import type { DocumentStore } from './document-store.js';
import type { Journal } from './journal.js';
import type { ReportStore } from './report-store.js';
import type { Reserve } from './reserve.js';
import type { AudioLibrary } from './sound-port.js';
import type { Wanted } from './wanted.js';

/** A plan reaches 8 days; what ended this long ago can be named by none, even one that was rolled back. */
const PLAYBACKS_KEPT_MS = 40 * DAY;
const GRANTS_KEPT_MS = 40 * DAY;

/** Once an hour: forgets what is old, makes room for audio, keeps the reserve standing. */
export function createHousekeeping(ports: {
  clock: Clock;
  time: AgentTime;
  journal: Journal;
  documents: DocumentStore;
  reports: ReportStore;
  reserve: Reserve;
  library: Pick<AudioLibrary, 'evict' | 'freeBytes'>;
  journalQuotaBytes: number;
  wanted(): Wanted;
  onFreeBytes(bytes: number): void;
  log: Logger;
}): { start(): () => void } {
  const { clock, time, journal, log, library } = ports;

  async function tidy(): Promise<void> {
    ports.reserve.ensure();
    const { keep, grants } = ports.wanted();
    await library.evict(keep);
    ports.onFreeBytes(await library.freeBytes());
    // Ages cannot be judged without a clock.
    if (!time.trusted()) return;
    const now = time.now();
    const dropped = ports.reports.prune(now, ports.journalQuotaBytes);
    const open = new Set(
      [...journal.playbacks.keys()].filter((id) => journal.playbacks.get(id)?.endedAt === undefined),
    );
    journal.forgetPlaybacks(now - PLAYBACKS_KEPT_MS, open);
    journal.commit(() => ports.documents.forgetGrants(now - GRANTS_KEPT_MS, new Set(grants)));
    if (dropped > 0) log.info({ dropped }, 'old reports were dropped');
  }

  return {
    start() {
      let cancel = () => {};
      const turn = () => {
        cancel = clock.after(HOUR, turn);
        tidy().catch((error: unknown) => log.error({ err: error }, 'housekeeping failed'));
      };
      turn();
      return () => cancel();
    },
  };
}
