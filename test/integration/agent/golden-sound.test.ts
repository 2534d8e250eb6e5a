import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { at } from '../../support/agent-plan.js';
import { createGoldenShelf, type GoldenShelf } from '../../support/golden-recordings.js';
import { difference, firstSound, type Stretch, score } from '../../support/golden-score.js';
import { createGoldenStage, type GoldenStage } from '../../support/golden-stage.js';

let shelf: GoldenShelf;
let stage: GoldenStage;

beforeAll(async () => {
  shelf = await createGoldenShelf({
    a: { from: 'xin-chao.opus', seconds: 6 },
    b: { from: 'vneid.opus', skip: 2, seconds: 4.3 },
    c: { from: 'lua-dao-truc-tuyen.jra.opus', skip: 3, seconds: 2.01 },
    flood: { from: 'chuong-bao.opus', seconds: 2.5 },
    fire: { from: 'nhac-hieu.opus', seconds: 1.5 },
  });
});
afterAll(() => shelf.close());
afterEach(() => stage.end());

const S = 48_000;
const BEGINS = at('06:00:01');

describe('golden sound', () => {
  it('item to item: each begins at the very sample after the last', async () => {
    stage = await createGoldenStage(shelf);
    await stage.plan({
      items: [
        { name: 'a', starts: '06:00' },
        { name: 'b', starts: '06:00:01' },
        { name: 'c', starts: '06:00:02' },
      ],
    });
    await stage.world.on();
    await stage.world.until('06:00:20');
    const heard = stage.heard('05:59:59', 18);
    const { a, b, c } = pcms();
    const start = lead(heard, a);
    expectScore(heard, [
      { pcm: a, at: start },
      { pcm: b, at: start + a.length },
      { pcm: c, at: start + a.length + b.length },
    ]);
    await told(() => expect(stage.story('c')).toEqual(['ready', 'claimed', 'started', 'finished']));
    expect(errors()).toEqual([0, 0, 0]);
  });

  it('a plan that turns its output up lifts nothing above the loudest that is allowed', async () => {
    stage = await createGoldenStage(shelf, { outputGainDb: 12 });
    await stage.plan({ items: [{ name: 'c', starts: '06:00' }] });
    await stage.world.on();
    await stage.world.until('06:00:05');
    const heard = stage.heard('05:59:59', 5);
    const { c } = pcms();
    expectScore(heard, [{ pcm: c, at: lead(heard, c) }]);
  });

  it('an emergency has its place at its own sample; what gave way goes on with the next one after it', async () => {
    stage = await createGoldenStage(shelf);
    await stage.plan({
      items: [
        { name: 'a', starts: '06:00' },
        { name: 'b', starts: '06:00:05' },
      ],
    });
    await stage.world.on();
    await stage.world.until('06:00:01');
    await stage.overrides(stage.emergency('flood', '06:00:02', { times: 2, names: ['flood', 'fire'] }));
    await stage.world.until('06:00:30');
    const heard = stage.heard('05:59:59', 28);
    const { a, b, flood, fire } = pcms();
    const start = lead(heard, a);
    const cut = start + 2 * S;
    const alarm = flood.length + fire.length;
    const back = cut + 2 * alarm;
    expectScore(heard, [
      { pcm: a, at: start, samples: 2 * S, fadeOut: true },
      { pcm: flood, at: cut },
      { pcm: fire, at: cut + flood.length },
      { pcm: flood, at: cut + alarm },
      { pcm: fire, at: cut + alarm + flood.length },
      { pcm: a, at: back, from: 2 * S, fadeIn: true },
      { pcm: b, at: back + a.length - 2 * S },
    ]);
    await told(() => {
      const interrupted = ['ready', 'claimed', 'started', 'suspended', 'resumed', 'finished'];
      expect(stage.story('a')).toEqual(interrupted);
      expect(stage.story('b').at(-1)).toBe('finished');
      for (const [repeat, part] of [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ] as const) {
        expect(stage.fate('override_flood', repeat, part).at(-1)).toBe('finished');
      }
    });
  });

  it.each([
    ['restart', true],
    ['drop', false],
  ] as const)('what gave way and says %s is heard so', async (resume, again) => {
    stage = await createGoldenStage(shelf);
    await stage.plan({ items: [{ name: 'a', starts: '06:00', resume }] });
    await stage.world.on();
    await stage.world.until('06:00:01');
    await stage.overrides(stage.emergency('flood', '06:00:02.500'));
    await stage.world.until('06:00:30');
    const heard = stage.heard('05:59:59', 20);
    const { a, flood } = pcms();
    const start = lead(heard, a);
    const cut = start + 2.5 * S;
    expectScore(heard, [
      { pcm: a, at: start, samples: 2.5 * S, fadeOut: true },
      { pcm: flood, at: cut },
      ...(again ? [{ pcm: a, at: cut + flood.length }] : []),
    ]);
    const end = again ? 'finished' : 'interrupted(preempted)';
    await told(() => expect(stage.story('a').at(-1)).toBe(end));
  });

  it('joined late: heard where it would be by now, to the sample, as in the boxes that were there', async () => {
    stage = await createGoldenStage(shelf);
    await stage.plan({ items: [{ name: 'a', starts: '06:00', lateness: 'joinMidway' }] });
    await stage.world.pass(12_345);
    await stage.world.on();
    await stage.world.until('06:00:20');
    const heard = stage.heard('05:59:59', 18);
    const { a } = pcms();
    await told(() => expect(stage.story('a').at(-1)).toBe('finished'));
    const [started] = stage.world.controller.entries().filter(({ kind }) => kind === 'started');
    const from = started?.kind === 'started' ? started.offsetMs * 48 : 0;
    expect(from).toBeGreaterThan(2 * S);
    // Half a millisecond is what the time is known to.
    const at = Array.from({ length: 49 }, (_, early) => S - 24 + early).find((start) =>
      fits(heard, a, start, from),
    );
    expectScore(heard, [{ pcm: a, at: (at ?? 0) + from, from, fadeIn: true }]);
  });

  it('cancelled midway: it fades within a frame, and what follows begins right after', async () => {
    stage = await createGoldenStage(shelf);
    const c = { name: 'c', starts: '06:00:02' };
    await stage.plan({ items: [{ name: 'a', starts: '06:00' }, c] });
    await stage.world.on();
    await stage.world.until('06:00:03');
    await stage.plan({ items: [c] });
    await stage.world.until('06:00:20');
    const heard = stage.heard('05:59:59', 18);
    const { a, c: next } = pcms();
    const start = lead(heard, a);
    const samples = fadedAfter(heard, a, start);
    expect(samples - 3 * S).toBeLessThan(S * 0.1);
    const follows = firstSound(heard.subarray(start + samples)) - firstSound(next) + start + samples;
    expect(follows - (start + samples)).toBeLessThan(S * 0.05);
    expectScore(heard, [
      { pcm: a, at: start, samples, fadeOut: true },
      { pcm: next, at: follows },
    ]);
    await told(() => expect(stage.story('a').at(-1)).toBe('interrupted(removed)'));
  });

  it('an item that overruns: the next waits for its end, and is left out when that is too late', async () => {
    stage = await createGoldenStage(shelf);
    await stage.plan({
      items: [
        { name: 'a', starts: '06:00' },
        { name: 'b', starts: '06:00:01', latest: '06:00:03' },
        { name: 'c', starts: '06:00:04' },
      ],
    });
    await stage.world.on();
    await stage.world.until('06:00:20');
    const heard = stage.heard('05:59:59', 18);
    const { a, c } = pcms();
    const start = lead(heard, a);
    expectScore(heard, [
      { pcm: a, at: start },
      { pcm: c, at: start + a.length },
    ]);
    await told(() => expect(stage.story('b')).toEqual(['ready', 'skipped(queue)']));
  });

  it('a session that must end is silent from that very sample on', async () => {
    stage = await createGoldenStage(shelf);
    await stage.plan({ endsBy: '06:00:04.125', items: [{ name: 'a', starts: '06:00' }] });
    await stage.world.on();
    await stage.world.until('06:00:20');
    const heard = stage.heard('05:59:59', 18);
    const { a } = pcms();
    const start = lead(heard, a);
    expectScore(heard, [{ pcm: a, at: start, samples: 4.125 * S, fadeOut: true }]);
    await told(() => expect(stage.story('a').at(-1)).toBe('interrupted(ends_by)'));
  });

  it('a stop is heard at once, and only an emergency called after it goes over it', async () => {
    stage = await createGoldenStage(shelf);
    await stage.plan({ items: [{ name: 'a', starts: '06:00' }] });
    await stage.world.on();
    await stage.world.until('06:00:02');
    const stop = stage.world.commune.stop('06:00:02', '07:00');
    await stage.overrides(stop);
    await stage.world.until('06:00:05');
    await stage.overrides(stop, stage.emergency('flood', '06:00:06'));
    await stage.world.until('06:00:20');
    const heard = stage.heard('05:59:59', 18);
    const { a, flood } = pcms();
    const start = lead(heard, a);
    const samples = fadedAfter(heard, a, start);
    expect(samples - 2 * S).toBeLessThan(S * 0.1);
    expectScore(heard, [
      { pcm: a, at: start, samples, fadeOut: true },
      { pcm: flood, at: start + 6 * S },
    ]);
  });
});

