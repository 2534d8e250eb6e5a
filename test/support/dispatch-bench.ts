import type { Override } from '@loa/shared/messages/override';
import { OverrideDocument } from '@loa/shared/messages/override';
import { Plan } from '@loa/shared/messages/plan';
import { Receipt } from '@loa/shared/messages/receipt';
import { NO_RULES } from '@loa/shared/place-rules';
import type { Timetable } from '@loa/shared/timetable';
import { topics } from '@loa/shared/topics';
import { openCompact } from '@loa/shared/trust/envelope';
import { generatePrivateJwk, importSigningKey, type SigningKey } from '@loa/shared/trust/keys';
import { insertArea } from '../../controller/src/db/areas.js';
import { insertBox } from '../../controller/src/db/boxes.js';
import { type Changes, createChanges } from '../../controller/src/db/changes.js';
import { insertCluster } from '../../controller/src/db/clusters.js';
import { type OpenDatabase, openDatabase } from '../../controller/src/db/database.js';
import { insertSchedule } from '../../controller/src/db/schedules.js';
import { createDispatch, type RunningDispatch } from '../../controller/src/dispatch/dispatch.js';
import { addApprovedBulletin } from './approved-bulletin.js';
import { createFakeBroker, createFakeBus, type FakeBroker } from './fake-bus.js';
import { createFakeClock, type FakeClock } from './fake-clock.js';
import { createManualCron, type ManualCron } from './manual-cron.js';
import { silentLogger } from './silent-logger.js';

export { SHA } from './approved-bulletin.js';
export const LIVING = ['box_a', 'box_b'] as const;

/** A controller's dispatch over a fake broker, with one village, two boxes and one approved bulletin. */
export interface DispatchBench {
  database: OpenDatabase;
  broker: FakeBroker;
  clock: FakeClock;
  cron: ManualCron;
  changes: Changes;
  boxKey: SigningKey;
  controllerKey: SigningKey;
  verdict: { ok: boolean };
  /** What the boxes publish with. */
  boxBus: ReturnType<typeof createFakeBus>;
  start(): Promise<RunningDispatch>;
  /** Lets timers and queues run out. */
  settle(): Promise<void>;
  plan(boxId?: string): Promise<Plan | null>;
  receipt(boxId?: string): Promise<Receipt | null>;
  override(areaId?: string): Promise<OverrideDocument | null>;
  addSchedule(id: string, timetable: Timetable): Promise<void>;
  addStop(override: Extract<Override, { kind: 'stop' }>): Promise<void>;
  close(): Promise<void>;
}

export async function openDispatchBench(
  options: { path?: string; seeded?: boolean } = {},
): Promise<DispatchBench> {
  return benchOver(
    await openDatabase({ path: options.path ?? ':memory:' }),
    createFakeBroker(),
    createFakeClock(),
    await newKeys(),
    true,
  );
}

export interface BenchKeys {
  controller: SigningKey;
  box: SigningKey;
  approver: SigningKey;
}

async function newKeys(): Promise<BenchKeys> {
  const fresh = () => importSigningKey(generatePrivateJwk());
  return { controller: await fresh(), box: await fresh(), approver: await fresh() };
}

