import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMqttBus } from '@loa/shared/node/mqtt-bus';
import { systemClock } from '@loa/shared/node/system-clock';
import { systemRandom } from '@loa/shared/node/system-random';
import { MAX_DOWN_BYTES } from '@loa/shared/topics';
import { generatePrivateJwk, importSigningKey, keyId, PrivateJwk, publicOf } from '@loa/shared/trust/keys';
import { z } from 'zod';
import { createBroker } from '../../controller/src/broker/broker.js';
import { DEFAULT_LIMITS } from '../../controller/src/broker/limits.js';
import { createChanges } from '../../controller/src/db/changes.js';
import { type OpenDatabase, openDatabase } from '../../controller/src/db/database.js';
import type { ArrivedReport } from '../../controller/src/db/journals.js';
import { createReportStore, type ReportStore } from '../../controller/src/db/report-store.js';
import { createIngest } from '../../controller/src/dispatch/ingest.js';
import { createReceiptSender } from '../../controller/src/dispatch/receipt-sender.js';
import { samplePlaybackId } from '../support/journal-entries.js';
import { silentLogger } from '../support/silent-logger.js';

/** The controller's process of the ingest bench: the embedded broker with ingest, or with one of its peers behind it. */

const Run = z.object({
  kind: z.literal('run'),
  mode: z.enum(['ours', 'sink', 'naive']),
  boxes: z.array(z.object({ boxId: z.string(), key: PrivateJwk })),
  entries: z.number(),
});
type Run = z.infer<typeof Run>;
const Order = z.discriminatedUnion('kind', [Run, z.object({ kind: z.literal('close') })]);

const clock = systemClock;
/** Few boxes send here for a whole province: what one box may send is not what is measured. */
const plenty = { burst: 1e9, perSecond: 1e9 };
const unhurried = { ...DEFAULT_LIMITS, box: { packets: plenty, bytes: plenty } };
const log = silentLogger;

