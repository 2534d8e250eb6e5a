import { pick } from '../seeds.js';
import { COMMUNE } from '../world/places.js';
import type { TrueArea } from '../world/truth.js';
import type { World } from '../world/world.js';
import type { Draw, EventKind } from './event.js';
import { later } from './later.js';

/** A village narrows its rules, or gives them up again. */
export const rulesAreChanged: EventKind = {
  name: 'place rules',
  perDay: { commune: 0.1, cluster: 0.02 },
  async apply(world, draw) {
    const areaId = draw() < 0.15 ? COMMUNE : livingVillage(world, draw);
    if (!areaId || !world.staff.atWork()) return null;
    const patch = anyRule(draw);
    await world.staff.rule(areaId, areaId === COMMUNE && 'hours' in patch ? { quiet: [] } : patch);
    return `${areaId} ${JSON.stringify(patch)}`;
  },
};

function anyRule(draw: Draw): Partial<Omit<TrueArea, 'mergedInto'>> {
  const rules: Partial<Omit<TrueArea, 'mergedInto'>>[] = [
    { hours: { from: 6 * 60, to: 17 * 60 + 32 } },
    { hours: null },
    { quiet: [{ from: 11 * 60, to: 13 * 60, days: null }] },
    { quiet: [{ from: 17 * 60 + 1, to: 17 * 60 + 31, days: [2, 4, 7] }] },
    { quiet: [] },
    { maxDayMinutes: 1 + Math.floor(draw() * 3) },
    { maxSessionMinutes: 1 },
    { maxSessionsPerDay: 1 + Math.floor(draw() * 2) },
    { maxDayMinutes: null, maxSessionMinutes: null, maxSessionsPerDay: null },
    { repeatInEvening: draw() < 0.5 },
    { maxGainDb: -3 - Math.floor(draw() * 9) },
    { maxGainDb: null },
  ];
  return pick(rules, draw()) ?? {};
}

/** A cluster's loudspeakers are hung up in another village. */
export const clusterIsMoved: EventKind = {
  name: 'cluster moved',
  perDay: { cluster: 0.004 },
  async apply(world, draw) {
    const cluster = pick([...world.truth.decisions.clusters], draw());
    const areaId = livingVillage(world, draw);
    if (!cluster || !areaId || areaId === cluster[1].areaId || !world.staff.atWork()) return null;
    await world.staff.moveCluster(cluster[0], areaId);
    return `${cluster[0]} to ${areaId}`;
  },
};

/** A village becomes part of another. */
export const villagesAreMerged: EventKind = {
  name: 'villages merged',
  perDay: { commune: 0.03, cluster: 0.001 },
  async apply(world, draw) {
    const [old, into] = [livingVillage(world, draw), livingVillage(world, draw)];
    if (!old || !into || old === into || !world.staff.atWork()) return null;
    return (await world.staff.merge(old, into)) ? `${old} into ${into}` : null;
  },
};

/** A broken box is replaced by a new one, which needs some minutes to be hung up. */
export const boxIsReplaced: EventKind = {
  name: 'box replaced',
  perDay: { cluster: 0.005 },
  async apply(world, draw) {
    const old = pick([...world.boxes.values()], draw());
    if (!old || old.sounding() || !world.staff.atWork()) return null;
    const { village } = world.witness.watched(old.id);
    const fresh = `${old.id}r`;
    world.removeBox(old.id);
    world.replaced.push({ clusterId: village.clusterId, old: old.id, fresh });
    await world.addBox(fresh, village);
    await world.staff.replaceBox(village.clusterId, old.id, fresh);
    later(world, 10 * 60_000, () => world.boxes.get(fresh)?.powerOn());
    return `${old.id} by ${fresh}`;
  },
};

function livingVillage({ truth, villages }: World, draw: Draw): string | undefined {
  const living = villages.filter(({ id }) => truth.decisions.areas.get(id)?.mergedInto === null);
  return pick(living, draw())?.id;
}