describe('golden streams', () => {
  const url = 'http://station.example/live.ogg';
  const HOURS = [{ from: '05:00', to: '07:00' }];

  it('a relay that is lost gives way to its fallback, comes back, and is over at its time', async () => {
    stage = await createGoldenStage(shelf);
    const { sha256, pcm } = shelf.of('a');
    await stage.grant('r', { use: 'relay', subject: { url, hours: HOURS, fallback: sha256 } });
    const source = { kind: 'relay', url, durationMs: 14_000, fallback: sha256 } as const;
    await stage.plan({ items: [{ name: 'r', starts: '06:00', source, lateness: 'joinMidway' }] });
    await stage.world.on();
    await stage.world.until('06:00:02');
    stage.station.down = true;
    await stage.world.until('06:00:06');
    stage.station.down = false;
    await stage.world.until('06:00:20');
    const heard = stage.heard('05:59:59', 18);
    const at = firstSound(heard);
    expect(Math.abs(at - S)).toBeLessThanOrEqual(24);
    // What was gathered ahead bridges three seconds of the outage.
    const [before, after] = runs(heard);
    expect(before?.from).toBe(at);
    const lost = at + (before?.samples ?? 0);
    expect(Math.abs(lost - at - 5 * S)).toBeLessThan(0.1 * S);
    // From then on its fallback, until the stream was gathered again for as long.
    const back = after?.from ?? 0;
    expect(Math.abs(back - lost - 4 * S)).toBeLessThan(0.1 * S);
    expect(difference(heard.slice(lost, back - 480), fallback(pcm, back - 480 - lost))).toBeNull();
    // Its end is cut to the sample, with a fade.
    const last = heard.findLastIndex((sample) => sample !== 0);
    expect(at + 14 * S - last).toBeLessThan(20);
    await told(() => expect(stage.story('r')).toEqual(['claimed', 'started', 'finished']));
    const entries = stage.world.controller.entries();
    expect(entries.find(({ kind }) => kind === 'ended')).toMatchObject({ deliveredMs: 14_000 });
    expect(entries.some((entry) => entry.kind === 'trouble' && entry.reason === 'sound_stream')).toBe(true);
  });

  it('live speech is heard from its first word, so long after it was spoken, by all boxes at once', async () => {
    const listen = async (comesAt: string) => {
      const one = await createGoldenStage(shelf);
      stage = one;
      await one.grant('chief', { use: 'live', subject: { liveId: 'live_chief', maxMs: 600_000 } });
      // Each 20 ms of speech have a number; before 06:00:01 nobody speaks.
      one.station.sampleAt = (instant) => Math.max(0, Math.floor((instant - BEGINS) / 20) + 1);
      await one.plan();
      await one.world.on();
      await one.world.until(comesAt);
      const speech = one.speech('chief', '06:00:01', { until: '06:00:15', delayMs: 3_000 });
      await one.overrides(speech);
      await one.world.until('06:00:20');
      const heard = one.heard('06:00', 18);
      await one.end();
      return heard;
    };
    const early = await listen('06:00:01');
    const late = await listen('06:00:02');
    const joined = await listen('06:00:07');
    expect(Math.abs(firstSound(early) - 4 * S)).toBeLessThanOrEqual(24 + 960);
    // The line was opened when the override came, 20 ms of speech after its beginning.
    expect(early[firstSound(early)]).toBe(2);
    // The line of this one begins where it was opened: it has less of the beginning, and all else as the other.
    for (const heard of [late, joined]) {
      for (const second of [11, 12, 13, 14]) {
        expect(Math.abs((heard[second * S] ?? 0) - (early[second * S] ?? 0))).toBeLessThanOrEqual(60);
      }
    }
    expect(firstSound(joined)).toBeGreaterThan(7 * S);
  });

  it('live speech whose stream is opened anew goes on from the new one: one playback, nothing between is lost', async () => {
    stage = await createGoldenStage(shelf);
    await stage.grant('chief', { use: 'live', subject: { liveId: 'live_chief', maxMs: 600_000 } });
    stage.station.sampleAt = (instant) => Math.max(0, Math.floor((instant - BEGINS) / 20) + 1);
    await stage.plan();
    await stage.world.on();
    await stage.world.until('06:00:01');
    const until = '06:00:15';
    await stage.overrides(stage.speech('chief', '06:00:01', { until, delayMs: 2_000 }));
    await stage.world.until('06:00:07');
    await stage.overrides(stage.speech('chief', '06:00:01', { until, delayMs: 2_000, epoch: 2 }));
    await stage.world.until('06:00:20');
    const heard = stage.heard('06:00', 18);
    expect(stage.station.opened).toEqual(['live:override_chief/1', 'live:override_chief/2']);
    // What the listener has is never further from what was spoken two seconds ago than a moment.
    for (const second of [4, 6, 8, 10, 12, 14]) {
      const spoken = (second - 1) * 50 - 100;
      expect(Math.abs((heard[second * S] ?? 0) - spoken)).toBeLessThanOrEqual(25);
    }
    await told(() => expect(stage.fate('override_chief')).toEqual(['claimed', 'started', 'finished']));
    const [ended] = stage.world.controller.entries().filter(({ kind }) => kind === 'ended');
    expect(ended?.kind === 'ended' && Math.abs(ended.deliveredMs - 12_000)).toBeLessThan(20);
  });
});

