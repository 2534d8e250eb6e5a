import { describe, expect, it } from 'vitest';
import { createFramePacer, sleepTowards } from '../../../edge-agent/src/player/frame-pacer.js';
import { createFakeClock } from '../../support/fake-clock.js';

function setUp(lateMs: () => number = () => 0) {
  const clock = createFakeClock();
  const frames: { dueAt: number; at: number }[] = [];
  const skips: number[] = [];
  const sleeps: number[] = [];
  const pacer = createFramePacer({
    clock: {
      ...clock,
      after(ms, fire) {
        sleeps.push(ms);
        return clock.after(ms + lateMs(), fire);
      },
    },
    onFrame: (dueAt) => frames.push({ dueAt, at: clock.monotonic() }),
    onSkip: (count) => skips.push(count),
  });
  return { clock, pacer, frames, skips, sleeps };
}

describe('the beat of frames', () => {
  it('stays on its absolute deadlines for a minute of late timers', async () => {
    let turn = 0;
    const { clock, pacer, frames } = setUp(() => turn++ % 17);
    pacer.start(1_000.25);
    await clock.advance(61_000);
    expect(frames.length).toBeGreaterThanOrEqual(3_000);
    for (const [index, { dueAt, at }] of frames.entries()) {
      expect(dueAt).toBeCloseTo(1_000.25 + index * 20, 6);
      expect(at - dueAt).toBeLessThan(20);
    }
    pacer.stop();
    expect(clock.pending()).toBe(0);
  });

  it('approaches a far deadline in a few wakes, and is there in time though long timers fire 0.1% late', async () => {
    const { clock, pacer, frames, sleeps } = setUp();
    const sleepy = createFramePacer({
      clock: { ...clock, after: (ms, fire) => clock.after(ms * 1.001, fire) },
      onFrame: (dueAt) => frames.push({ dueAt, at: clock.monotonic() }),
      onSkip: () => {},
    });
    sleepy.start(3_600_000);
    await clock.advance(3_600_001);
    expect((frames[0]?.at ?? 0) - 3_600_000).toBeLessThan(0.1);
    sleepy.stop();
    const began = clock.monotonic();
    pacer.start(began + 3_600_000);
    await clock.advance(3_600_000);
    expect(sleeps.length).toBeLessThan(8);
    pacer.stop();
  });

  it('after a stall skips what is too old, whole frames, and says how many', async () => {
    let late = 0;
    const { clock, pacer, frames, skips } = setUp(() => late);
    pacer.start(100);
    await clock.advance(200);
    late = 5_000;
    await clock.advance(20);
    late = 0;
    await clock.advance(6_000);
    pacer.stop();
    const [skipped = 0] = skips;
    expect(skips).toHaveLength(1);
    expect(skipped).toBeGreaterThan(240);
    const jump = frames.findIndex(
      ({ dueAt }, index) => index > 0 && dueAt - (frames[index - 1]?.dueAt ?? 0) > 21,
    );
    expect((frames[jump]?.dueAt ?? 0) - (frames[jump - 1]?.dueAt ?? 0)).toBe(20 * (skipped + 1));
    expect((frames[jump]?.at ?? 0) - (frames[jump]?.dueAt ?? 0)).toBeLessThan(20);
  });

  it('never sleeps past the deadline', () => {
    for (const left of [0, 3, 20, 79, 81, 1_000, 60_000, 86_400_000]) {
      expect(sleepTowards(left)).toBeLessThanOrEqual(left);
    }
    expect(sleepTowards(-5)).toBe(0);
  });
});
