import { describe, expect, it } from 'vitest';
import { applyGain, factorOf, rampAt } from '../../../edge-agent/src/player/gain.js';
import { createLevelMeter } from '../../../edge-agent/src/player/level-meter.js';

const steady = (factor: number) => ({ from: factor, to: factor, samples: 0, done: 0 });

describe('gain', () => {
  it('leaves samples as they are at 0 dB, bit for bit', () => {
    const samples = Int16Array.of(-32_768, -1, 0, 1, 32_767);
    applyGain(samples, steady(factorOf(0)));
    expect([...samples]).toEqual([-32_768, -1, 0, 1, 32_767]);
  });

  it('halves at −6.02 dB and saturates instead of wrapping round', () => {
    const samples = Int16Array.of(20_000, -20_000, 4);
    applyGain(samples, steady(factorOf(-6.0206)));
    expect([...samples]).toEqual([10_000, -10_000, 2]);
    const loud = Int16Array.of(20_000, -20_000);
    applyGain(loud, steady(factorOf(12)));
    expect([...loud]).toEqual([32_767, -32_768]);
  });

  it('ramps to the sample, also when the ramp goes on in the next frame', () => {
    const ramp = { from: 0, to: 1, samples: 480, done: 0 };
    const [a, b] = [new Int16Array(300).fill(10_000), new Int16Array(300).fill(10_000)];
    applyGain(a, ramp);
    applyGain(b, { ...ramp, done: 300 });
    const whole = [...a, ...b];
    expect(whole.slice(0, 481)).toEqual(
      Array.from({ length: 481 }, (_, i) => Math.round((i * 10_000) / 480)),
    );
    expect(whole.slice(480).every((sample) => sample === 10_000)).toBe(true);
    expect(rampAt({ ...ramp, done: 240 })).toBe(0.5);
  });
});

describe('the level meter', () => {
  it('reads a full-scale square as 0 dB and a sine 3 dB below its peak', () => {
    const square = createLevelMeter();
    square.add(Int16Array.from({ length: 960 }, (_, i) => (i % 2 ? 32_767 : -32_768)));
    expect(square.levels()).toEqual({ rmsDbfs: 0, peakDbfs: 0 });
    const sine = createLevelMeter();
    for (let frame = 0; frame < 50; frame++) {
      sine.add(
        Int16Array.from({ length: 960 }, (_, i) =>
          Math.round(16_384 * Math.sin((2 * Math.PI * (frame * 960 + i)) / 48)),
        ),
      );
    }
    expect(sine.levels()).toEqual({ peakDbfs: -6, rmsDbfs: -9 });
  });

  it('has no level for digital silence, and counts pauses in', () => {
    const meter = createLevelMeter();
    meter.add(new Int16Array(960));
    expect(meter.levels()).toEqual({});
    meter.add(new Int16Array(960).fill(32_767));
    expect(meter.levels()).toEqual({ peakDbfs: 0, rmsDbfs: -3 });
  });
});
