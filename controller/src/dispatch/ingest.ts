import type { Bus } from '@loa/shared/ports/bus';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import { controllerFilters, parseTopic } from '@loa/shared/topics';
import type { Changes } from '../db/changes.js';
import type { ArrivedReport, JournalProgress } from '../db/journals.js';
import type { ReportStore } from '../db/report-store.js';
import { isOutOfRoom } from '../db/sqlite-turn.js';
import type { IncidentBook } from './incident-book.js';
import { type OpenedReport, openReport } from './open-report.js';
import { createSingleFlight } from './single-flight.js';

export interface IngestPorts {
  bus: Bus;
  clock: Clock;
  log: Logger;
  store: ReportStore;
  changes: Changes;
  incidents: IncidentBook;
  /** After the commit: these journals may be receipted this far. */
  onStored(journals: readonly JournalProgress[]): void;
  /** A signed report shows that the box held this plan. */
  onPlanRevision(boxId: string, revision: number): void;
}

export interface Ingest {
  start(): Promise<() => Promise<void>>;
  /** Resolves once everything that has arrived so far is stored or refused. */
  idle(): Promise<void>;
}

/** Rows in one transaction: 10,000 would block the event loop for 31-125 ms. */
const BATCH_ROWS = 1000;
/** Messages that wait for storage before the bus is made to wait. */
const BACKLOG = 2000;
const RETRY_MS = 5000;

/**
 * Reports from the bus into the database, exactly once in effect. Signatures are verified as messages arrive; what
 * is ready when a transaction ends goes together into the next one. Nothing is receipted before its commit.
 */
export function createIngest(ports: IngestPorts): Ingest {
  const { bus, clock, log, incidents } = ports;
  const queue: Promise<OpenedReport & { boxId: string }>[] = [];
  const halted = new AbortController();

  const accept = (topic: string, payload: Uint8Array) => {
    const parsed = parseTopic(topic);
    if (parsed?.scope !== 'box' || parsed.kind !== 'report') return;
    const boxId = parsed.id;
    const opening = openReport(boxId, payload, ports.store.keyOf(boxId), clock.now());
    queue.push(opening.then((opened) => ({ ...opened, boxId })));
    worker.poke();
    // A bus that hands over faster than the disk takes is slowed down.
    return queue.length > BACKLOG ? worker.idle() : undefined;
  };

  const work = async () => {
    while (queue.length > 0 && !halted.signal.aborted) {
      const batch: ArrivedReport[] = [];
      const revisions = new Map<string, number>();
      for (let rows = 0; rows < BATCH_ROWS; ) {
        const next = queue.shift();
        if (!next) break;
        const opened = await next;
        if (!opened.ok) {
          incidents.note(opened.boxId, opened.kind, opened.detail);
          continue;
        }
        if (opened.rejected > 0) noteRejected(opened.boxId, opened.report, opened.rejected);
        batch.push(opened.report);
        rows += opened.report.entries.length;
        revisions.set(opened.boxId, Math.max(revisions.get(opened.boxId) ?? 0, opened.planRevision));
      }
      if (batch.length > 0) await commit(batch);
      for (const [boxId, revision] of revisions) ports.onPlanRevision(boxId, revision);
    }
  };

  const worker = createSingleFlight(work);

  const noteRejected = (boxId: string, report: ArrivedReport, count: number) =>
    incidents.note(
      boxId,
      'entry_rejected',
      `${count} entries from seq ${report.firstSeq} of ${report.journalId} could not be read; kept raw`,
    );

  const commit = async (batch: readonly ArrivedReport[]): Promise<void> => {
    while (!halted.signal.aborted) {
      try {
        settle(await ports.store.commit(batch));
        return;
      } catch (error) {
        if (!isOutOfRoom(error)) return setAside(batch, error);
        log.error({ error: String(error) }, 'No room to store reports: nothing is receipted; trying again');
        await clock.wait(RETRY_MS, halted.signal).catch(() => {});
      }
    }
  };

  /** One report that the database will not take must not hold back the others. */
  const setAside = async (batch: readonly ArrivedReport[], error: unknown): Promise<void> => {
    const [only, ...others] = batch;
    if (only && others.length === 0) {
      log.error({ boxId: only.boxId, error: String(error) }, 'A report could not be stored');
      incidents.note(only.boxId, 'report_not_stored', String(error));
      return;
    }
    for (const report of batch) await commit([report]);
  };

  const settle = (stored: Awaited<ReturnType<ReportStore['commit']>>) => {
    for (const { boxId, journalId, firstSeq } of stored.broken) {
      incidents.note(boxId, 'report_chain_broken', `before seq ${firstSeq} of ${journalId}`);
    }
    for (const { boxId, journalId, why } of stored.forked) {
      const what = 'two devices report as this box, or its card was put back to an earlier state';
      incidents.note(boxId, 'box_copied', `${what}: in ${journalId}, ${why}`);
    }
    for (const { boxId, playbackId } of stored.foreign) {
      incidents.note(boxId, 'foreign_playback', `reported ${playbackId}, which is another box's`);
    }
    if (stored.changed.length > 0) ports.changes.notify({ kind: 'playbacks', ids: stored.changed });
    ports.onStored(stored.journals);
  };

  return {
    async start() {
      const unsubscribe = await bus.subscribe(controllerFilters.reports, ({ topic, payload }) =>
        accept(topic, payload),
      );
      return async () => {
        unsubscribe();
        halted.abort();
        await worker.idle();
      };
    },
    idle: () => worker.idle(),
  };
}
