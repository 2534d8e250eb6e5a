import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plan } from '@loa/shared/messages/plan';
import type { Sqlite } from '@loa/shared/node/sqlite';
import type { Bus, BusStop } from '@loa/shared/ports/bus';
import type { Clock } from '@loa/shared/ports/clock';
import { MAX_DOWN_BYTES, topics } from '@loa/shared/topics';
import { signCompact } from '@loa/shared/trust/envelope';
import { vi } from 'vitest';
import { createAgent } from '../../edge-agent/src/agent.js';
import type { Card } from '../../edge-agent/src/card/card.js';
import { openJournalDb } from '../../edge-agent/src/journal-schema.js';
import type { LiveStreams } from '../../edge-agent/src/playable.js';
import type { AudioLibrary, Player } from '../../edge-agent/src/sound-port.js';
import { createCommune } from './agent-commune.js';
import { createTinyController } from './agent-controller.js';
import { createFakeLibrary, createFakePlayer } from './agent-fake-sound.js';
import { at, audioOf, BOX, COMMUNE, type PlanWish } from './agent-plan.js';
import { createFakeBroker, createFakeBus } from './fake-bus.js';
import { createFakeClock } from './fake-clock.js';
import { createSeededRandom } from './seeded-random.js';
import { silentLogger } from './silent-logger.js';

export type AgentWorld = Awaited<ReturnType<typeof createAgentWorld>>;

