import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../edge-agent/src/player/engine.js';
import type { SampleSource } from '../../../edge-agent/src/player/sources/sample-source.js';
import type { PlayRequest } from '../../../edge-agent/src/sound-port.js';
import { countingPcm, createRecordingOutput } from '../../support/agent-outputs.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { silentLogger } from '../../support/silent-logger.js';

const SECOND = 48_000;

function setUp(options: { continuous?: boolean; ids?: string[]; open?: () => SampleSource } = {}) {
  const clock = createFakeClock();
  const outputs = (options.ids ?? ['out']).map((id) =>
    createRecordingOutput({ id, continuous: options.continuous ?? false, now: clock.monotonic }),
  );
  const player = createEngine({
    outputs,
    clock,
    log: silentLogger,
    open: options.open ?? ((_audio, offsetMs) => countingPcm(3 * SECOND, offsetMs)),
  });
  const play = (change: Partial<PlayRequest> = {}) =>
    player.play({
      playbackId: 'p1',
      sessionId: 's1',
      audio: { path: 'x', durationMs: 3_000 },
      startAtMonotonic: 2_000,
      startAt: clock.now() - clock.monotonic() + 2_000,
      offsetMs: 0,
      gainDb: 0,
      ...change,
    });
  const [output] = outputs;
  if (!output) throw new Error('an output is needed');
  return { clock, outputs, output, player, play };
}

/** What a disk that takes its time gives. */
function slowPcm(samples: number) {
  let arrive = () => {};
  const pcm = countingPcm(samples);
  let there = false;
  const primed = new Promise<void>((resolve) => {
    arrive = () => {
      there = true;
      resolve();
    };
  });
  return {
    reader: { ...pcm, primed, take: (n: number) => (there ? pcm.take(n) : null) },
    arrive: () => arrive(),
  };
}

describe('starting at once on a running output', () => {
  it('waits for the disk without an underrun, and the first sample is the recording’s', async () => {
    const slow = slowPcm(SECOND);
    const { clock, output, player, play } = setUp({ continuous: true, open: () => slow.reader });
    await player.start();
    await clock.advance(500);
    const playing = play({ startAtMonotonic: 100 });
    await clock.advance(70);
    slow.arrive();
    await clock.advance(1_500);
    const result = await playing.ended;
    expect(result).toMatchObject({ end: 'completed', underruns: 0, deliveredMs: 1_000 });
    expect(result.firstSampleMonotonic).toBe(580);
    expect(output.samples()[580 * 48]).toBe(1);
  });
});

describe('what is stopped', () => {
  it('a moment before its sample never sounds', async () => {
    const { clock, output, player, play } = setUp({ continuous: true });
    await player.start();
    const playing = play({ startAtMonotonic: 2_025 });
    await clock.advance(2_019);
    playing.stop();
    await clock.advance(100);
    expect(await playing.ended).toMatchObject({ end: 'stopped', deliveredMs: 0, firstSampleMonotonic: null });
    expect(output.samples().some((sample) => sample !== 0)).toBe(false);
  });

  it('gets an end when the player itself is shut down, and so does what waits behind it', async () => {
    const { clock, player, play } = setUp();
    const stop = await player.start();
    const one = play();
    await clock.advance(2_500);
    const two = play({ playbackId: 'p2', startAtMonotonic: 9_000 });
    const stopped = stop();
    await clock.advance(100);
    await stopped;
    expect((await one.ended).deliveredMs).toBeGreaterThan(400);
    expect(await two.ended).toMatchObject({ deliveredMs: 0 });
    expect(clock.pending()).toBe(0);
  });

  it('by another one fades, and the other one begins at the next sample', async () => {
    const { clock, output, play } = setUp();
    const one = play();
    await clock.advance(2_105);
    const two = play({ playbackId: 'p2', startAtMonotonic: 0, gainDb: -20 });
    await clock.advance(50);
    expect(await one.ended).toMatchObject({ end: 'stopped', deliveredMs: 130 });
    const samples = output.samples();
    const fade = samples.subarray(120 * 48, 130 * 48);
    expect(fade[0]).toBeGreaterThan(5_000);
    expect(Math.abs(fade[479] ?? 0)).toBeLessThan(50);
    expect(samples[130 * 48 + 99]).toBe(10);
    expect(two.progress().firstSampleMonotonic).toBe(2_130);
  });

  it('while it waits behind another leaves that one alone', async () => {
    const { clock, play } = setUp();
    const one = play();
    await clock.advance(2_105);
    const two = play({ playbackId: 'p2', startAtMonotonic: 9_000 });
    two.stop();
    expect(await two.ended).toMatchObject({ end: 'stopped', deliveredMs: 0 });
    await clock.advance(3_000);
    expect(await one.ended).toMatchObject({ end: 'completed', deliveredMs: 3_000 });
    expect(clock.pending()).toBe(0);
  });
});

