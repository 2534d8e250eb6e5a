import { describe, expect, it } from 'vitest';
import { stopLengths } from '../../controller/web/src/features/stops/stop-lengths.js';

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