/** A whole box (the real agent over its real database) with a fake loudspeaker, broker, network and clock. */
export async function createAgentWorld(
  options: {
    now?: string;
    names?: string[];
    withoutRoster?: boolean;
    /** What stands behind the database, opened anew for each run; a file that takes writes unless said otherwise. */
    card?: (path: string) => Card;
    /** The sound side in place of the fake one, made anew for each run. */
    sound?: (clock: Clock) => { player: Player; library: AudioLibrary; live?: LiveStreams };
  } = {},
) {
  const clock = createFakeClock(at(options.now ?? '05:45'));
  const broker = createFakeBroker();
  const commune = await createCommune();
  const folder = mkdtempSync(join(tmpdir(), 'loa-agent-'));
  const library = createFakeLibrary();
  const random = createSeededRandom(7);
  const controllerBus = createFakeBus({ broker, clientId: 'controller' });
  const controller = createTinyController({
    bus: controllerBus,
    boxId: BOX,
    boxKey: commune.actors.box.publicJwk,
    signer: commune.actors.controller,
    now: clock.now,
  });
  const stopController = await controller.start();
  for (const name of options.names ?? ['a', 'b', 'c']) {
    await commune.grant(name);
    library.offered.set(audioOf(name), { ok: true, durationMs: 60_000 });
  }
  const disk = { full: false };
  const net = { time: true, objects: true };
  let power = 1;
  let run: ReturnType<typeof begin> | null = null;

  function begin() {
    const life = mortal(clock);
    const player = createFakePlayer({ clock: life.clock });
    const sound = options.sound?.(life.clock) ?? { player, library, live: LIVE };
    const card = options.card?.(join(folder, 'box.db'));
    const db = card?.db ?? openJournalDb(join(folder, 'box.db'));
    const bus = life.bus(createFakeBus({ broker, clientId: BOX }));
    const agent = createAgent({
      identity: {
        boxId: BOX,
        communeId: COMMUNE,
        rootKey: commune.actors.root.publicJwk,
        controllerKey: commune.actors.controller.publicJwk,
      },
      signer: commune.actors.box,
      db,
      bus,
      client: {
        time: async () =>
          net.time ? { ok: true, value: clock.now() } : { ok: false, status: null, detail: 'unreachable' },
        object: async (sha256) => {
          const grant = [...commune.grants.values()].find(({ id }) => id === sha256);
          if (!net.objects || !grant) return { ok: false, status: 404, detail: 'not there' };
          return { ok: true, value: grant.bytes };
        },
      },
      ...sound,
      ...(card ? { card } : {}),
      reserve: { ensure: () => !disk.full, release: () => true },
      clock: life.clock,
      boot: { bootId: `boot-${power}`, sinceBootMs: () => clock.monotonic() + 5_000_000 },
      random,
      journalQuotaBytes: 10_000_000,
      version: 'test',
      log: silentLogger,
    });
    return { agent, player, db, bus, life, stop: agent.start() };
  }

  const world = {
    clock,
    broker,
    commune,
    controller,
    library,
    net,
    disk,
    folder,
    heard: () => [...world.past, ...(run?.player.heard ?? [])],
    past: [] as {
      playbackId: string;
      from: number;
      ms: number;
      end: string;
      gainDb: number;
      offsetMs: number;
    }[],
    player: () => {
      if (!run) throw new Error('the box is off');
      return run.player;
    },
    db: (): Sqlite => {
      if (!run) throw new Error('the box is off');
      return run.db;
    },
    async on() {
      run = begin();
      await run.stop;
      await world.pass(1_000);
    },
    /** Lets time pass in small steps, with room for signatures to be made and checked in between. */
    async pass(ms: number) {
      const end = clock.monotonic() + ms;
      while (clock.monotonic() < end) {
        await clock.advance(Math.min(STEP_MS, end - clock.monotonic()));
        await broker.idle();
        await quiet(1);
      }
      await quiet();
      await broker.idle();
    },
    /** Waits, in both times, until what is expected is so. */
    eventually: (expectation: () => void) =>
      vi.waitFor(
        async () => {
          await world.pass(200);
          expectation();
        },
        { timeout: 5_000, interval: 1 },
      ),
    until: (time: string) => world.pass(at(time) - clock.now()),
    /** The power goes: nothing is said, nothing is written. */
    async cut(options: { sameBoot?: boolean } = {}) {
      if (!run) return;
      run.player.die();
      world.past.push(...run.player.heard);
      await run.life.die();
      run.db.close();
      if (!options.sameBoot) power += 1;
      run = null;
      await quiet();
    },
    /** Stopped in order. */
    async off() {
      if (!run) return;
      const stopping = run.stop.then((stop) => stop());
      let stopped = false;
      void stopping.finally(() => {
        stopped = true;
      });
      for (let turn = 0; turn < 200 && !stopped; turn++) await world.pass(50);
      await stopping;
      world.past.push(...run.player.heard);
      run.db.close();
      run = null;
    },
    async publish(topic: string, bytes: Uint8Array) {
      broker.accept(null, topic, bytes, { retain: bytes.byteLength < MAX_DOWN_BYTES });
      await broker.idle();
      await quiet();
    },
    publishPlan: async (plan: Plan) =>
      world.publish(topics.plan(BOX), await signCompact('plan', plan, commune.actors.controller)),
    plan: async (wish: PlanWish) => world.publish(topics.plan(BOX), await commune.plan(wish)),
    status: (): Record<string, unknown> => {
      const bytes = broker.retained(topics.status(BOX));
      return bytes ? JSON.parse(Buffer.from(bytes).toString('utf8')) : {};
    },
    async end() {
      await world.off();
      await stopController();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  if (!options.withoutRoster) await world.publish(topics.roster(COMMUNE), await commune.roster());
  return world;
}

/** Live speech can always be asked for; the fake loudspeaker opens nothing. */
const LIVE: LiveStreams = {
  open: (id) => ({ url: `http://controller.test/${id}`, headers: {} }),
  ready: () => true,
};

const STEP_MS = 1_000;

/**
 * Lets native work (signatures) and promises finish: what was queued for the thread pool before is done when as many
 * pieces of our own are.
 */
async function quiet(rounds = 5): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const work = Array.from({ length: 4 }, () => crypto.subtle.digest('SHA-256', new Uint8Array(8)));
    await Promise.all(work);
    for (let turn = 0; turn < 3; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

/** What one process sees of time and the network; it ends with the process, while both go on for the world. */
function mortal(clock: Clock): { clock: Clock; bus(bus: Bus): Bus; die(): Promise<void> } {
  let alive = true;
  let stopBus: BusStop | null = null;
  return {
    bus: (bus) => ({
      publish: bus.publish,
      subscribe: (filter, handler) =>
        bus.subscribe(filter, (message) => (alive ? handler(message) : undefined)),
      onState: (listener) => bus.onState((state) => void (alive && listener(state))),
      async start() {
        stopBus = await bus.start();
        return stopBus;
      },
    }),
    clock: {
      now: clock.now,
      monotonic: clock.monotonic,
      after: (ms, fire) => (alive ? clock.after(ms, () => alive && fire()) : () => {}),
      wait: (ms, signal) => clock.wait(ms, signal),
    },
    async die() {
      alive = false;
      await stopBus?.();
    },
  };
}
