import { describe, expect, it } from 'vitest';
import { createStage, type Run } from '../../support/engine-stage.js';

const MS = 48;
/** Runs in words: `a 4800+960@0` is 960 samples of playback a from its sample 0, 4,800 samples after the beginning. */
const words = (runs: readonly Run[]) =>
  runs.map(({ who, from, samples, position }) =>
    who === '-' ? `- ${from}+${samples}` : `${who} ${from}+${samples}@${position}`,
  );
const FADE = 480;

describe('from item to item', () => {
  it('the next begins at the very sample after the last, wherever in a frame that is', async () => {
    const { clock, engine, play, heard } = createStage();
    await engine.start();
    const one = play('a', 3_333, 100);
    const two = play('b', 2_000, 100, { turn: 'after' });
    const three = play('c', 1_000, 100, { turn: 'after' });
    await clock.advance(400);
    const begin = 100 * MS;
    expect(words(heard()).slice(0, 4)).toEqual([
      `- 0+${begin}`,
      `a ${begin}+3333@0`,
      `b ${begin + 3_333}+2000@0`,
      `c ${begin + 5_333}+1000@0`,
    ]);
    expect((await one.ended).end).toBe('completed');
    expect((await two.ended).firstSampleMonotonic).toBeCloseTo(100 + 3_333 / MS, 6);
    expect(await three.ended).toMatchObject({ end: 'completed', underruns: 0 });
  });

  it('without a continuous output, too, though the beat would have stopped', async () => {
    const { clock, play, heard } = createStage({ continuous: false });
    // It ends with its frame, so that nothing of it is left to keep the beat.
    play('a', 4_800, 100);
    play('b', 960, 100, { turn: 'after' });
    await clock.advance(400);
    expect(words(heard())).toEqual(['a 0+4800@0', 'b 4800+960@0']);
    expect(clock.pending()).toBe(0);
  });

  it('one due within the frame after the last loses none of its beginning', async () => {
    const { clock, play, heard } = createStage({ continuous: false });
    play('a', 4_320, 100);
    play('b', 960, 205);
    await clock.advance(400);
    expect(words(heard()).slice(0, 3)).toEqual(['a 0+4320@0', '- 4320+720', 'b 5040+960@0']);
    expect(clock.pending()).toBe(0);
  });

  it('an item that overruns delays the next one to its end and not a sample more', async () => {
    const { clock, engine, play, heard } = createStage();
    await engine.start();
    play('a', 6_000, 50);
    play('b', 1_500, 100, { turn: 'after' });
    await clock.advance(400);
    expect(words(heard()).slice(1, 3)).toEqual([`a 2400+6000@0`, `b 8400+1500@0`]);
  });

  it('one that is over early leaves silence until the next is due', async () => {
    const { clock, engine, play, heard } = createStage();
    await engine.start();
    play('a', 1_000, 50);
    play('b', 1_500, 100.5, { turn: 'after' });
    await clock.advance(400);
    expect(words(heard()).slice(1, 4)).toEqual([`a 2400+1000@0`, `- 3400+1424`, `b 4824+1500@0`]);
  });
});

describe('an emergency', () => {
  it('has its place at its own sample, and what gave way goes on with the sample after its fade', async () => {
    const { clock, engine, play, heard } = createStage();
    await engine.start();
    const normal = play('a', 20_000, 50, { displaced: 'holds' });
    await clock.advance(60);
    const alarm = play('b', 3_000, 155.25, { rank: 'emergency' });
    await clock.advance(100);
    expect(normal.progress().held).toBe(true);
    await clock.advance(700);
    const start = 50 * MS;
    const cut = 155.25 * MS;
    const back = cut + 3_000;
    const heardBefore = cut - start;
    expect(words(heard()).slice(1)).toEqual([
      // The last samples before the start are its fade.
      `a ${start}+${heardBefore - FADE + 1}@0`,
      `b ${cut}+3000@0`,
      `a ${back + FADE}+${20_000 - heardBefore - FADE}@${(heardBefore + FADE) % 7_000}`,
      expect.stringMatching(/^- /),
    ]);
    expect((await alarm.ended).firstSampleMonotonic).toBe(155.25);
    expect(await normal.ended).toMatchObject({
      end: 'completed',
      deliveredMs: Math.round(20_000 / MS),
      underruns: 0,
    });
  });

  it('ends what does not hold, and says that it gave way', async () => {
    const { clock, engine, play } = createStage();
    await engine.start();
    const normal = play('a', 20_000, 50);
    play('b', 3_000, 155, { rank: 'emergency' });
    await clock.advance(700);
    expect(await normal.ended).toMatchObject({ end: 'stopped', cause: 'displaced', deliveredMs: 105 });
  });

  it('is not disturbed by what comes due meanwhile; that begins after it', async () => {
    const { clock, engine, play, heard } = createStage();
    await engine.start();
    play('a', 9_600, 40, { rank: 'emergency' });
    play('b', 1_000, 100);
    play('c', 1_000, 100, { rank: 'priority', turn: 'after' });
    await clock.advance(500);
    expect(words(heard()).slice(1, 4)).toEqual(['a 1920+9600@0', 'c 11520+1000@0', 'b 12520+1000@0']);
  });

  it('whose sound has not come silences nobody', async () => {
    const { clock, engine, play, heard } = createStage();
    await engine.start();
    play('a', 9_600, 40);
    const engineOpen = engine.play({
      ...{ playbackId: 'b', sessionId: 's', gainDb: 0, offsetMs: 0, rank: 'live' },
      audio: { path: 'b', durationMs: 100 },
      ...{ startAtMonotonic: 100, startAt: 0 },
    });
    engineOpen.stop();
    await clock.advance(500);
    expect(words(heard())[1]).toBe('a 1920+9600@0');
  });
});