/** A bench over what is already there: another controller process, or one restored from a backup. */
export async function benchOver(
  database: OpenDatabase,
  broker: FakeBroker,
  clock: FakeClock,
  keys: BenchKeys,
  fill: boolean,
): Promise<DispatchBench & { keys: BenchKeys }> {
  const cron = createManualCron();
  const changes = createChanges();
  const bus = createFakeBus({ broker, clientId: 'controller' });
  const boxBus = createFakeBus({ broker, clientId: 'boxes' });
  const verdict = { ok: true };
  const guard = {
    check: async () =>
      verdict.ok ? ({ ok: true } as const) : ({ ok: false, reason: 'jumped', detail: 'test' } as const),
  };
  const stops: (() => Promise<void>)[] = [];
  let running: RunningDispatch | null = null;
  if (fill) await seed(database, keys, clock.now());

  const opened = async <T>(
    kind: 'plan' | 'receipt' | 'override',
    topic: string,
    schema: Parameters<typeof openCompact<T>>[2],
  ) => {
    const bytes = broker.retained(topic);
    if (!bytes) return null;
    const result = await openCompact(kind, bytes, schema, (kid) =>
      kid === keys.controller.kid ? keys.controller.publicJwk : undefined,
    );
    if (!result.ok) throw new Error(`${kind}: ${result.reason} ${result.detail}`);
    return result.payload;
  };
  const bench: DispatchBench & { keys: BenchKeys } = {
    ...{ database, broker, clock, cron, changes, boxBus, verdict, keys },
    boxKey: keys.box,
    controllerKey: keys.controller,
    async start() {
      const dispatch = createDispatch({
        ...{ database, bus, clock, changes, cron, guard, signer: keys.controller, log: silentLogger },
      });
      running = await dispatch.start();
      stops.push(running.stop, await bus.start(), await boxBus.start());
      await bench.settle();
      return running;
    },
    async settle() {
      for (let turn = 0; turn < 3; turn++) {
        await clock.advance(100);
        await broker.idle();
        await running?.idle();
      }
    },
    plan: (boxId = 'box_a') => opened('plan', topics.plan(boxId), Plan),
    receipt: (boxId = 'box_a') => opened('receipt', topics.receipt(boxId), Receipt),
    override: (areaId = 'area_village') => opened('override', topics.override(areaId), OverrideDocument),
    addSchedule: (id, timetable) =>
      insertSchedule(database.db, {
        ...{
          id,
          areaId: 'area_commune',
          bulletinId: 'bulletin_a',
          programmeId: null,
          name: id,
          areaIds: ['area_commune'],
          clusterIds: [],
          timetable,
        },
        ...{ priority: 'normal', lateness: 'skip', latestStartMinutes: null, resume: 'resume', gainDb: 0 },
        ...{ state: 'active', updatedAt: clock.now() },
        ...{ cancelledAt: null, cancelledBy: null, createdBy: 'system', createdAt: clock.now() },
      }),
    async addStop(override) {
      await database.db
        .insertInto('override_entry')
        .values({
          ...{
            id: override.overrideId,
            area_id: 'area_village',
            kind: 'stop',
            doc: JSON.stringify(override),
          },
          ...{ created_at: override.createdAt, until: override.until, created_by: 'system' },
        })
        .execute();
    },
    async close() {
      for (const stop of stops) await stop();
      await database.close();
    },
  };
  return bench;
}

async function seed({ db }: OpenDatabase, keys: BenchKeys, createdAt: number): Promise<void> {
  const nowhere = { lat: null, lon: null };
  const area = {
    households: null,
    population: null,
    languages: [],
    flags: [],
    ...nowhere,
    zone: null,
    rules: NO_RULES,
    mergedInto: null,
    createdAt,
  };
  const allDay = [{ from: '00:00', to: '24:00', maxGainDb: 0 }];
  const commune = {
    id: 'area_commune',
    parentId: null,
    level: 'commune',
    kind: 'xã',
    name: 'Ia Pia',
  } as const;
  await insertArea(db, { ...area, ...commune, hours: allDay });
  const village = { id: 'area_village', parentId: 'area_commune', level: 'village' } as const;
  await insertArea(db, { ...area, ...village, kind: 'làng', name: 'Ơi Briu', hours: null });
  await insertCluster(db, {
    ...{ id: 'cluster_a', areaId: 'area_village', name: 'Nhà rông', ...nowhere },
    ...{ languages: ['vi'], hours: null, maxGainDb: 0, rules: NO_RULES, createdAt },
  });
  for (const id of LIVING) {
    await insertBox(db, { id, clusterId: 'cluster_a', name: id, outputs: [], createdAt });
    await db
      .updateTable('box')
      .set({ state: 'enrolled', enrolled_at: createdAt, key_id: keys.box.kid })
      .set({ key_jwk: JSON.stringify(keys.box.publicJwk) })
      .where('id', '=', id)
      .execute();
  }
  const title = 'Phòng, chống lừa đảo';
  await addApprovedBulletin(db, keys.approver, {
    id: 'bulletin_a',
    variantId: 'variant_vi',
    title,
    at: createdAt,
  });
}
