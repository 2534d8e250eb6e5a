import { Plan } from '@loa/shared/messages/plan';
import { topics } from '@loa/shared/topics';
import { openCompact } from '@loa/shared/trust/envelope';
import { generatePrivateJwk, importSigningKey } from '@loa/shared/trust/keys';
import { createDispatch } from '../../controller/src/dispatch/dispatch.js';
import { type ControllerApp, startControllerApp, workingMorning } from './controller-app.js';
import { type ControllerWorld, PLACES, seedControllerWorld } from './controller-world.js';
import { createFakeBroker, createFakeBus } from './fake-bus.js';
import { createManualCron, type ManualCron } from './manual-cron.js';
import { silentLogger } from './silent-logger.js';

/** The HTTP edge and dispatch over one database and a fake broker: what people do, and what boxes are told. */
export interface PlannedApp {
  app: ControllerApp;
  world: ControllerWorld;
  cron: ManualCron;
  /** Lets timers and queues run out. */
  settle(): Promise<void>;
  plan(boxId?: string): Promise<Plan | null>;
  /** Plans published since the last call, by box. */
  published(): Record<string, number>;
  stop(): Promise<void>;
}

export async function startPlannedApp(): Promise<PlannedApp> {
  const clock = workingMorning();
  const app = await startControllerApp({ clock });
  const world = await seedControllerWorld(app);
  await enrolBoxes(app);
  const broker = createFakeBroker();
  const bus = createFakeBus({ broker, clientId: 'controller' });
  const cron = createManualCron();
  const signer = await importSigningKey(generatePrivateJwk());
  const running = await createDispatch({
    ...{ database: app, bus, clock, cron, signer, changes: app.changes, log: silentLogger },
    guard: { check: async () => ({ ok: true }) },
  }).start();
  const stopBus = await bus.start();
  let seen = 0;
  const planned: PlannedApp = {
    ...{ app, world, cron },
    async settle() {
      for (let turn = 0; turn < 3; turn++) {
        await clock.advance(100);
        await broker.idle();
        await running.idle();
      }
    },
    async plan(boxId = PLACES.box) {
      const bytes = broker.retained(topics.plan(boxId));
      if (!bytes) return null;
      const opened = await openCompact('plan', bytes, Plan, () => signer.publicJwk);
      if (!opened.ok) throw new Error(`${opened.reason}: ${opened.detail}`);
      return opened.payload;
    },
    published() {
      const counts: Record<string, number> = {};
      for (const { topic } of broker.published.slice(seen)) {
        const boxId = /^loa\/v1\/box\/([^/]+)\/down\/plan$/.exec(topic)?.[1];
        if (boxId !== undefined) counts[boxId] = (counts[boxId] ?? 0) + 1;
      }
      seen = broker.published.length;
      return counts;
    },
    async stop() {
      await running.stop();
      await stopBus();
      await app.stop();
    },
  };
  await planned.settle();
  planned.published();
  return planned;
}

async function enrolBoxes({ db, clock }: ControllerApp): Promise<void> {
  const homes = [
    [PLACES.box, PLACES.commune],
    [PLACES.quietBox, PLACES.commune],
    [PLACES.otherBox, PLACES.otherCommune],
  ] as const;
  for (const [id, communeId] of homes) {
    await db
      .updateTable('box')
      .set({ state: 'enrolled', enrolled_at: clock.now(), commune_id: communeId })
      .where('id', '=', id)
      .execute();
  }
}