async function runOnce(run: Run): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'loa-bench-ingest-'));
  const database = await openDatabase({ path: join(folder, 'loa.db') });
  try {
    await seed(database, run);
    seedPlanned(database, run);
    await measure(database, run);
  } finally {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(database: OpenDatabase, run: Run): Promise<void> {
  const broker = createBroker({
    ...{ host: '127.0.0.1', port: 0, clock, log, random: systemRandom, limits: unhurried },
    authenticate: async (_clientId, username) => ({ kind: 'box', boxId: username }),
    areaChainOf: async () => [],
  });
  const running = await broker.start();
  const { clientId, username, password } = broker.controller;
  const bus = createMqttBus({
    ...{ url: `mqtt://127.0.0.1:${running.port}`, clientId, clock, log, random: systemRandom },
    ...{ credentials: async () => ({ username, password }), maxPayloadBytes: MAX_DOWN_BYTES },
  });
  const signer = await importSigningKey(generatePrivateJwk());
  const gate = { maySign: async () => true };
  const receipts = createReceiptSender({ db: database.db, bus, clock, log, signer, gate });
  let first = 0;
  let counted = 0;
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const inner = storeOf(run.mode, createReportStore(database));
  const store: ReportStore = {
    keyOf(boxId) {
      if (first === 0) first = performance.now();
      return inner.keyOf(boxId);
    },
    async commit(reports) {
      const stored = await inner.commit(reports);
      counted += reports.reduce((sum, { entries }) => sum + entries.length, 0);
      if (counted >= run.entries) finish();
      return stored;
    },
  };
  const incidents = { note: (_: unknown, kind: string) => fail(`incident ${kind}`), settled: async () => {} };
  const onStored = run.mode === 'ours' ? receipts.due : () => {};
  const changes = createChanges();
  const ingest = createIngest({
    bus,
    clock,
    log,
    store,
    changes,
    incidents,
    onStored,
    onPlanRevision: () => {},
  });
  const stopBus = await bus.start();
  await new Promise<void>((resolve) => bus.onState(({ kind }) => kind === 'connected' && resolve()));
  // Once connected, this resolves when the broker has confirmed the subscription: no message is missed.
  const stopIngest = await ingest.start();
  process.send?.({ kind: 'listening', port: running.port });
  await finished;
  const seconds = (performance.now() - first) / 1000;
  process.send?.({ kind: 'measured', perSecond: run.entries / seconds });
  // The boxes still wait for their last acknowledgements: the broker goes when they have gone.
  await new Promise((resolve) => process.once('message', resolve));
  await receipts.flush();
  await stopIngest();
  await receipts.stop();
  await stopBus();
  await running.stop();
  if (run.mode !== 'sink') await expectStored(database, run.entries);
}

/** `sink` opens and reads every report and keeps nothing; `naive` commits each entry by itself. */
function storeOf(mode: Run['mode'], real: ReportStore): ReportStore {
  if (mode === 'ours') return real;
  const nothing = { journals: [], broken: [], forked: [], fresh: new Map(), changed: [], foreign: [] };
  if (mode === 'sink') return { keyOf: real.keyOf, commit: async () => nothing };
  return {
    keyOf: real.keyOf,
    async commit(reports) {
      for (const report of reports) for (const single of oneByOne(report)) await real.commit([single]);
      return nothing;
    },
  };
}

function oneByOne(report: ArrivedReport): ArrivedReport[] {
  let prev = report.prev;
  return report.entries.map((entry) => {
    const hash = `${report.hash} ${entry.seq}`;
    const single = { ...report, firstSeq: entry.seq, prev, hash, entries: [entry] };
    prev = hash;
    return single;
  });
}

async function seed({ db }: OpenDatabase, { boxes }: Run): Promise<void> {
  const created_at = 1;
  const area = {
    id: 'area_a',
    level: 'village',
    kind: 'làng',
    name: 'A',
    languages: '[]',
    flags: '[]',
  } as const;
  await db
    .insertInto('area')
    .values({ ...area, created_at })
    .execute();
  const cluster = { id: 'cluster_a', area_id: 'area_a', name: 'A', languages: '[]', max_gain_db: 0 };
  await db
    .insertInto('cluster')
    .values({ ...cluster, created_at })
    .execute();
  for (const { boxId, key } of boxes) {
    const jwk = publicOf(key);
    const enrolled = { state: 'enrolled', key_id: keyId(jwk), key_jwk: JSON.stringify(jwk) } as const;
    await db
      .insertInto('box')
      .values({ id: boxId, cluster_id: 'cluster_a', name: boxId, created_at, ...enrolled })
      .execute();
  }
}

/** The rows that a planner wrote before the boxes played: what reports are folded into. */
function seedPlanned({ sqlite }: OpenDatabase, { boxes, entries }: Run): void {
  const insert = sqlite.prepare<[string, string]>(
    `insert into playback (id, box_id, cluster_id, area_id, schedule_id, session_id, title, language, planned_at,
       latest_start_at, ends_by, duration_ms, priority, state, updated_at)
     values (?, ?, 'cluster_a', 'area_a', 'schedule_a', 'session_a', 'A', 'vi', 1, 1, 1, 1, 'normal', 'planned', 1)`,
  );
  const each = Math.ceil(entries / boxes.length / 4);
  sqlite.transaction(() => {
    for (let n = 0; n < each; n++) {
      for (const { boxId } of boxes) insert.run(samplePlaybackId(n, boxId), boxId);
    }
  })();
}

async function expectStored({ db }: OpenDatabase, entries: number): Promise<void> {
  const rows = await db
    .selectFrom('journal_entry')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .execute();
  const played = await db
    .selectFrom('playback')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('state', '=', 'finished')
    .execute();
  if (rows[0]?.n !== entries) fail(`stored ${rows[0]?.n} of ${entries} entries`);
  if ((played[0]?.n ?? 0) < Math.floor(entries / 4) - 20) fail(`only ${played[0]?.n} playbacks finished`);
}

function fail(detail: string): never {
  process.send?.({ kind: 'failed', detail });
  throw new Error(detail);
}

process.on('message', (raw) => {
  const order = Order.parse(raw);
  if (order.kind === 'close') return;
  runOnce(order).then(
    () => process.send?.({ kind: 'done' }),
    (error: unknown) => process.send?.({ kind: 'failed', detail: String(error) }),
  );
});

// Whoever asked is gone.
process.on('disconnect', () => process.exit());