describe('an item', () => {
  it('that is joined late begins where it would be, with a fade', async () => {
    const { clock, engine, play, heard } = createStage();
    await engine.start();
    await clock.advance(100);
    const late = play('a', 9_600, 40, { offsetMs: 62.5 });
    await clock.advance(500);
    const run = heard().find(({ who }) => who === 'a');
    expect(run).toMatchObject({ position: 3_000 + FADE, samples: 6_600 - FADE });
    expect(await late.ended).toMatchObject({ deliveredMs: Math.round(6_600 / MS), positionMs: 200 });
  });

  it('cancelled midway fades within the next frame, and is silent after 10 ms', async () => {
    const { clock, engine, play, heard } = createStage();
    await engine.start();
    const cancelled = play('a', 48_000, 40);
    await clock.advance(333);
    cancelled.stop();
    await clock.advance(500);
    const [, sound, silence] = heard();
    // The frame that is due at 340 ms holds the fade.
    expect(sound).toMatchObject({ from: 1_920, samples: 300 * MS + 1 });
    expect(silence).toMatchObject({ who: '-' });
    expect(silence?.from).toBeLessThanOrEqual(340 * MS + FADE);
    expect(await cancelled.ended).toMatchObject({ end: 'stopped', deliveredMs: 310 });
  });

  it('that must be over by an instant is silent from that very sample on', async () => {
    const { clock, engine, play, output } = createStage();
    await engine.start();
    const cut = play('a', 48_000, 40, { endByMonotonic: 263.5 });
    await clock.advance(500);
    const samples = output?.samples() ?? new Int16Array();
    const last = samples.findLastIndex((sample) => sample !== 0);
    expect(last).toBeLessThan(263.5 * MS);
    expect(last).toBeGreaterThan(263.5 * MS - 20);
    expect(await cut.ended).toMatchObject({ end: 'stopped', cause: 'end_by' });
  });

  it('that never got its turn before its end says so and does not sound', async () => {
    const { clock, engine, play, heard } = createStage();
    await engine.start();
    play('a', 9_600, 40, { rank: 'emergency' });
    const hopeless = play('b', 1_000, 100, { endByMonotonic: 150 });
    await clock.advance(500);
    expect(await hopeless.ended).toMatchObject({ end: 'stopped', cause: 'end_by', deliveredMs: 0 });
    expect(heard().some(({ who }) => who === 'b')).toBe(false);
  });
});

describe('several outputs', () => {
  const three = () => createStage({ ids: ['near', 'far', 'off'], continuous: false });

  it('each sound at their own offset, to the sample, and the evidence knows it for what it is', async () => {
    const { clock, engine, play, heard, outputs } = three();
    engine.configure({
      outputs: [
        { id: 'near', gainDb: 0, offsetMs: -100, enabled: true },
        { id: 'far', gainDb: 0, offsetMs: 37, enabled: true },
        { id: 'off', gainDb: 0, offsetMs: 0, enabled: false },
      ],
    });
    const one = play('a', 9_600, 500);
    const planned = clock.now() + 500;
    await clock.advance(2_000);
    const result = await one.ended;
    expect(result).toMatchObject({ end: 'completed', deliveredMs: 200, underruns: 0, output: 'near+far' });
    expect(result.firstSampleMonotonic).toBe(500);
    const [near, far, off] = outputs;
    expect(near?.firsts[0]?.firstSampleAt).toBe(planned - 100);
    expect(far?.firsts[0]?.firstSampleAt).toBe(planned + 37);
    expect(off?.frames.some(({ sounding }) => sounding)).toBe(false);
    for (const output of [near, far]) {
      const run = heard(output).find(({ who }) => who === 'a');
      const begin = output?.frames[0]?.at ?? 0;
      expect(run?.samples).toBe(9_600);
      // Where its first sample stands after the first frame it was handed.
      expect(begin + (run?.from ?? 0) / MS).toBe(output === near ? 400 : 537);
    }
    expect(clock.pending()).toBe(0);
  });

  it('change their gain by a ramp and their offset in the next pause, not in the middle of a word', async () => {
    const { clock, engine, play, outputs, heard } = three();
    const at = (offsetMs: number, gainDb = 0) =>
      engine.configure({ outputs: [{ id: 'near', gainDb, offsetMs, enabled: true }] });
    const one = play('a', 9_600, 100);
    await clock.advance(150);
    at(30);
    await clock.advance(500);
    expect(heard(outputs[0])[0]).toMatchObject({ who: 'a', samples: 9_600 });
    expect(await one.ended).toMatchObject({ underruns: 0, deliveredMs: 200 });
    play('b', 9_600, 1_000);
    await clock.advance(430);
    at(30, -20);
    await clock.advance(500);
    expect(outputs[0]?.firsts[1]?.firstSampleAt).toBe((outputs[1]?.firsts[1]?.firstSampleAt ?? 0) + 30);
    const samples = outputs[0]?.samples() ?? new Int16Array();
    const b = samples.findIndex((sample) => sample > 8_000);
    const around = [...samples.subarray(b + 200, b + 6_500)];
    const steps = around.map((sample, index) => Math.abs(sample - (around[index - 1] ?? sample)));
    expect(Math.max(...steps)).toBeLessThan(40);
  });

  it('each have their own gain', async () => {
    const { clock, engine, play, outputs } = three();
    engine.configure({
      outputs: [{ id: 'near', gainDb: -20, offsetMs: 0, enabled: true }],
    });
    const one = play('a', 4_800, 100);
    await clock.advance(500);
    const [near, far] = outputs;
    expect(near?.samples()[2_000]).toBe(200);
    expect(far?.samples()[2_000]).toBe(2_001);
    expect((await one.ended).output).toBe('near+far+off');
  });
});

