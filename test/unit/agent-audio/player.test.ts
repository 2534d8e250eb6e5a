import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../edge-agent/src/player/engine.js';
import type { PlayRequest } from '../../../edge-agent/src/sound-port.js';
import { countingPcm, createRecordingOutput, type RecordingOutput } from '../../support/agent-outputs.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { silentLogger } from '../../support/silent-logger.js';

const SECOND = 48_000;

function setUp(options: { continuous?: boolean; samples?: number; starved?: () => boolean } = {}) {
  const clock = createFakeClock();
  const output = createRecordingOutput({ continuous: options.continuous ?? false, now: clock.monotonic });
  const player = createEngine({
    outputs: [output],
    clock,
    log: silentLogger,
    open: (_audio, offsetMs) => countingPcm(options.samples ?? SECOND, offsetMs, options.starved),
  });
  const request = (change: Partial<PlayRequest> = {}): PlayRequest => ({
    playbackId: 'p1',
    sessionId: 's1',
    audio: { path: 'x', durationMs: 1000 },
    startAtMonotonic: 2000,
    startAt: clock.now() - clock.monotonic() + 2000,
    offsetMs: 0,
    gainDb: 0,
    ...change,
  });
  return { clock, output, player, request };
}

/** The index of the first sample that is not silence. */
const firstSound = (output: RecordingOutput) => output.samples().findIndex((sample) => sample !== 0);

describe('a playback', () => {
  it('hands out its first sample at the planned instant, and every sample once', async () => {
    const { clock, output, player, request } = setUp();
    const playing = player.play(request());
    await clock.advance(1999);
    expect(output.frames).toEqual([]);
    await clock.advance(2000);
    expect(output.frames[0]?.at).toBe(2000);
    expect(output.samples().slice(0, SECOND)).toEqual(
      Int16Array.from({ length: SECOND }, (_, i) => (i % 20_000) + 1),
    );
    expect(await playing.ended).toMatchObject({
      end: 'completed',
      deliveredMs: 1000,
      underruns: 0,
      firstSampleMonotonic: 2000,
    });
  });

  it('starts at its own sample within the beat of a continuous output', async () => {
    const { clock, output, player, request } = setUp({ continuous: true });
    await player.start();
    player.play(request({ startAtMonotonic: 105.5 }));
    await clock.advance(500);
    expect(firstSound(output)).toBe(105.5 * 48);
    expect(output.firsts[0]?.offsetSamples).toBe(5.5 * 48);
  });

  it('keeps its beat however late the timers are', async () => {
    const { clock, output, player, request } = setUp();
    const late = { ...clock, after: (ms: number, fire: () => void) => clock.after(ms + 7, fire) };
    const sloppy = createEngine({
      outputs: [output],
      clock: late,
      log: silentLogger,
      open: () => countingPcm(SECOND * 10),
    });
    void player;
    const playing = sloppy.play(request({ startAtMonotonic: 100 }));
    await clock.advance(100 + 10_000 + 60);
    expect(await playing.ended).toMatchObject({ end: 'completed', deliveredMs: 10_000 });
    const lateness = output.frames.map(({ at }, index) => at - (100 + index * 20));
    expect(Math.max(...lateness)).toBeLessThan(20);
    expect(output.samples()).toHaveLength(10 * SECOND);
  });

  it('loses no sample of its beginning where a stall lies between it and the one before', async () => {
    const { clock, output, request } = setUp();
    let stall = 0;
    const player = createEngine({
      outputs: [output],
      clock: { ...clock, after: (ms: number, fire: () => void) => clock.after(ms + stall, fire) },
      log: silentLogger,
      open: () => countingPcm(900),
    });
    player.play(request({ startAtMonotonic: 100 }));
    player.play(request({ startAtMonotonic: 505, turn: 'after' }));
    await clock.advance(90);
    // What is armed at the one frame of the first comes so much too late.
    stall = 390;
    await clock.advance(20);
    stall = 0;
    await clock.advance(900);
    const second = output
      .samples()
      .subarray(960)
      .filter((sample) => sample !== 0);
    expect([...second]).toEqual(Array.from({ length: 900 }, (_, index) => index + 1));
  });

  it('goes on from its offset with a fade', async () => {
    const { clock, output, player, request } = setUp();
    const playing = player.play(request({ offsetMs: 500 }));
    await clock.advance(3000);
    expect(await playing.ended).toMatchObject({ end: 'completed', deliveredMs: 500 });
    expect(output.samples()[0]).toBe(0);
    expect(output.samples()[600]).toBe(((500 * 48 + 600) % 20_000) + 1);
  });

  it('stops within a frame, fading for 10 ms', async () => {
    const { clock, output, player, request } = setUp();
    const playing = player.play(request());
    await clock.advance(2105);
    playing.stop();
    playing.stop();
    await clock.advance(100);
    expect(await playing.ended).toMatchObject({ end: 'stopped', deliveredMs: 130 });
    const tail = output.samples().slice(6 * 960);
    expect(tail[0]).toBeGreaterThan(0);
    expect([...tail.slice(480)].every((sample) => sample === 0)).toBe(true);
  });

  it('stopped before its start never sounds', async () => {
    for (const continuous of [false, true]) {
      const { clock, output, player, request } = setUp({ continuous });
      await player.start();
      const playing = player.play(request());
      await clock.advance(1000);
      playing.stop();
      await clock.advance(5000);
      expect(await playing.ended).toMatchObject({
        end: 'stopped',
        deliveredMs: 0,
        firstSampleMonotonic: null,
      });
      expect(firstSound(output)).toBe(-1);
    }
  });

  it('gives way to a second one: two never sound at once', async () => {
    const { clock, output, player, request } = setUp();
    const one = player.play(request());
    await clock.advance(2100);
    const two = player.play(request({ playbackId: 'p2', startAtMonotonic: 2200 }));
    await clock.advance(2000);
    expect((await one.ended).end).toBe('stopped');
    expect((await two.ended).deliveredMs).toBe(1000);
    expect(output.firsts).toHaveLength(2);
  });

  it('counts what the disk did not deliver in time, and loses no sample of it', async () => {
    let starved = false;
    const { clock, player, request } = setUp({ starved: () => starved });
    const playing = player.play(request());
    await clock.advance(2100);
    starved = true;
    await clock.advance(60);
    starved = false;
    await clock.advance(2000);
    expect(await playing.ended).toMatchObject({ end: 'completed', underruns: 3, deliveredMs: 1000 });
  });

  it('measures what it really handed over, after the gain', async () => {
    const { clock, player, request } = setUp();
    const loud = player.play(request({ gainDb: 60 }));
    await clock.advance(4000);
    expect(await loud.ended).toMatchObject({ peakDbfs: 0 });
    const quiet = player.play(request({ gainDb: -40, startAtMonotonic: 6000 }));
    await clock.advance(4000);
    const { peakDbfs, rmsDbfs } = await quiet.ended;
    expect(peakDbfs).toBeCloseTo(20 * Math.log10(20_000 / 32_768) - 40, 0);
    expect(rmsDbfs).toBeLessThan(peakDbfs ?? 0);
  });
});

