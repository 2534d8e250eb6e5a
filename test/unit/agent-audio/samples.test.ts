import { describe, expect, it } from 'vitest';
import { WAV_HEADER_BYTES, wavHeader } from '../../../edge-agent/src/outputs/wav-header.js';
import { applyGain, factorOf } from '../../../edge-agent/src/player/gain.js';
import { createLevelMeter } from '../../../edge-agent/src/player/level-meter.js';

const held = (factor: number) => ({ from: factor, to: factor, samples: 0, done: 0 });

describe('gain', () => {
  it.for([
    [0, 1],
    [-20, 0.1],
    [6, 1.995],
  ] as const)('of %i dB multiplies by %f', ([gainDb, factor]) => {
    expect(factorOf(gainDb)).toBeCloseTo(factor, 3);
  });

  it('saturates instead of wrapping round', () => {
    const samples = Int16Array.of(20_000, -20_000, 100);
    applyGain(samples, held(2));
    expect([...samples]).toEqual([32_767, -32_768, 200]);
  });

  it('leaves sound as it is at 0 dB', () => {
    const samples = Int16Array.of(1, -32_768, 32_767);
    applyGain(samples, held(1));
    expect([...samples]).toEqual([1, -32_768, 32_767]);
  });

  it('moves evenly and then holds, also across frames', () => {
    const whole = new Int16Array(8).fill(1000);
    applyGain(whole, { from: 1, to: 0, samples: 4, done: 0 });
    expect([...whole]).toEqual([1000, 750, 500, 250, 0, 0, 0, 0]);
    const second = new Int16Array(2).fill(1000);
    applyGain(second, { from: 1, to: 0, samples: 4, done: 2 });
    expect([...second]).toEqual([500, 250]);
  });
});

describe('the level meter', () => {
  it('tells nothing of digital silence', () => {
    const meter = createLevelMeter();
    expect(meter.levels()).toEqual({});
    meter.add(new Int16Array(960));
    expect(meter.levels()).toEqual({});
  });

  it('measures a full-scale sine at 0 dBFS peak and 3 dB less in the mean', () => {
    const meter = createLevelMeter();
    const sine = Int16Array.from(
      { length: 48_000 },
      (_, i) => 32_767 * Math.sin((2 * Math.PI * 1000 * i) / 48_000),
    );
    meter.add(sine);
    expect(meter.levels()).toEqual({ peakDbfs: 0, rmsDbfs: -3 });
  });

  it('counts silence into the mean and not into the peak', () => {
    const meter = createLevelMeter();
    meter.add(new Int16Array(100).fill(-32_768));
    meter.add(new Int16Array(300));
    expect(meter.levels()).toEqual({ peakDbfs: 0, rmsDbfs: -6 });
  });
});

describe('the WAV header', () => {
  it('says s16le mono 48 kHz and how much follows', () => {
    const header = wavHeader(96_000);
    expect(header).toHaveLength(WAV_HEADER_BYTES);
    expect(header.toString('latin1', 0, 4) + header.toString('latin1', 8, 16)).toBe('RIFFWAVEfmt ');
    expect([4, 16, 24, 28, 40].map((at) => header.readUInt32LE(at))).toEqual([
      96_036, 16, 48_000, 96_000, 96_000,
    ]);
    expect([20, 22, 32, 34].map((at) => header.readUInt16LE(at))).toEqual([1, 1, 2, 16]);
    expect(header.toString('latin1', 36, 40)).toBe('data');
  });
});
