import { addHeard, type Heard, type Likeness } from '../capture/likeness.js';
import { SAMPLES_PER_MS } from '../outputs/output.js';
import type { PlayProgress } from '../sound-port.js';
import { createLevelMeter, type LevelSums, levelsOf } from './level-meter.js';

/** What is known of a playback's sound so far; plain data, so that a later engine can go on counting. */
export interface Tally {
  /** Samples that at least one output took. */
  delivered: number;
  levels: LevelSums;
  underruns: number;
  /** Monotonic instant of the first sample, null before it. */
  first: number | null;
  outputs: readonly string[];
  /** How like it was what the box heard of it, where it listens. */
  heard?: Heard | null;
}

export const NO_TALLY: Tally = {
  delivered: 0,
  levels: { squares: 0, count: 0, peak: 0 },
  underruns: 0,
  first: null,
  outputs: [],
};

export function progressOf(tally: Tally): PlayProgress {
  return {
    deliveredMs: Math.round(tally.delivered / SAMPLES_PER_MS),
    ...levelsOf(tally.levels),
    underruns: tally.underruns,
    firstSampleMonotonic: tally.first,
    output: tally.outputs.join('+'),
    ...(tally.heard ? { heard: Math.round(tally.heard.likeness * 100) / 100 } : {}),
  };
}

/** Counts one playback's sound over several outputs, each of which may be late or lose some: nothing counts twice. */
export interface Counter {
  /** Samples from this position of the playback on were handed to an output, which took them or did not. */
  handed(output: string, took: boolean, position: number, samples: Int16Array, at: number): void;
  /** So many frames went by without sound. */
  dry(frames: number): void;
  /** The least far any output has come, counted in samples of the playback. */
  passed(outputs: readonly string[]): number;
  tally(): Tally;
  /** The level of the last finished moment (0.4 s), dB below full scale. */
  momentDbfs(): number | undefined;
}

const FRAME = 960;
const MOMENT_SAMPLES = 400 * SAMPLES_PER_MS;

export function createCounter(before: Tally = NO_TALLY, likeness?: Likeness): Counter {
  const covered: Interval[] = [];
  const meter = createLevelMeter(before.levels);
  const takers = new Set(before.outputs);
  const reached = new Map<string, number>();
  let delivered = 0;
  let first = before.first;
  let dryFrames = 0;
  let moment = createLevelMeter();
  let lastMoment: number | undefined;

  /** What every output has had and none took. */
  function lost(): number {
    const through = Math.min(...reached.values());
    if (!Number.isFinite(through)) return 0;
    return Math.ceil((through - coveredBelow(covered, through)) / FRAME);
  }

  return {
    handed(output, took, position, samples, at) {
      reached.set(output, position + samples.length);
      if (!took || samples.length === 0) return;
      takers.add(output);
      const added = cover(covered, position, position + samples.length);
      if (added === 0) return;
      delivered += added;
      first ??= at;
      likeness?.add(at, samples);
      meter.add(samples);
      moment.add(samples);
      if (moment.sums().count < MOMENT_SAMPLES) return;
      lastMoment = moment.levels().rmsDbfs;
      moment = createLevelMeter();
    },
    dry(frames) {
      dryFrames += frames;
    },
    passed: (outputs) => Math.min(...outputs.map((id) => reached.get(id) ?? 0)),
    tally: () => ({
      delivered: before.delivered + delivered,
      levels: meter.sums(),
      underruns: before.underruns + dryFrames + lost(),
      first,
      outputs: [...takers],
      ...(likeness || before.heard
        ? { heard: addHeard(before.heard ?? null, likeness?.heard() ?? null) }
        : {}),
    }),
    momentDbfs: () => lastMoment,
  };
}

interface Interval {
  from: number;
  to: number;
}

/** Adds [from, to) to sorted, disjoint intervals; how much of it was new. Nearly always it continues the last one. */
export function cover(intervals: Interval[], from: number, to: number): number {
  const before = total(intervals, from, to);
  const start = intervals.findIndex((interval) => interval.to >= from);
  if (start < 0) {
    intervals.push({ from, to });
    return to - from;
  }
  let end = start;
  let merged = { from, to };
  for (let one = intervals[end]; one && one.from <= to; one = intervals[end]) {
    merged = { from: Math.min(merged.from, one.from), to: Math.max(merged.to, one.to) };
    end++;
  }
  intervals.splice(start, end - start, merged);
  return to - from - before;
}

function coveredBelow(intervals: readonly Interval[], end: number): number {
  return total(intervals, 0, end);
}

function total(intervals: readonly Interval[], from: number, to: number): number {
  let sum = 0;
  for (const one of intervals) sum += Math.max(0, Math.min(one.to, to) - Math.max(one.from, from));
  return sum;
}
