import { OverrideDocument } from '@loa/shared/messages/override';
import { Plan } from '@loa/shared/messages/plan';
import type { Sqlite } from '@loa/shared/node/sqlite';
import type { Random } from '@loa/shared/ports/random';
import { topics } from '@loa/shared/topics';
import type { SigningKey } from '@loa/shared/trust/keys';
import { createAgent } from '../../../edge-agent/src/agent.js';
import { openJournalDb } from '../../../edge-agent/src/journal-schema.js';
import { goneStatus } from '../../../edge-agent/src/status.js';
import { silentLogger } from '../../support/silent-logger.js';
import type { Broker } from '../network/broker.js';
import { createVirtualBus } from '../network/virtual-bus.js';
import { between } from '../seeds.js';
import type { Timeline } from '../timeline.js';
import { createAgenda } from './agenda.js';
import { type Crystal, createLife, type Life } from './life.js';
import { createLoudspeaker, type Heard, type Loudspeaker } from './loudspeaker.js';
import { createMedia } from './media.js';
import { type ArmedCut, createMortalDb, type MortalDb, type WatchedTable } from './mortal-db.js';
import { PowerCut } from './power-cut.js';
import { readDocument } from './read-document.js';

export interface BoxPorts {
  id: string;
  communeId: string;
  timeline: Timeline;
  /** The unix instant at which true time is zero. */
  origin: number;
  broker: Broker;
  random: Random;
  signer: SigningKey;
  rootKey: SigningKey['publicJwk'];
  controllerKey: SigningKey['publicJwk'];
  slackMs(): number;
  latencyMs(): number;
  /** The controller's answers over HTTP; null while it gives none. */
  askTime(): Promise<number | null>;
  askGrant(grantId: string): Promise<Uint8Array | null>;
  durationOf(sha256: string): number | undefined;
  watch: BoxWatch;
}

/** What an onlooker sees of a box. */
export interface BoxWatch {
  /** Something was written to its card. */
  wrote(boxId: string, table: WatchedTable): void;
  heard(boxId: string, heard: Heard): void;
  silent(boxId: string, heard: Heard): void;
  /** The agent broke by itself. */
  crashed(boxId: string, error: unknown): void;
  /** The power went in the middle of something. */
  cutMidway(boxId: string): void;
}

/** A machine in a village: its card and its crystal, which outlive the runs of its agent. */
export interface Box {
  id: string;
  db(): Sqlite;
  on(): boolean;
  /** When its clock was last set by the controller, true milliseconds; null: never since power-on. */
  syncedAt(): number | null;
  /** Which run of the agent this is, from 1. */
  runs(): number;
  linked(): boolean;
  link(up: boolean): void;
  powerOn(): Promise<void>;
  powerCut(): void;
  /** The agent is killed and starts again at once, the machine stays on. */
  restartAgent(): Promise<void>;
  /** The power goes at one of the next commits; null: no longer. */
  armCut(cut: ArmedCut | null): void;
  /** A technician puts in an empty card. Only while it is off. */
  swapCard(): void;
  sounding(): boolean;
  close(): void;
}

interface Run {
  life: Life;
  mortal: MortalDb;
  speaker: Loudspeaker;
  die(): void;
}

const GOOD_LINE = 0.85;
/** Within the 100 ppm that the agent allows for. */
const WORST_DRIFT = 80e-6;

