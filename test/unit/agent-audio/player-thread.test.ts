import { describe, expect, it } from 'vitest';
import type {
  EngineCommand,
  EngineEvent,
  EngineThread,
} from '../../../edge-agent/src/player/engine-messages.js';
import { createEnginePlayer } from '../../../edge-agent/src/player/engine-player.js';
import { NO_TALLY, progressOf } from '../../../edge-agent/src/player/tally.js';
import type { PlayRequest, SoundTrouble } from '../../../edge-agent/src/sound-port.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { silentLogger } from '../../support/silent-logger.js';

/** A thread that does what the test says; `alive` answers pings. */
function fakeThread() {
  const commands: EngineCommand[] = [];
  let tell = (_: EngineEvent) => {};
  let end = (_: string) => {};
  let beats = 0;
  const self = {
    commands,
    alive: true,
    terminated: false,
    tell: (event: EngineEvent) => tell(event),
    die: (detail: string) => end(detail),
    thread: {
      post(command) {
        commands.push(command);
        if (command.kind === 'ping' && self.alive) beats++;
        if (command.kind === 'close' && self.alive) tell({ kind: 'closed' });
      },
      beats: () => beats,
      onEvent(hear) {
        tell = hear;
      },
      onEnd(hear) {
        end = hear;
      },
      async terminate() {
        self.terminated = true;
      },
    } satisfies EngineThread,
  };
  return self;
}

async function setUp() {
  const clock = createFakeClock();
  const threads: ReturnType<typeof fakeThread>[] = [];
  const player = createEnginePlayer({
    startThread() {
      const one = fakeThread();
      threads.push(one);
      return one.thread;
    },
    clock,
    log: silentLogger,
  });
  const troubles: SoundTrouble[] = [];
  player.onTrouble?.((trouble) => troubles.push(trouble));
  const starting = player.start();
  const latest = () => {
    const one = threads.at(-1);
    if (!one) throw new Error('no thread was started');
    return one;
  };
  latest().tell({ kind: 'ready' });
  const stop = await starting;
  const play = (change: Partial<PlayRequest> = {}) =>
    player.play({
      ...{ playbackId: 'p1', sessionId: 's1', startAt: 0, offsetMs: 500, gainDb: 0 },
      ...{ audio: { path: 'x', durationMs: 10_000 }, startAtMonotonic: clock.monotonic() + 1_000 },
      ...change,
    });
  /** The thread tells that the first playback stands at so many ms of sound. */
  const tellProgress = (id: number, deliveredMs: number, kind: 'started' | 'progress' = 'progress') => {
    const tally = { ...NO_TALLY, delivered: deliveredMs * 48, first: 1_000, outputs: ['out'] };
    const progress = { ...progressOf(tally), positionMs: 500 + deliveredMs };
    latest().tell({ kind, id, progress, tally });
  };
  const plays = (thread = latest()) => thread.commands.filter(({ kind }) => kind === 'play');
  return { clock, player, threads, latest, troubles, stop, play, plays, tellProgress };
}

