import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { systemClock } from '@loa/shared/node/system-clock';
import { z } from 'zod';
import { sizeOf } from '../../controller/src/planning/conflicts/intervals.js';
import { type Figure, median } from './figure.js';
import { expandAll, startsOf, sweepAll } from './planning-ours.js';
import { byRrule, byRruleTemporal, naiveConflicts, type Pairs } from './planning-peers.js';
import { makeSigner, planAll, planOf, signAll, signOnly } from './planning-plans.js';
import { communeWorld, makeProvince } from './planning-province.js';
import { DAYS, makeWorkload, RULES, type Rule } from './planning-workload.js';

/** Rules that the slow peers expand in a round, and clusters at which naive objects look for conflicts. */
const SAMPLE = {
  rrule: 20,
  rruleTemporal: 20,
  clusters: 25,
  memoryClusters: 50,
  boxesOfManyItems: 100,
  signedOnly: 250,
};
/** The process warms up on so many rounds of ours: a controller runs for months. */
const WARM_UP = 20;

/**
 * Planning for a province: 1,000 timetables over 30 days beside rrule (aim 2,000 times, the same instants), their
 * conflicts over 5,000 clusters beside naive objects (aim 100 ms and 50 MB), what one edit costs (aim 5 ms where it
 * touches one cluster), and the signed plans of 5,000 boxes for 8 days (aim 3 s at 120 items a plan).
 */
export const bench = { name: 'planning', run };

async function* run({ rounds }: { rounds: number }): AsyncIterable<Figure> {
  // rrule's answers in a zone are right only where the process lives in UTC.
  Object.assign(process.env, { TZ: 'UTC' });
  const { rules, order } = makeWorkload();
  yield* expansion(rules, rounds);
  yield* conflicts(rules, order.clusters.length, rounds);
  yield memory(order.clusters.length, rounds);
  yield* edits(rounds);
  yield* signedPlans(rounds);
}

async function* expansion(rules: readonly Rule[], rounds: number): AsyncIterable<Figure> {
  const starts = startsOf(rules);
  const some = rules.slice(0, Math.max(SAMPLE.rrule, SAMPLE.rruleTemporal));
  const same = (peer: string, found: number[][]) => {
    if (!isDeepStrictEqual(found, starts.slice(0, found.length)))
      throw new Error(`${peer} finds other instants`);
  };
  same(
    'rrule',
    some.map(({ timetable }) => byRrule(timetable)),
  );
  same(
    'rrule-temporal',
    some.map(({ timetable }) => byRruleTemporal(timetable)),
  );
  const times = { ours: [] as number[], rrule: [] as number[], rruleTemporal: [] as number[] };
  for (let round = 0; round < WARM_UP; round++) expandAll(rules);
  for (let round = 0; round < rounds; round++) {
    times.ours.push(...(await timedOften(() => expandAll(rules))));
    times.rrule.push(await timed(() => rules.slice(0, SAMPLE.rrule).map((rule) => byRrule(rule.timetable))));
    times.rruleTemporal.push(
      await timed(() => rules.slice(0, SAMPLE.rruleTemporal).map((rule) => byRruleTemporal(rule.timetable))),
    );
  }
  const ours = starts.flat().length / (median(times.ours) / 1000);
  const rate = (sample: number, ms: readonly number[]) =>
    starts.slice(0, sample).flat().length / (median(ms) / 1000);
  const measure = `expansion of ${RULES} rules × ${DAYS} days, identical instants`;
  const unit = 'occurrences/s';
  const { rrule, rruleTemporal } = SAMPLE;
  yield figure(measure, ours, unit, `rrule with a zone (${rrule} rules)`, rate(rrule, times.rrule));
  yield figure(
    measure,
    ours,
    unit,
    `rrule-temporal (${rruleTemporal} rules)`,
    rate(rruleTemporal, times.rruleTemporal),
  );
}

async function* conflicts(rules: readonly Rule[], clusters: number, rounds: number): AsyncIterable<Figure> {
  const starts = startsOf(rules);
  const step = clusters / SAMPLE.clusters;
  const sample = new Set(Array.from({ length: SAMPLE.clusters }, (_, at) => Math.floor(at * step)));
  checkConflicts(rules, naiveConflicts(rules, starts, sample), sample);
  const times = { ours: [] as number[], naive: [] as number[] };
  for (let round = 0; round < WARM_UP; round++) sweepAll(rules);
  for (let round = 0; round < rounds; round++) {
    times.ours.push(...(await timedOften(() => sweepAll(rules))));
    times.naive.push(await timed(() => naiveConflicts(rules, starts, sample)));
  }
  const slots = rules.reduce(
    (sum, { audience }, at) => sum + sizeOf(audience) * (starts[at]?.length ?? 0),
    0,
  );
  const millions = (slots / 1e6).toFixed(1);
  yield figure(
    `expansion and conflicts over ${clusters} clusters, ${millions} M slots (aim 100)`,
    median(times.ours),
    'ms',
    `naive objects (${SAMPLE.clusters} clusters, scaled)`,
    median(times.naive) * (clusters / SAMPLE.clusters),
  );
}

/** On the sample's clusters alone, the sweep must find what naive objects find. */
function checkConflicts(rules: readonly Rule[], expected: Pairs, sample: ReadonlySet<number>): void {
  const heard = rules.map((rule) => ({ ...rule, audience: within(rule.audience, sample) }));
  const { length, a, b, count, firstAt } = sweepAll(heard);
  const found: Pairs = new Map();
  for (let at = 0; at < length; at++)
    found.set(`${a[at]}|${b[at]}`, { count: count[at] ?? 0, firstAt: firstAt[at] ?? 0 });
  if (!isDeepStrictEqual(found, expected))
    throw new Error('the sweep and naive objects find other conflicts');
}