describe('evidence', () => {
  it('counts only what an output took', async () => {
    const { clock, output, play } = setUp();
    const playing = play();
    await clock.advance(2_990);
    output.ignore();
    await clock.advance(5_000);
    expect(await playing.ended).toMatchObject({ end: 'completed', deliveredMs: 1_000, underruns: 100 });
  });

  it('never calls complete what nothing took', async () => {
    const { clock, output, play } = setUp();
    output.ignore();
    const playing = play();
    await clock.advance(6_000);
    expect(await playing.ended).toMatchObject({
      end: 'output_failed',
      deliveredMs: 0,
      firstSampleMonotonic: null,
      output: '',
    });
  });

  it('names the outputs that took it, also one that was mended on the way', async () => {
    const { clock, outputs, play } = setUp({ ids: ['a', 'b'] });
    outputs[1]?.break('unplugged');
    const playing = play();
    await clock.advance(3_000);
    expect((await playing.started).output).toBe('a');
    outputs[1]?.mend();
    await clock.advance(3_000);
    expect((await playing.ended).output).toBe('a+b');
  });

  it('tells of a stall, loses nothing of the recording, and goes on', async () => {
    const { clock, outputs } = setUp();
    let stall = 0;
    const player = createEngine({
      outputs,
      clock: { ...clock, after: (ms, fire) => clock.after(ms + stall, fire) },
      log: silentLogger,
      open: () => countingPcm(SECOND),
    });
    const playing = player.play({
      playbackId: 'p1',
      sessionId: 's1',
      audio: { path: 'x', durationMs: 1_000 },
      startAtMonotonic: 1_000,
      startAt: clock.now(),
      offsetMs: 0,
      gainDb: 0,
    });
    await clock.advance(1_500);
    stall = 2_000;
    await clock.advance(20);
    stall = 0;
    await clock.advance(5_000);
    const { end, deliveredMs, underruns } = await playing.ended;
    expect({ end, deliveredMs }).toEqual({ end: 'completed', deliveredMs: 1_000 });
    expect(underruns).toBeGreaterThan(90);
  });
});

describe('when no output takes sound', () => {
  it('the playback fails after three seconds, not before, with the reason', async () => {
    const { clock, output, play } = setUp();
    output.break('unplugged');
    const playing = play();
    let ended = false;
    void playing.ended.then(() => {
      ended = true;
    });
    await clock.advance(4_900);
    expect(ended).toBe(false);
    await clock.advance(200);
    expect(await playing.ended).toMatchObject({
      end: 'output_failed',
      deliveredMs: 0,
      detail: 'no output takes sound (out: unplugged)',
    });
  });

  it('for less than three seconds, the playback goes on', async () => {
    const { clock, output, play } = setUp();
    const playing = play();
    await clock.advance(2_990);
    output.break('unplugged');
    await clock.advance(800);
    output.mend();
    await clock.advance(5_000);
    expect(await playing.ended).toMatchObject({ end: 'completed', deliveredMs: 2_200, underruns: 40 });
  });

  it('because there is none, it fails at once', async () => {
    const clock = createFakeClock();
    const player = createEngine({ outputs: [], clock, log: silentLogger, open: () => countingPcm(SECOND) });
    const audio = { path: 'x', durationMs: 1_000 };
    const playing = player.play({
      ...{
        playbackId: 'p1',
        sessionId: 's1',
        audio,
        startAtMonotonic: 10,
        startAt: 0,
        offsetMs: 0,
        gainDb: 0,
      },
    });
    await clock.advance(100);
    expect(await playing.ended).toMatchObject({ end: 'output_failed', deliveredMs: 0 });
  });

  it('because the prepared audio is gone, that is the reason', async () => {
    const gone: SampleSource = {
      primed: Promise.resolve(),
      take: () => new Int16Array(0),
      failure: () => 'the prepared audio could not be read: ENOENT',
      close() {},
    };
    const { clock, play } = setUp({ open: () => gone });
    const playing = play();
    await clock.advance(3_000);
    expect(await playing.ended).toMatchObject({
      end: 'output_failed',
      deliveredMs: 0,
      detail: 'the prepared audio could not be read: ENOENT',
    });
  });
});
