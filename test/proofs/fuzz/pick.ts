import type { Random } from '@loa/shared/ports/random';

/** Choices of a seeded fuzzer. */
export interface Pick {
  /** 0 … n−1. */
  below(n: number): number;
  one<T>(from: readonly T[]): T;
  /** True with this probability, 0 … 1. */
  chance(p: number): boolean;
}

export function createPick(random: Random): Pick {
  const below = (n: number) => Math.min(n - 1, Math.floor(random.unit() * n));
  return {
    below,
    chance: (p) => random.unit() < p,
    one<T>(from: readonly T[]): T {
      const chosen = from[below(from.length)];
      if (chosen === undefined) throw new Error('nothing to choose from');
      return chosen;
    },
  };
}
