import type { PlaceInput, RotationMemory } from '../inputs.js';
import type { DecidedRuns } from './decide-runs.js';

/** Different memories kept for places that are otherwise alike. */
const MEMORIES_KEPT = 16;

/** What was decided for a place, for the others that are like it. */
export interface DecidedMemo {
  /** What `decide` says, or said of a place with the same key that remembers the same. */
  decided(key: string, place: PlaceInput, decide: () => DecidedRuns): DecidedRuns;
}

/** Most clusters of a commune hear the same and remember the same, so they are decided about once. */
export function createDecidedMemo(): DecidedMemo {
  const known = new Map<string, { memory: RotationMemory; result: DecidedRuns }[]>();
  return {
    decided(key, { memory }, decide) {
      const alike = known.get(key) ?? [];
      known.set(key, alike);
      const same = alike.find((entry) => sameMemory(entry.memory, memory));
      if (same) return same.result;
      const result = decide();
      if (alike.length >= MEMORIES_KEPT) alike.shift();
      alike.push({ memory, result });
      return result;
    },
  };
}

function sameMemory(a: RotationMemory, b: RotationMemory): boolean {
  return a === b || (sameMap(a.heard, b.heard) && sameMap(a.chosen, b.chosen) && sameSet(a.begun, b.begun));
}

function sameSet<T>(a: ReadonlySet<T> = new Set(), b: ReadonlySet<T> = new Set()): boolean {
  return a.size === b.size && [...a].every((each) => b.has(each));
}

function sameMap<T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) if (b.get(key) !== value) return false;
  return true;
}
