import type { World } from '../world/world.js';

/** One thing that happens, as data: which kind, when, and chance enough to decide the rest. */
export interface Happening {
  kind: string;
  /** True milliseconds since the world began. */
  at: number;
  /** Numbers in [0, 1) that the kind draws on; what they pick is resolved when it happens. */
  units: readonly number[];
}

export interface EventKind {
  name: string;
  /** How often a day: in the commune as a whole, and for each of its clusters. */
  perDay: { commune?: number; cluster?: number };
  /** … and how often in the first minutes, so that a world has something to hear. */
  first?: number;
  /** Makes it happen; says what happened, or null where it could not. */
  apply(world: World, draw: Draw): Promise<string | null> | string | null;
}

/** The next of a happening's numbers. */
export type Draw = () => number;

export function drawFrom({ units }: Happening): Draw {
  let next = 0;
  return () => units[next++ % units.length] ?? 0.5;
}
