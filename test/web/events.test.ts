import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followEvents, type Line } from '../../controller/web/src/lib/events.js';
import { KEYS } from '../../controller/web/src/lib/keys.js';

const CLOSED = 2;
let sources: FakeSource[];

/** As much of a browser's EventSource as the page uses. */
class FakeSource extends EventTarget {
  static readonly CLOSED = CLOSED;
  readyState = 0;

  constructor() {
    super();
    sources.push(this);
  }

  opens() {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }

  /** An answer that is no stream of events: the browser does not ask again. */
  isRefused() {
    this.readyState = CLOSED;
    this.dispatchEvent(new Event('error'));
  }

  close() {
    this.readyState = CLOSED;
  }
}

describe('live events', () => {
  let client: QueryClient;
  let line: Line | null;
  let stop: () => void;
  beforeEach(() => {
    sources = [];
    line = null;
    vi.useFakeTimers();
    vi.stubGlobal('EventSource', FakeSource);
    vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
    client = new QueryClient();
    stop = followEvents(client, (next) => {
      line = next;
    });
  });
  afterEach(() => {
    stop();
    client.clear();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('are followed again after a proxy without a controller refused them, or the page would show yesterday’s for ever', async () => {
    sources[0]?.opens();
    sources[0]?.isRefused();
    expect(line).toBe('lost');
    await vi.advanceTimersByTimeAsync(5_000);
    sources[1]?.isRefused();
    await vi.advanceTimersByTimeAsync(5_000);
    sources[2]?.opens();
    expect(line).toBe('open');
    expect(sources).toHaveLength(3);
  });

  it('wait for the sign-in over the page, then go on', async () => {
    let signIn: () => void = () => {};
    const queryFn = vi
      .fn<() => Promise<string>>()
      .mockResolvedValueOnce('before')
      .mockImplementation(() => new Promise((resolve) => (signIn = () => resolve('after'))));
    const leave = new QueryObserver(client, { queryKey: [KEYS.stops], queryFn }).subscribe(() => {});
    await vi.advanceTimersByTimeAsync(1_000);
    sources[0]?.isRefused();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(sources).toHaveLength(1);
    signIn();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sources).toHaveLength(2);
    leave();
  });

  it('are followed no more by a page that was left', async () => {
    sources[0]?.isRefused();
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sources).toHaveLength(1);
  });
});
