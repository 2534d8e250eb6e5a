import type { Bus } from '@loa/shared/ports/bus';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { SigningKey } from '@loa/shared/trust/keys';
import type { Changes } from '../db/changes.js';
import type { OpenDatabase } from '../db/database.js';
import { createReportStore } from '../db/report-store.js';
import type { ClockGuard } from '../trust/guarded-clock.js';
import { type Cron, duty } from './cron.js';
import { createIncidentBook } from './incident-book.js';
import { createIngest } from './ingest.js';
import { createOverrides } from './overrides.js';
import { createPlanner } from './planner.js';
import { createReceiptSender } from './receipt-sender.js';
import { createRosterPublisher } from './rosters.js';
import { createSigningGate } from './signing-gate.js';
import { createStatusIngest } from './status-ingest.js';
import { sweepUnreported } from './sweep.js';

export interface DispatchPorts {
  database: Pick<OpenDatabase, 'db' | 'sqlite'>;
  /** Started and stopped by whoever owns it; start it after dispatch, so that nothing retained is missed. */
  bus: Bus;
  clock: Clock;
  log: Logger;
  signer: SigningKey;
  guard: Pick<ClockGuard, 'check'>;
  changes: Changes;
  cron: Cron;
}

export interface RunningDispatch {
  /** Resolves once everything that has come in so far is stored, planned and sent, as far as may be signed now. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

const EVERY_MINUTE = '* * * * *';

/** Everything between the database and the boxes: plans, overrides and rosters down, reports and statuses up. */
export function createDispatch(ports: DispatchPorts): { start(): Promise<RunningDispatch> } {
  return { start: () => startDispatch(ports) };
}

async function startDispatch(ports: DispatchPorts): Promise<RunningDispatch> {
  const { database, bus, clock, log, signer, guard, changes, cron } = ports;
  const { db } = database;
  const incidents = createIncidentBook({ db, clock, log });
  const gate = createSigningGate({ guard, incidents, clock });
  const common = { db, bus, clock, log, changes, cron, signer, gate };
  const planner = createPlanner(common);
  const overrides = createOverrides(common);
  const rosters = createRosterPublisher(common);
  const receipts = createReceiptSender(common);
  const ingest = createIngest({
    ...common,
    store: createReportStore(database),
    incidents,
    onStored: (journals) => receipts.due(journals),
    onPlanRevision: (boxId, revision) => planner.heard(boxId, revision, 'report'),
  });
  const statuses = createStatusIngest({
    ...common,
    onPlanRevision: (boxId, revision) => planner.heard(boxId, revision, 'status'),
  });

  let republishing: Promise<void> = Promise.resolve();
  const republish = async () => {
    // Rosters first: without one a box believes nothing else. Then what silences, then what sounds.
    for (const source of [rosters, overrides, planner, receipts]) await source.republish();
  };
  const failed = (error: unknown) =>
    log.error({ error: String(error) }, 'Retained documents were not republished');

  const stops = [await ingest.start(), await statuses.start(), rosters.start()];
  stops.push(await overrides.start(), await planner.start());
  await receipts.reissueAll();
  stops.push(
    bus.onState((state) => {
      if (state.kind === 'connected') republishing = republishing.then(republish).catch(failed);
    }),
    cron.schedule(
      EVERY_MINUTE,
      duty(log, 'sweep', () => sweepUnreported({ db, clock, changes })),
    ),
    cron.schedule(
      EVERY_MINUTE,
      duty(log, 'owed receipts', () => receipts.flush()),
    ),
  );
  return {
    async idle() {
      await ingest.idle();
      await statuses.idle();
      await receipts.flush();
      await planner.idle();
      await overrides.idle();
      await republishing;
      await incidents.settled();
    },
    async stop() {
      for (const stop of stops.reverse()) await stop();
      await receipts.stop();
      await republishing;
      await incidents.settled();
    },
  };
}
