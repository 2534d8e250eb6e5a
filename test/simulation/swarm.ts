import { pick, streamOf } from './seeds.js';

/** How large a world is, and how long it lives. */
export interface Shape {
  clusters: number;
  days: number;
}

/** Few boxes for three weeks, or many that share one controller; small enough to shrink. */
const SHAPES: readonly Shape[] = [
  { clusters: 10, days: 21 },
  { clusters: 25, days: 12 },
  { clusters: 50, days: 10 },
];
/** One world of so many has everything, each kind as often as it says. */
const EVERYTHING_EVERY = 8;
/** Of every other world, half of the kinds, all of them as often as they say or up to 32 times rarer. */
const SHARE = 0.5;
const RAREST = -5;

export function shapeOf(seed: number): Shape {
  return pick(SHAPES, streamOf(seed, 'shape').unit()) ?? { clusters: 25, days: 12 };
}

/**
 * What part of what it says a kind of event happens in a world of this seed: between 0 and 1. Where everything happens
 * all the time, one thing hides another, and no world has a quiet week: so most worlds leave out kinds of their own
 * (swarm testing: Groce et al., ISSTA 2012, doi:10.1145/2338965.2336763).
 */
export function oftenness(seed: number): (kind: string) => number {
  const { unit } = streamOf(seed, 'swarm');
  if (unit() < 1 / EVERYTHING_EVERY) return () => 1;
  const often = 2 ** (RAREST * unit());
  return (kind) => (streamOf(seed, `swarm ${kind}`).unit() < SHARE ? often : 0);
}