export function createBox(ports: BoxPorts): Box {
  const { id, timeline, broker, random, watch } = ports;
  const agenda = createAgenda(ports.origin);
  const media = createMedia({ timeline, reachable: () => linked, durationOf: ports.durationOf });
  const rate = 1 + between(-WORST_DRIFT, WORST_DRIFT, random.unit());
  let db = openJournalDb(':memory:');
  let linked = true;
  let crystal: Crystal = newCrystal();
  let boots = 0;
  let bootId: string | null = null;
  let runs = 0;
  let run: Run | null = null;
  let syncedAt: number | null = null;

  /** What its clock shows after power-on: 1970, or what a tired battery kept. */
  function newCrystal(): Crystal {
    const stale = random.unit() < 0.5;
    const wall = stale ? ports.origin + timeline.now() - random.unit() * 40 * 86_400_000 : 0;
    return { onAt: timeline.now(), shows: random.unit() * 10_000, rate, wall };
  }

  /** A question over HTTP, answered while the answer is half a way off. Most lines are too good to be worth a wait. */
  function asked<T>(life: Life, answer: () => Promise<T | null>): Promise<T | null> {
    const ask = () => (linked ? answer() : Promise.resolve(null));
    if (random.unit() < GOOD_LINE) return ask();
    return new Promise((resolve) => {
      timeline.at(timeline.now() + ports.latencyMs(), () => {
        if (!life.alive()) return;
        void ask().then((value) => {
          if (life.alive()) resolve(value);
        });
      });
    });
  }

  /** The controller's time, as old as its way to the box was long. */
  async function askTime(life: Life): Promise<number | null> {
    const askedAt = timeline.now();
    const value = await asked(life, ports.askTime);
    return value === null ? null : Math.floor(value - (timeline.now() - askedAt) * backwardShare());
  }

  /** Of a round trip, how much the way back took: no line is the same both ways. */
  const backwardShare = () => between(0.2, 0.8, random.unit());

  async function begin(): Promise<void> {
    runs += 1;
    const number = runs;
    let speaker: Loudspeaker | null = null;
    const life = createLife({
      ...{ timeline, crystal, agenda, slackMs: ports.slackMs, syncedAt: () => syncedAt },
      busy: () => speaker?.busy() === true,
      onCrash: (error) => watch.crashed(id, error),
    });
    speaker = createLoudspeaker({
      ...{ timeline, life, run: number, syncedAt: () => syncedAt, reachable: () => linked },
      onHeard: (heard) => watch.heard(id, heard),
      onSilent: (heard) => watch.silent(id, heard),
    });
    const virtual = createVirtualBus({
      ...{ broker, clientId: id, will: { topic: topics.status(id), payload: goneStatus(id) } },
      onDelivery: ({ topic, payload }) => note(topic, payload),
    });
    const die = () => {
      life.die();
      speaker?.die();
      virtual.die();
    };
    const mortal = createMortalDb({
      ...{ real: db, alive: life.alive, onWrite: (table) => watch.wrote(id, table) },
      onCut() {
        powerCut();
        watch.cutMidway(id);
      },
    });
    run = { life, mortal, speaker, die };
    await createAgent({
      identity: {
        ...{ boxId: id, communeId: ports.communeId },
        ...{ rootKey: ports.rootKey, controllerKey: ports.controllerKey },
      },
      ...{ signer: ports.signer, db: mortal.db, bus: virtual.bus, random, clock: life.clock },
      client: {
        async time() {
          const value = await askTime(life);
          if (value === null) return { ok: false, status: null, detail: 'unreachable' };
          syncedAt = timeline.now();
          agenda.setAhead(value - ports.origin - syncedAt);
          return { ok: true, value };
        },
        async object(grantId) {
          const value = await asked(life, () => ports.askGrant(grantId));
          return value === null ? { ok: false, status: 404, detail: 'not there' } : { ok: true, value };
        },
      },
      player: speaker.player,
      library: media.library(life.alive),
      reserve: { ensure: () => true, release: () => true },
      boot: { bootId, sinceBootMs: life.clock.monotonic },
      journalQuotaBytes: 50_000_000,
      version: 'simulated',
      log: silentLogger,
    })
      .start()
      .catch((error: unknown) => {
        if (!(error instanceof PowerCut)) throw error;
      });
  }

  function note(topic: string, payload: Uint8Array): void {
    if (topic.endsWith('/down/plan')) {
      const plan = readDocument(payload, Plan);
      if (plan) agenda.addPlan(plan);
    } else if (topic.endsWith('/down/override')) {
      const document = readDocument(payload, OverrideDocument);
      if (document) agenda.addOverrides(document);
    }
  }

  function powerCut(): void {
    run?.die();
    run = null;
    syncedAt = null;
  }

  return {
    id,
    db: () => db,
    on: () => run !== null,
    syncedAt: () => syncedAt,
    runs: () => runs,
    linked: () => linked,
    link(up) {
      linked = up;
      if (up) broker.heal(id);
      else broker.cut(id);
    },
    async powerOn() {
      if (run) return;
      boots += 1;
      crystal = newCrystal();
      // Some machines cannot tell one power-on from another.
      bootId = random.unit() < 0.1 ? null : `boot-${boots}`;
      await begin();
    },
    powerCut,
    async restartAgent() {
      if (!run) return;
      run.die();
      run = null;
      await begin();
    },
    armCut: (cut) => run?.mortal.arm(cut),
    swapCard() {
      db.close();
      db = openJournalDb(':memory:');
      media.onCard.clear();
    },
    sounding: () => run?.speaker.busy() === true,
    close() {
      powerCut();
      db.close();
    },
  };
}
