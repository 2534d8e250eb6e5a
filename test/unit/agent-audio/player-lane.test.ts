import { describe, expect, it } from 'vitest';
import type { Output, Taken } from '../../../edge-agent/src/outputs/output.js';
import { createEngine } from '../../../edge-agent/src/player/engine.js';
import type { SoundTrouble } from '../../../edge-agent/src/sound-port.js';
import { countingPcm, createRecordingOutput } from '../../support/agent-outputs.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { silentLogger } from '../../support/silent-logger.js';

/** An output that does what `behave` says, and counts how often it was started. */
function moodyOutput() {
  const self = {
    starts: 0,
    behave: (): Taken => 'taken',
    output: {
      ...{ id: 'moody', continuous: true },
      begin() {},
      finish() {},
      write: (): Taken => self.behave(),
      health: () => ({ ok: false, detail: 'unplugged' }),
      async start() {
        self.starts++;
        return async () => {};
      },
    } satisfies Output,
  };
  return self;
}

async function setUp() {
  const clock = createFakeClock();
  const moody = moodyOutput();
  const whole = createRecordingOutput({ id: 'whole', continuous: true, now: clock.monotonic });
  const engine = createEngine({
    ...{ outputs: [moody.output, whole], clock, log: silentLogger },
    open: () => countingPcm(480_000),
  });
  const troubles: SoundTrouble[] = [];
  engine.onTrouble((trouble) => troubles.push(trouble));
  const stop = await engine.start();
  const play = () =>
    engine.play({
      ...{ playbackId: 'p', sessionId: 's', startAt: 0, offsetMs: 0, gainDb: 0 },
      ...{ audio: { path: 'x', durationMs: 10_000 }, startAtMonotonic: clock.monotonic() },
    });
  return { clock, moody, whole, troubles, play, stop };
}

describe('an output that takes no sound', () => {
  it('while something sounds is told of at once, once, and again when it is well', async () => {
    const { clock, moody, troubles, play } = await setUp();
    const playing = play();
    await clock.advance(1_000);
    moody.behave = () => 'failed';
    await clock.advance(60);
    expect(troubles).toEqual([{ kind: 'output', output: 'moody', detail: 'unplugged', playbackId: 'p' }]);
    await clock.advance(3_000);
    expect(troubles).toHaveLength(1);
    moody.behave = () => 'taken';
    await clock.advance(60);
    expect(troubles.at(-1)).toMatchObject({ kind: 'recovered', output: 'moody' });
    await clock.advance(10_000);
    // The other one took all of it: nothing was lost, and yet the report tells of the trouble.
    expect(await playing.ended).toMatchObject({ end: 'completed', underruns: 0, detail: 'moody: unplugged' });
  });

  it('while nothing sounds is told of within a second', async () => {
    const { clock, moody, troubles } = await setUp();
    moody.behave = () => 'failed';
    await clock.advance(1_000);
    expect(troubles).toEqual([{ kind: 'output', output: 'moody', detail: 'unplugged' }]);
  });

  it('is restarted within a second by itself, then ever more rarely, and nothing else is', async () => {
    const { clock, moody, play, whole } = await setUp();
    play();
    moody.behave = () => 'failed';
    await clock.advance(1_000);
    expect(moody.starts).toBe(2);
    await clock.advance(60_000);
    expect(moody.starts).toBeLessThan(6);
    expect(whole.frames.length).toBeGreaterThan(3_000);
  });

  it('by breaking its promise not to throw silences no other', async () => {
    const { clock, moody, whole, play } = await setUp();
    moody.behave = () => {
      throw new Error('it broke');
    };
    const playing = play();
    await clock.advance(11_000);
    expect(await playing.ended).toMatchObject({ end: 'completed', output: 'whole' });
    expect(whole.samples()[2 * 960]).toBeGreaterThan(0);
  });
});