describe('the outputs', () => {
  it('let the others go on when one breaks, and fail the playback when none is left', async () => {
    const clock = createFakeClock();
    const broken = createRecordingOutput({ id: 'a', now: clock.monotonic });
    const whole = createRecordingOutput({ id: 'b', now: clock.monotonic });
    const player = createEngine({
      outputs: [broken, whole],
      clock,
      log: silentLogger,
      open: () => countingPcm(SECOND),
    });
    broken.break('unplugged');
    const { request } = setUp();
    const one = player.play(request({ startAtMonotonic: 100 }));
    await clock.advance(2000);
    expect(await one.ended).toMatchObject({ end: 'completed', output: 'b' });
    whole.break('unplugged too');
    const two = player.play(request({ startAtMonotonic: 2100 }));
    await clock.advance(2000);
    expect(await two.ended).toMatchObject({ end: 'output_failed' });
    expect(player.outputs()).toEqual([
      { id: 'a', ok: false, detail: 'unplugged' },
      { id: 'b', ok: false, detail: 'unplugged too' },
    ]);
  });

  it('wake nobody while nothing is armed', async () => {
    const { clock, player, request } = setUp();
    await player.start();
    expect(clock.pending()).toBe(0);
    const playing = player.play(request());
    await clock.advance(5000);
    await playing.ended;
    expect(clock.pending()).toBe(0);
  });

  it('get silence while nothing plays, if they are continuous', async () => {
    const { clock, output, player } = setUp({ continuous: true });
    const stop = await player.start();
    await clock.advance(1000);
    expect(output.samples()).toHaveLength(51 * 960);
    await stop();
    expect(clock.pending()).toBe(0);
  });
});
