import { DAY, HOUR, MINUTE } from '@loa/shared/instant';
import { CONTROLLER_CLIENT } from './controller/machine.js';
import { eventKinds, happeningsOf } from './events/all.js';
import { drawFrom, type Happening } from './events/event.js';
import { makeSchedule } from './events/schedule-is-made.js';
import { allRules } from './rules/all.js';
import { streamOf } from './seeds.js';
import { type SignatureKind, useSimulatedSignatures } from './signatures.js';
import { Violation } from './violation.js';
import { CALM, createWorld } from './world/create-world.js';
import { COMMUNE_HOURS } from './world/places.js';
import type { World } from './world/world.js';

export interface WorldWish {
  seed: number;
  clusters: number;
  days: number;
  /** What happens; by default what the seed says. */
  happenings?: readonly Happening[];
  slackMs?: number;
  /** Ideal unless said otherwise. */
  signatures?: SignatureKind;
}

export interface Course {
  seed: number;
  clusterDays: number;
  /** The first rule that did not hold. */
  violation: { rule: string; at: number; message: string; stack: string } | null;
  happenings: readonly Happening[];
  trace: readonly string[];
  hash: string;
  /** Stretches of sound, and steps of time. */
  heard: number;
  steps: number;
}

const SLACK_MS = 12 * HOUR;
/**
 * All is mended before midnight, so that the night's plans come after the reports that boxes still have; so long after
 * midnight it has come to rest.
 */
const HEALS_BEFORE_MS = 10 * MINUTE;
const HEALING_MS = 4 * HOUR;

/** Lives through one world, and judges it after every step. */
export async function runWorld(wish: WorldWish): Promise<Course> {
  const { seed, clusters, days } = wish;
  const happenings = wish.happenings ?? happeningsOf(seed, clusters, days);
  const restore = useSimulatedSignatures(wish.signatures ?? 'ideal');
  const world = await createWorld({ seed, clusters, slackMs: wish.slackMs ?? SLACK_MS });
  let violation: Course['violation'] = null;
  try {
    world.witness.follow([...allRules(world), tracing(world)]);
    await wakeUp(world);
    const healsAt = days * DAY - HEALS_BEFORE_MS;
    for (const happening of happenings) if (happening.at < healsAt) expect(world, happening);
    await world.timeline.run(healsAt, () => world.witness.look());
    await heal(world);
    await world.timeline.run(days * DAY + HEALING_MS, () => world.witness.look());
    await world.witness.healed();
  } catch (error) {
    violation = described(error, world);
  } finally {
    for (const box of world.boxes.values()) box.close();
    await world.machine.close();
    restore();
  }
  const heard = [...world.witness.all()].reduce((sum, watched) => sum + watched.heard.length, 0);
  return {
    ...{ seed, clusterDays: clusters * days, violation, happenings, heard, steps: world.timeline.steps },
    ...{ trace: world.trace.lines(), hash: world.trace.hash() },
  };
}

function described(error: unknown, world: World): Course['violation'] {
  const at = error instanceof Violation ? error.at : world.timeline.now();
  const rule = error instanceof Violation ? error.rule : 'nothing breaks by itself';
  const message = error instanceof Error ? error.message : String(error);
  world.trace.note(at, `VIOLATION ${message}`);
  return { rule, at, message, stack: error instanceof Error ? (error.stack ?? '') : '' };
}

/** Monday, a little after midnight: a roster, some schedules, and everything is switched on. */
async function wakeUp(world: World): Promise<void> {
  await world.machine.start();
  await world.staff.publishRoster(COMMUNE_HOURS, new Set());
  const { unit } = streamOf(world.seed, 'first schedules');
  await makeSchedule(world, unit, null, { minute: 17 * 60, lasting: true });
  for (const village of world.villages) if (unit() < 0.4) await makeSchedule(world, unit, village.id);
  for (const box of world.boxes.values()) {
    world.timeline.at(unit() * 10 * MINUTE, () => world.witness.begun(() => box.powerOn()));
  }
}

function expect(world: World, happening: Happening): void {
  const kind = eventKinds.find(({ name }) => name === happening.kind);
  if (!kind) throw new Error(`no event ${happening.kind}`);
  world.timeline.at(happening.at, () =>
    world.witness.begun(async () => {
      const said = await kind.apply(world, drawFrom(happening));
      if (said !== null) world.trace.note(world.timeline.now(), `${kind.name} ${said}`);
    }),
  );
}

/** Power, lines, processes and clocks are all back. */
async function heal(world: World): Promise<void> {
  world.healing = true;
  world.broker.weather = CALM;
  world.wall.step(-world.wall.error());
  world.broker.heal(CONTROLLER_CLIENT);
  if (!world.machine.running()) await world.machine.start();
  for (const box of world.boxes.values()) {
    box.link(true);
    box.armCut(null);
    await box.powerOn();
  }
}

function tracing(world: World) {
  return {
    onHeard: (watched: { id: string }, heard: { playbackId: string; from: number }) =>
      world.trace.note(heard.from, `${watched.id} sounds ${heard.playbackId}`),
    onSilent: (watched: { id: string }, heard: { playbackId: string; to: number | null }) =>
      world.trace.note(heard.to ?? 0, `${watched.id} falls silent ${heard.playbackId}`),
    onEntry(
      watched: { id: string },
      entry: { kind: string; playbackId?: string; state?: string; reason?: string | undefined },
    ) {
      if (entry.kind !== 'ended') return;
      const { playbackId = '', state = '', reason = '' } = entry;
      world.trace.note(world.timeline.now(), `${watched.id} ended ${playbackId} ${state} ${reason}`);
    },
  };
}