const pcms = () =>
  Object.fromEntries([...shelf.recordings].map(([name, { pcm }]) => [name, pcm])) as Record<
    'a' | 'b' | 'c' | 'flood' | 'fire',
    Int16Array
  >;

const told = (expectation: () => void) => stage.world.eventually(expectation);

function expectScore(heard: Int16Array, stretches: readonly Stretch[]): void {
  expect(difference(heard, score(heard.length, stretches))).toBeNull();
}

/** Where the first recording stands: within half a millisecond of its instant, for the time is known no better. */
function lead(heard: Int16Array, first: Int16Array): number {
  const at = firstSound(heard) - firstSound(first);
  expect(Math.abs(at - S)).toBeLessThanOrEqual(24);
  return at;
}

/** Whether a recording that began at `start` is heard there from its sample `from` on, past its fade. */
function fits(heard: Int16Array, pcm: Int16Array, start: number, from: number): boolean {
  const probe = from + 2_000;
  return [0, 1, 2, 3, 4, 5, 6, 7].every(
    (step) => heard[start + probe + step * 97] === pcm[probe + step * 97],
  );
}

/** How many samples of a recording are heard when its last 10 ms fade. */
function fadedAfter(heard: Int16Array, pcm: Int16Array, at: number): number {
  const end = heard.subarray(at).findIndex((sample, index) => sample !== pcm[index]);
  for (let samples = end; samples <= end + 480; samples++) {
    const wanted = score(samples, [{ pcm, at: 0, samples, fadeOut: true }]);
    if (difference(heard.slice(at, at + samples), wanted) === null) return samples;
  }
  throw new Error('it does not fade');
}

interface Run {
  from: number;
  samples: number;
}

/**
 * Stretches of at least a second in which the station's samples count up or down by one. The engine follows a station's pace by a sample
 * more or less in a frame or two, made of its neighbours.
 */
function runs(heard: Int16Array): Run[] {
  const found: Run[] = [];
  let from = 0;
  for (let index = 1; index <= heard.length; index++) {
    const [before = 0, now = 0] = [heard[index - 1], heard[index]];
    if (before > 0 && now > 0 && Math.abs(now - before) <= 2) continue;
    if (index - from >= S) found.push({ from, samples: index - from });
    from = index;
  }
  return found;
}

/** So much of the fallback from its beginning, rising. */
function fallback(pcm: Int16Array, samples: number): Int16Array {
  return score(samples, [{ pcm, at: 0, samples, fadeIn: true }]);
}

/** What the box reported of the starts, ms from where they were due. */
function errors(): number[] {
  return stage.world.controller
    .entries()
    .flatMap((entry) => (entry.kind === 'started' ? [entry.startErrorMs] : []));
}
