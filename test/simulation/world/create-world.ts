import { type Box, createBox } from '../box/box.js';
import { createMachine } from '../controller/machine.js';
import { createWallClock } from '../controller/wall-clock.js';
import { createBroker, type Weather } from '../network/broker.js';
import { between, keyNamed, streamOf } from '../seeds.js';
import { createTimeline } from '../timeline.js';
import { createTrace } from '../trace.js';
import { COMMUNE, makeVillages, seedPlaces, type Village, writePlaces, ZONE_MS } from './places.js';
import { createStaff } from './staff/staff.js';
import { createTruth } from './truth.js';
import { createWitness } from './witness.js';
import type { World } from './world.js';

/** Midnight in the commune, Monday 2 November 2026. */
const ORIGIN = Date.UTC(2026, 10, 2) - ZONE_MS;
const APPROVERS = ['person_nam', 'person_hoa', 'person_rmah'];

export interface WorldOptions {
  seed: number;
  clusters: number;
  /** How long a poll of a box with nothing to do may be put off, milliseconds; 0 for none. */
  slackMs: number;
}

/** A commune with its places written down and its machines built, and nothing switched on. */
export async function createWorld({ seed, clusters, slackMs }: WorldOptions): Promise<World> {
  const random = streamOf(seed, 'world');
  const timeline = createTimeline();
  const broker = createBroker({
    timeline,
    random: streamOf(seed, 'broker'),
    weather: weatherOf(random.unit()),
  });
  const wall = createWallClock(timeline, ORIGIN);
  const [root, controller] = await Promise.all([keyNamed('root'), keyNamed('controller')]);
  const villages = makeVillages(clusters);
  const truth = createTruth();
  writePlaces(truth, villages);
  const approvers = await Promise.all(
    APPROVERS.map(async (personId) => ({ personId, key: await keyNamed(personId) })),
  );
  const machine = await createMachine({
    ...{ timeline, origin: ORIGIN, wall, broker, signer: controller },
    everyHours: () => (world.healing ? 1 : 2),
  });
  await seedPlaces(machine.database().db, villages, ORIGIN - 3_600_000);

  const boxes = new Map<string, Box>();
  async function addBox(id: string, village: Village): Promise<Box> {
    const chance = streamOf(seed, id);
    const box = createBox({
      ...{ id, communeId: COMMUNE, timeline, origin: ORIGIN, broker, random: chance },
      ...{ signer: await keyNamed(id), rootKey: root.publicJwk, controllerKey: controller.publicJwk },
      slackMs: () => (world.healing ? Math.min(slackMs, HEALING_SLACK_MS) : slackMs),
      latencyMs: () => between(20, 400, chance.unit()),
      askTime: machine.time,
      askGrant: machine.grantBytes,
      durationOf: (sha256) => (machine.running() ? truth.recordings.get(sha256) : undefined),
      watch: {
        wrote: (boxId, table) => witness.wrote(boxId, table),
        heard: (boxId, heard) => witness.heard(boxId, heard),
        silent: (boxId, heard) => witness.silent(boxId, heard),
        crashed: (_boxId, error) => witness.failed(error),
        cutMidway: (boxId) => {
          timeline.at(timeline.now() + 90_000, () => witness.begun(async () => boxes.get(boxId)?.powerOn()));
        },
      },
    });
    boxes.set(id, box);
    witness.joined(box, village);
    return box;
  }
  const witness = createWitness({ now: timeline.now });
  for (const village of villages) for (const id of village.boxIds) await addBox(id, village);
  broker.onAccepted((topic, payload) => {
    if (!topic.endsWith('/status')) witness.published(topic, payload);
  });
  const world: World = {
    ...{ seed, origin: ORIGIN, timeline, broker, wall, machine, truth, villages, boxes, approvers },
    staff: createStaff({ machine, wall, truth, approvers, rootKey: root, controllerKey: controller }),
    ...{ trace: createTrace(), backups: [], replaced: [], witness, random, healing: false },
    addBox,
    removeBox(id) {
      boxes.get(id)?.powerCut();
      witness.look();
      boxes.delete(id);
      witness.left(id);
    },
  };
  return world;
}

const HEALING_SLACK_MS = 40 * 60_000;

function weatherOf(unit: number): Weather {
  return {
    latencyMs: { low: 20, high: between(60, 1_500, unit ** 2) },
    duplicate: 0.03 * unit,
    ...{ holdBack: 0.05 * unit, holdBackMs: 60_000, loseStatus: 0.8 },
  };
}

export const CALM: Weather = {
  ...{ latencyMs: { low: 20, high: 100 }, duplicate: 0, holdBack: 0, holdBackMs: 0, loseStatus: 0 },
};
