import { describe, expect, it } from 'vitest';
import { createDelayLine, type Span } from '../../../edge-agent/src/player/delay-line.js';
import { createJitterBuffer, squeezed } from '../../../edge-agent/src/player/sources/jitter-buffer.js';
import { makeSound } from '../../../edge-agent/src/player/sources/made-sound.js';
import { cover, createCounter } from '../../../edge-agent/src/player/tally.js';
import { createVoice } from '../../../edge-agent/src/player/voice.js';
import { countingPcm } from '../../support/agent-outputs.js';

const FRAME = 960;
const voice = createVoice({
  id: 1,
  request: {
    ...{ playbackId: 'p', sessionId: 's', startAt: 0, startAtMonotonic: 0, offsetMs: 0, gainDb: 0 },
    audio: { path: 'x', durationMs: 1_000 },
  },
  source: countingPcm(48_000),
});

describe('a delay', () => {
  it.for([1, 959, 960, 961, 12_345])(
    'of %i samples gives out what went in so much before, and whose it is',
    (delay) => {
      const line = createDelayLine(delay);
      const out: number[] = [];
      const owned: { at: number; position: number }[] = [];
      for (let frame = 0; frame < 40; frame++) {
        const samples = Int16Array.from(
          { length: FRAME },
          (_, index) => ((frame * FRAME + index) % 30_000) + 1,
        );
        const spans: Span[] = frame < 20 ? [{ voice, from: 100, to: 900, position: frame * 800 }] : [];
        const given = line.pass({ samples, spans });
        for (const { from, to, position } of given.spans)
          for (let index = from; index < to; index++)
            owned.push({ at: out.length + index, position: position + index - from });
        out.push(...given.samples);
      }
      expect(out.findIndex((sample) => sample !== 0)).toBe(delay);
      expect(out.slice(delay).every((sample, index) => sample === (index % 30_000) + 1)).toBe(true);
      expect(owned.map(({ position }) => position)).toEqual(
        Array.from({ length: 16_000 }, (_, index) => index),
      );
      expect(owned[0]?.at).toBe(100 + delay);
      expect(line.holds()).toBe(false);
    },
  );
});

describe('what was delivered', () => {
  it('counts every sample once, whichever outputs took it and in which order', () => {
    const intervals: { from: number; to: number }[] = [];
    expect(cover(intervals, 0, 100)).toBe(100);
    expect(cover(intervals, 200, 300)).toBe(100);
    expect(cover(intervals, 50, 250)).toBe(100);
    expect(cover(intervals, 0, 300)).toBe(0);
    expect(intervals).toEqual([{ from: 0, to: 300 }]);
  });

  it('is what any of two outputs took, and lost is what neither did', () => {
    const counter = createCounter();
    const frame = new Int16Array(FRAME).fill(100);
    for (let index = 0; index < 10; index++) {
      counter.handed('a', index < 5, index * FRAME, frame, index * 20);
      if (index >= 3)
        counter.handed('b', index - 3 > 2 && index !== 9, (index - 3) * FRAME, frame, index * 20);
    }
    for (let index = 7; index < 10; index++) counter.handed('b', index !== 9, index * FRAME, frame, 500);
    // The level is of what was heard, not of every output's share.
    expect(counter.tally().levels.count).toBe(8 * FRAME);
    expect(counter.tally()).toMatchObject({
      delivered: 8 * FRAME,
      underruns: 2,
      first: 0,
      outputs: ['a', 'b'],
    });
  });

  it('goes on where an engine before left it', () => {
    const first = createCounter();
    const frame = new Int16Array(FRAME).fill(16_384);
    first.handed('a', true, 0, frame, 100);
    const second = createCounter(first.tally());
    second.handed('a', true, 0, new Int16Array(FRAME), 900);
    expect(second.tally()).toMatchObject({ delivered: 2 * FRAME, first: 100 });
    expect(second.tally().levels).toMatchObject({ count: 2 * FRAME, peak: 16_384 });
  });
});

describe('a jitter buffer', () => {
  it('gives what came in, whatever pieces it came in', () => {
    const buffer = createJitterBuffer();
    const bytes = Buffer.from(Int16Array.from({ length: 5_000 }, (_, index) => index).buffer);
    for (let at = 0; at < bytes.length; at += 777) buffer.push(bytes.subarray(at, at + 777));
    const out = [...(buffer.take(2_000) ?? []), ...(buffer.take(3_000) ?? [])];
    expect(out).toEqual(Array.from({ length: 5_000 }, (_, index) => index));
    expect(buffer.take(1)).toBeNull();
  });

  it('forgets the oldest, to the sample', () => {
    const buffer = createJitterBuffer();
    buffer.push(Buffer.from(Int16Array.from({ length: 1_000 }, (_, index) => index).buffer));
    buffer.trim(123);
    expect(buffer.size()).toBe(123);
    expect(buffer.take(1)?.[0]).toBe(877);
  });

  it('puts a sample more or fewer into the same time, ends upon ends', () => {
    const ramp = Int16Array.from({ length: 961 }, (_, index) => index * 10);
    for (const samples of [960, 962]) {
      const out = squeezed(ramp, samples);
      expect([out.length, out[0], out.at(-1)]).toEqual([samples, 0, 9_600]);
      expect(out.every((sample, index) => index === 0 || sample - (out[index - 1] ?? 0) <= 11)).toBe(true);
    }
  });
});

describe('sound that the box makes itself', () => {
  it('is a tone at −20 dBFS, as long as asked for', () => {
    const tone = makeSound({ kind: 'tone', durationMs: 100 }, 0);
    const samples = tone.take(10_000) ?? new Int16Array();
    expect(samples).toHaveLength(4_800);
    expect(Math.max(...samples)).toBe(3_277);
    expect(tone.take(1)).toHaveLength(0);
    expect(makeSound({ kind: 'silence', durationMs: 100 }, 40).take(10_000)).toEqual(new Int16Array(2_880));
  });
});
