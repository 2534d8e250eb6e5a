import { describe, expect, it } from 'vitest';
import { eventKinds } from './events/all.js';
import { oftenness, shapeOf } from './swarm.js';

const seeds = Array.from({ length: 400 }, (_, n) => 1 + n);
const parts = seeds.map((seed) => eventKinds.map(({ name }) => oftenness(seed)(name)));

describe('what happens in worlds of many seeds', () => {
  it('is everything in about one of eight', () => {
    const full = parts.filter((world) => world.every((part) => part === 1)).length;
    expect(full).toBeGreaterThan(seeds.length / 16);
    expect(full).toBeLessThan(seeds.length / 5);
  });

  it('leaves out about half of the kinds in each of the others, and no kind in all of them', () => {
    for (const world of parts.filter((of) => of.some((part) => part !== 1))) {
      const left = world.filter((part) => part === 0).length;
      expect(left).toBeGreaterThan(eventKinds.length / 8);
      expect(left).toBeLessThan((eventKinds.length * 7) / 8);
      expect(new Set(world.filter((part) => part > 0)).size).toBe(1);
    }
    for (const n of eventKinds.keys()) {
      expect(parts.some((world) => world[n] === 0)).toBe(true);
      expect(parts.some((world) => (world[n] ?? 0) > 0.5)).toBe(true);
    }
  });

  it('is in few villages for long, and in many for ten days', () => {
    const sizes = new Set(seeds.map((seed) => JSON.stringify(shapeOf(seed))));
    expect(sizes.size).toBe(3);
  });
});
