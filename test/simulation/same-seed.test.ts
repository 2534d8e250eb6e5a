import { describe, expect, it } from 'vitest';
import { runWorld } from './run-world.js';

describe('a simulated world', { timeout: 120_000 }, () => {
  it('takes the same course for the same seed, and another for another', async () => {
    const wish = { seed: 11, clusters: 4, days: 3 };
    const first = await runWorld(wish);
    const second = await runWorld(wish);
    const other = await runWorld({ ...wish, seed: 12 });
    expect(first.violation).toBeNull();
    expect(second.hash).toBe(first.hash);
    expect(other.hash).not.toBe(first.hash);
  });

  it('takes the same course with real signatures as with ideal ones', async () => {
    const wish = { seed: 13, clusters: 3, days: 2 };
    const ideal = await runWorld(wish);
    const real = await runWorld({ ...wish, signatures: 'ed25519' });
    expect(real.violation).toBeNull();
    expect(real.trace).toEqual(ideal.trace);
  });

  it('sounds the same whether or not idle polls are put off', async () => {
    const wish = { seed: 5, clusters: 2, days: 2, happenings: [] };
    const lazy = await runWorld(wish);
    const eager = await runWorld({ ...wish, slackMs: 0 });
    // The chance that shakes clocks and lines falls differently, so instants differ by as much.
    const ends = (lines: readonly string[]) =>
      lines.flatMap((line) => / (\S+ ended .*)$/.exec(line)?.[1] ?? []).sort();
    expect(eager.violation).toBeNull();
    expect(eager.steps).toBeGreaterThan(lazy.steps * 5);
    expect(ends(lazy.trace).length).toBeGreaterThan(3);
    expect(ends(lazy.trace)).toEqual(ends(eager.trace));
  });
});