describe('what the plan asks of an output', () => {
  const upBy = (gainDb: number) => ({ outputs: [{ id: 'out', gainDb, offsetMs: 0, enabled: true }] });

  it('lifts nothing above its own cap, from its first sample on, and an emergency in full', async () => {
    const { clock, engine, play, output } = createStage({ continuous: false });
    engine.configure(upBy(12));
    play('a', 3_333, 100, { gainDb: -6, maxGainDb: 0 });
    play('b', 2_000, 100, { gainDb: 0, maxGainDb: 0, turn: 'after' });
    play('a', 1_000, 100, { turn: 'after' });
    await clock.advance(400);
    const heard = output?.samples() ?? new Int16Array();
    for (let index = 0; index < 3_333; index++)
      expect(Math.abs((heard[index] ?? 0) - (index + 1))).toBeLessThanOrEqual(2);
    expect([...heard.subarray(3_333, 5_333)]).toEqual(Array.from({ length: 2_000 }, (_, n) => 8_001 + n));
    expect([...heard.subarray(5_333, 5_336)]).toEqual([4, 8, 12]);
  });

  it('while something sounds does neither', async () => {
    const { clock, engine, play, heard } = createStage({ continuous: false });
    play('a', 9_600, 100, { maxGainDb: 0 });
    await clock.advance(150);
    engine.configure(upBy(12));
    await clock.advance(400);
    expect(words(heard())[0]).toBe('a 0+9600@0');
  });

  it('adds to the installer’s trim, which no cap concerns', async () => {
    const { clock, engine, play, output } = createStage({ continuous: false, trimDb: 6.0206 });
    engine.configure(upBy(12));
    play('a', 960, 100, { maxGainDb: 0 });
    await clock.advance(400);
    expect([...(output?.samples().subarray(0, 3) ?? [])]).toEqual([2, 4, 6]);
  });
});

describe('a box that stands nearer than the others', () => {
  it('sounds later by the way of sound in air, and its evidence is of the planned instant', async () => {
    // 68.6 m at 343 m/s.
    const { clock, engine, play, heard } = createStage({ delayMs: 200 });
    await engine.start();
    const one = play('a', 4_800, 100);
    await clock.advance(1_000);
    expect(words(heard())[1]).toBe(`a ${300 * MS}+4800@0`);
    expect(await one.ended).toMatchObject({ end: 'completed', deliveredMs: 100, firstSampleMonotonic: 100 });
  });
});

describe('the pace', () => {
  it('of a first frame is not begun anew by what is asked for meanwhile', async () => {
    const { clock, play, output } = createStage({ continuous: false });
    play('a', 4_800, 100);
    await clock.advance(105);
    play('b', 960, 500);
    await clock.advance(500);
    expect(output?.frames.map(({ at }) => at)).toEqual([100, 120, 140, 160, 180, 500]);
    expect(output?.firsts.map(({ offsetSamples }) => offsetSamples)).toEqual([0, 0]);
  });

  it('follows true time where the box’s crystal runs fast: frames come later by its clock', async () => {
    const { clock, engine, play, output } = createStage({ continuous: false });
    engine.configure({ outputs: [], clockPpm: 400 });
    play('a', 48_000, 100);
    await clock.advance(2_000);
    const last = output?.frames.at(-1)?.at ?? 0;
    expect(last).toBeCloseTo(100 + 49 * 20.008, 6);
  });
});