describe('a sound engine that dies', () => {
  it('is replaced at once, and what sounded goes on from where it was last known, with all its evidence', async () => {
    const { clock, latest, play, plays, tellProgress, threads, troubles } = await setUp();
    const playing = play();
    await clock.advance(1_000);
    tellProgress(1, 20, 'started');
    await clock.advance(3_000);
    tellProgress(1, 3_000);
    latest().die('out of memory');
    await clock.advance(0);
    expect(threads).toHaveLength(2);
    expect(plays()).toMatchObject([
      {
        request: { playbackId: 'p1', offsetMs: 3_500 },
        before: { delivered: 144_000, underruns: 1, first: 1_000, outputs: ['out'] },
      },
    ]);
    expect(troubles).toEqual([{ kind: 'engine', detail: 'out of memory', playbackId: 'p1' }]);
    latest().tell({ kind: 'ready' });
    const tally = { ...NO_TALLY, delivered: 9_500 * 48, underruns: 1 };
    latest().tell({ kind: 'ended', id: 1, tally, result: { ...progressOf(tally), end: 'completed' } });
    expect(await playing.ended).toMatchObject({
      ...{ end: 'completed', deliveredMs: 9_500, underruns: 1 },
      detail: 'the sound engine was restarted',
    });
    expect(troubles.at(-1)?.kind).toBe('recovered');
  });

  it('before a start loses nothing: the next engine gets the request as it was', async () => {
    const { clock, latest, play, plays } = await setUp();
    play({ rank: 'emergency' });
    latest().die('crashed');
    await clock.advance(0);
    expect(plays()).toMatchObject([
      { request: { rank: 'emergency', offsetMs: 500, startAtMonotonic: 1_000 } },
    ]);
    expect(plays()[0]).not.toHaveProperty('before');
  });

  it('again and again takes no playback with it for ever, and is not started in a circle', async () => {
    const { clock, latest, play, threads } = await setUp();
    const playing = play();
    let ended = false;
    void playing.ended.then(() => {
      ended = true;
    });
    const startedAt: number[] = [];
    for (let turn = 0; turn < 6; turn++) {
      const before = threads.length;
      latest().die('crashed');
      for (let wait = 0; threads.length === before && wait < 400; wait++) await clock.advance(100);
      startedAt.push(clock.monotonic());
    }
    expect(ended).toBe(true);
    expect(await playing.ended).toMatchObject({
      end: 'output_failed',
      cause: 'engine',
      detail: expect.stringContaining('crashed'),
    });
    const waits = startedAt.slice(1).map((at, index) => at - (startedAt[index] ?? 0));
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000].map((ms) => expect.closeTo(ms, -2)));
  });

  it('while a stop is on its way: the playback ends, and is not played again', async () => {
    const { clock, latest, play, plays, tellProgress } = await setUp();
    const playing = play();
    await clock.advance(1_000);
    tellProgress(1, 20, 'started');
    playing.stop();
    latest().die('crashed');
    await clock.advance(0);
    expect(await playing.ended).toMatchObject({ end: 'stopped', deliveredMs: 20 });
    expect(plays()).toEqual([]);
  });

  it('is told of the outputs’ settings as the one before was', async () => {
    const { clock, latest, player } = await setUp();
    const settings = { outputs: [{ id: 'a', gainDb: -3, offsetMs: 5, enabled: true }] };
    player.configure?.(settings);
    latest().die('crashed');
    await clock.advance(0);
    expect(latest().commands[0]).toEqual({ kind: 'configure', settings });
  });
});

describe('a sound engine that sticks', () => {
  it('while it should sound is noticed within a second and replaced', async () => {
    const { clock, latest, play, threads, troubles } = await setUp();
    play();
    await clock.advance(2_000);
    expect(threads).toHaveLength(1);
    latest().alive = false;
    const stuckAt = clock.monotonic();
    while (threads.length === 1) await clock.advance(50);
    expect(clock.monotonic() - stuckAt).toBeLessThanOrEqual(1_000);
    expect(threads[0]?.terminated).toBe(true);
    expect(troubles[0]).toMatchObject({ kind: 'engine', detail: 'its thread is stuck' });
  });

  it('while it starts is replaced, though something fell due meanwhile', async () => {
    const { clock, latest, play, threads, troubles } = await setUp();
    play();
    latest().die('crashed');
    await clock.advance(14_000);
    expect(threads).toHaveLength(2);
    await clock.advance(2_000);
    expect(threads[1]?.terminated).toBe(true);
    expect(threads).toHaveLength(3);
    expect(troubles.at(-1)).toMatchObject({ kind: 'engine', detail: 'its thread does not start' });
  });

  it('is not looked for while nothing is due, so that an idle box sleeps', async () => {
    const { clock, play, latest } = await setUp();
    expect(clock.pending()).toBe(0);
    const playing = play({ startAtMonotonic: 60_000 });
    await clock.advance(50_000);
    expect(latest().commands.some(({ kind }) => kind === 'ping')).toBe(false);
    playing.stop();
    latest().tell({
      kind: 'ended',
      id: 1,
      tally: NO_TALLY,
      result: { ...progressOf(NO_TALLY), end: 'stopped' },
    });
    await playing.ended;
    await clock.advance(1_000);
    expect(clock.pending()).toBe(0);
  });
});

describe('an orderly end', () => {
  it('closes the thread and gives everyone who waits an end', async () => {
    const { clock, play, stop, threads } = await setUp();
    const playing = play();
    await stop();
    expect(threads[0]?.terminated).toBe(true);
    expect(await playing.ended).toMatchObject({ end: 'stopped' });
    expect(threads).toHaveLength(1);
    await clock.advance(60_000);
    expect(threads).toHaveLength(1);
  });
});
