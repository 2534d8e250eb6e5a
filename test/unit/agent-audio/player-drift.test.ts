import { describe, expect, it } from 'vitest';
import type { Output } from '../../../edge-agent/src/outputs/output.js';
import { createDriftLoop, MOST_PPM } from '../../../edge-agent/src/player/drift.js';
import { createLane } from '../../../edge-agent/src/player/lane.js';
import { createStretch } from '../../../edge-agent/src/player/stretch.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { silentLogger } from '../../support/silent-logger.js';

const FRAME = 960;
const SECOND = 50;

/** A sound card whose crystal runs so many ppm fast, beside frames that come every 20 ms of true time. */
function cardWith(ppm: number) {
  let written = 4_800;
  let frames = 0;
  const played = () => Math.min(written, frames * FRAME * (1 + ppm * 1e-6));
  const output: Output = {
    id: 'card',
    continuous: true,
    begin() {},
    write(frame) {
      written += frame.length;
      return 'taken';
    },
    finish() {},
    played: () => Math.floor(played()),
    health: () => ({ ok: true }),
    start: async () => async () => {},
  };
  return {
    output,
    /** What waits in it now, ms. */
    waitsMs: () => (written - played()) / 48,
    tick() {
      frames++;
    },
  };
}

describe('a sound card with a crystal of its own', () => {
  it.for([120, -35, 0])('of %i ppm neither runs dry nor falls behind, item after item', (ppm) => {
    const card = cardWith(ppm);
    const lane = createLane({ output: card.output, onTrouble() {}, log: silentLogger });
    const samples = new Int16Array(FRAME);
    let least = Number.POSITIVE_INFINITY;
    let most = 0;
    for (let frame = 0; frame < 1_500 * SECOND; frame++) {
      lane.prepare({ samples, spans: [] });
      lane.send(frame * 20, frame * 20);
      lane.account(frame * 20, 0);
      card.tick();
      if (frame < 300 * SECOND) continue;
      least = Math.min(least, card.waitsMs());
      most = Math.max(most, card.waitsMs());
    }
    // One frame more or less is in it at any time; without the loop it would be 144 ms more at 120 ppm.
    expect(most - least).toBeLessThan(24);
    expect(least).toBeGreaterThan(60);
  });

  it('is followed within 0.05% at the most, whatever it claims', () => {
    const loop = createDriftLoop();
    let worst = 0;
    for (let second = 0; second < 600; second++) {
      worst = Math.max(worst, Math.abs(loop.observe(5_000 + second * 40)));
    }
    expect(worst).toBeLessThanOrEqual(MOST_PPM);
    expect(loop.ppm()).toBeLessThan(0);
  });

  it('that is opened anew begins anew, without a correction for what the old one held', () => {
    const loop = createDriftLoop();
    const random = createSeededRandom(4);
    let ppm = 0;
    for (let second = 0; second < 300; second++) ppm = loop.observe(5_000 + random.unit() * 20);
    expect(Math.abs(ppm)).toBeLessThan(20);
    for (let second = 0; second < 100; second++) ppm = loop.observe(12_000 + random.unit() * 20);
    expect(Math.abs(ppm)).toBeLessThan(20);
  });
});

describe('stretching', () => {
  const tone = (frame: number) =>
    Int16Array.from({ length: FRAME }, (_, index) =>
      Math.round(10_000 * Math.sin((2 * Math.PI * 1_000 * (frame * FRAME + index)) / 48_000)),
    );

  it('changes nothing at 0 ppm', () => {
    const stretch = createStretch();
    const frame = tone(0);
    expect(stretch.pass(frame)).toEqual([frame]);
  });

  it.for([500, -500])('by %i ppm gives that many samples more, and no click', (ppm) => {
    const stretch = createStretch();
    stretch.set(ppm);
    const out: number[] = [];
    for (let frame = 0; frame < 2_000; frame++)
      for (const part of stretch.pass(tone(frame))) out.push(...part);
    expect(out.length / (2_000 * FRAME)).toBeCloseTo(1 + ppm * 1e-6, 3);
    // A click would be a step; the steepest step of this tone is 1,308.
    let steepest = 0;
    for (let index = 1; index < out.length; index++) {
      steepest = Math.max(steepest, Math.abs((out[index] ?? 0) - (out[index - 1] ?? 0)));
    }
    expect(steepest).toBeLessThan(1_320);
    // Beside the tone that it should be, 50 dB down.
    let error = 0;
    let power = 0;
    const step = 1 - ppm * 1e-6;
    for (let index = 0; index < 48_000; index++) {
      const should = 10_000 * Math.sin((2 * Math.PI * 1_000 * index * step) / 48_000);
      error += ((out[index] ?? 0) - should) ** 2;
      power += should ** 2;
    }
    expect(10 * Math.log10(power / error)).toBeGreaterThan(50);
  });
});
