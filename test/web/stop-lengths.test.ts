import { describe, expect, it } from 'vitest';
import { endOf, stopLengths } from '../../controller/web/src/features/stops/stop-lengths.js';
import { longStop } from '../../controller/web/src/lib/long-stop.js';

const NOW = 1_000_000_000;
const MINUTE = 60_000;
const run = (sessionId: string, begins: number, ends: number, state: 'started' | 'planned' | 'finished') => ({
  ...{ sessionId, state },
  plannedAt: NOW + begins * MINUTE,
  endsBy: NOW + ends * MINUTE,
});

describe('how long a stop is proposed to last', () => {
  it('to the end of the session that is running, with what still comes in it', () => {
    const runs = [run('a', -5, 20, 'started'), run('a', 5, 35, 'planned'), run('b', 50, 90, 'planned')];
    expect(stopLengths(runs, NOW)[0]).toEqual({ length: 'session', until: NOW + 35 * MINUTE });
  });

  it('to the end of a session that begins within the hour', () => {
    expect(stopLengths([run('b', 50, 90, 'planned')], NOW)[0]).toEqual({
      length: 'next',
      until: NOW + 90 * MINUTE,
    });
  });

  it('one hour when nothing is near, and not until tomorrow’s session', () => {
    const runs = [run('a', -50, -10, 'finished'), run('b', 700, 740, 'planned')];
    expect(stopLengths(runs, NOW)[0]).toEqual({ length: 'hour', until: NOW + 60 * MINUTE });
  });

  it('always also until somebody lifts it', () => {
    expect(stopLengths([], NOW).at(-1)).toEqual({ length: 'lifted', until: null });
  });
});

describe('what is asked of the controller', () => {
  it('is an hour, not when that ends: the phone’s clock may be wrong, and the line slow', () => {
    expect(stopLengths([], NOW).map(endOf)).toEqual([{ forMinutes: 60 }, {}]);
  });
  it('is the end of a session, by the plan', () => {
    const [choice] = stopLengths([run('a', -5, 20, 'started')], NOW);
    expect(choice && endOf(choice)).toEqual({ until: NOW + 20 * MINUTE });
  });
});

describe('a stop until it is lifted', () => {
  const DAY = 1440 * MINUTE;
  /** 22:30 in Việt Nam. */
  const createdAt = Date.UTC(2026, 10, 2, 15, 30);
  const stop = { createdAt, until: createdAt + 7 * DAY };
  it('is reminded of from the next morning on, by the days that people count', () => {
    expect(longStop(stop, createdAt + 60 * MINUTE)).toBeNull();
    expect(longStop(stop, createdAt + 8 * 60 * MINUTE)).toEqual({ day: 2, endsSoon: false });
    expect(longStop(stop, createdAt + 4 * DAY)).toEqual({ day: 5, endsSoon: false });
  });
  it('says before it ends by itself that somebody must decide', () =>
    expect(longStop(stop, createdAt + 5.5 * DAY)).toMatchObject({ endsSoon: true }));
  it('is not one that ends tonight', () =>
    expect(
      longStop({ createdAt, until: createdAt + 10 * 60 * MINUTE }, createdAt + 9 * 60 * MINUTE),
    ).toBeNull());
});