function within(audience: Int32Array, sample: ReadonlySet<number>): Int32Array {
  const kept: number[] = [];
  for (let at = 0; at < audience.length; at += 2) {
    for (const cluster of sample)
      if ((audience[at] ?? 0) <= cluster && cluster < (audience[at + 1] ?? 0)) kept.push(cluster);
  }
  return Int32Array.from(kept.sort((x, y) => x - y).flatMap((cluster) => [cluster, cluster + 1]));
}

const Peak = z.object({ bytes: z.number(), kept: z.number() });

/** Each in processes of its own, which have done nothing else. */
function memory(clusters: number, rounds: number): Figure {
  const child = fileURLToPath(new URL('planning-memory.ts', import.meta.url));
  const peak = (...args: string[]) => {
    const output = execFileSync(process.execPath, [...process.execArgv, child, ...args], {
      encoding: 'utf8',
    });
    return Peak.parse(JSON.parse(output)).bytes / 1e6;
  };
  const ours = Array.from({ length: rounds }, () => peak());
  const naive = peak(String(SAMPLE.memoryClusters)) * (clusters / SAMPLE.memoryClusters);
  const peer = `naive objects (${SAMPLE.memoryClusters} clusters, scaled)`;
  return figure(
    'extra memory at the peak of expansion and conflicts (aim 50)',
    median(ours),
    'MB',
    peer,
    naive,
  );
}

/** From a changed world to the plans and hashes that say whose plan changed. */
async function* edits(rounds: number): AsyncIterable<Figure> {
  const province = makeProvince(ITEMS_PER_DAY);
  const commune = communeWorld(province, 0);
  const near = province.places.filter(({ areaChain }) => areaChain.includes('area_commune_0'));
  const all = province.places;
  const one = near.slice(0, 1);
  const times = { one: [] as number[], commune: [] as number[], all: [] as number[], alone: [] as number[] };
  for (let round = 0; round < WARM_UP; round++) planAll(commune, near);
  for (let round = 0; round < rounds; round++) {
    times.one.push(...(await timedOften(() => planAll(commune, one))));
    times.commune.push(await timed(() => planAll(commune, near)));
    times.alone.push(await timed(() => near.map((place) => planAll(commune, [place]))));
    times.all.push(await timed(() => planAll(province.world, all)));
  }
  yield figure('recompute after an edit that touches 1 cluster', median(times.one), 'ms', 'aim', 5);
  const aloneMs = median(times.alone);
  const peer = 'each box by itself, nothing shared';
  const size = `1 commune (${near.length} boxes)`;
  yield figure(`recompute after an edit that touches ${size}`, median(times.commune), 'ms', peer, aloneMs);
  const scaled = (aloneMs / near.length) * all.length;
  const everything = `recompute after an edit that touches everything (${all.length} boxes)`;
  yield figure(everything, median(times.all), 'ms', `${peer} (${near.length} boxes, scaled)`, scaled);
}

/** A day of 15 items makes 120 in a plan; 185 make 1,480, near to what a plan holds. */
const ITEMS_PER_DAY = 15;
const MANY_ITEMS_PER_DAY = 185;

async function* signedPlans(rounds: number): AsyncIterable<Figure> {
  const signer = await makeSigner();
  const usual = makeProvince(ITEMS_PER_DAY);
  const full = makeProvince(MANY_ITEMS_PER_DAY);
  const some = full.places.slice(0, SAMPLE.boxesOfManyItems);
  const made = usual.places.slice(0, SAMPLE.signedOnly).map((place) => planOf(usual.world, place));
  const times = { usual: [] as number[], full: [] as number[], signing: [] as number[] };
  const { items } = planAll(usual.world, usual.places.slice(0, 1));
  const manyItems = planAll(full.world, full.places.slice(0, 1)).items;
  await signAll(usual.world, usual.places.slice(0, 500), signer);
  for (let round = 0; round < rounds; round++) {
    times.usual.push(await timed(() => signAll(usual.world, usual.places, signer)));
    times.full.push(await timed(() => signAll(full.world, some, signer)));
    times.signing.push(await timed(() => signOnly(made, signer)));
  }
  const seconds = median(times.usual) / 1000;
  const measure = `signed plans of ${usual.places.length} boxes × 8 days`;
  yield figure(`${measure}, ${items} items a plan, one thread`, seconds, 's', 'aim', 3);
  const signing = (median(times.signing) / 1000) * (usual.places.length / made.length);
  const floor = `JSON, gzip and signature alone (${made.length} plans, scaled)`;
  yield figure(`${measure}, ${items} items a plan`, seconds, 's', floor, signing);
  const scaled = (median(times.full) / 1000) * (full.places.length / some.length);
  const many = `${measure}, ${manyItems} items a plan (${some.length} boxes, scaled; no aim)`;
  yield figure(many, scaled, 's', `at ${items} items a plan`, seconds);
}

function figure(measure: string, value: number, unit: string, peer: string, peerValue: number): Figure {
  return { bench: 'planning', measure, value, unit, peer, peerValue, ratio: value / peerValue };
}

/** What lasts a few milliseconds is timed several times a round: one time slice lost would be the whole figure. */
async function timedOften(work: () => unknown): Promise<number[]> {
  const times: number[] = [];
  while (times.length < 9) times.push(await timed(work));
  return times;
}

/** Milliseconds. */
async function timed(work: () => unknown): Promise<number> {
  const begun = systemClock.monotonic();
  await work();
  return systemClock.monotonic() - begun;
}
