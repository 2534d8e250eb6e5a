import { describe, expect, it } from 'vitest';
import { createBell } from '../../../edge-agent/src/bell.js';
import { createFakeClock } from '../../support/fake-clock.js';

describe('a wait that can be ended early', () => {
  it('ends by its time, by the bell, or by its end; each leaves no timer behind', async () => {
    const clock = createFakeClock();
    const bell = createBell({ clock });
    const abort = new AbortController();
    const timed = bell.wait(1_000, abort.signal);
    await clock.advance(1_000);
    expect(await timed).toBe(false);
    const rung = bell.wait(1_000, abort.signal);
    bell.ring();
    expect(await rung).toBe(true);
    const aborted = bell.wait(1_000, abort.signal);
    abort.abort();
    expect(await aborted).toBe(false);
    expect(await bell.wait(1_000, abort.signal)).toBe(false);
    expect(clock.pending()).toBe(0);
  });

  it('does not miss a bell that rang while nobody waited, and hears it once', async () => {
    const clock = createFakeClock();
    const bell = createBell({ clock });
    const { signal } = new AbortController();
    bell.ring();
    expect(bell.rung()).toBe(true);
    expect(await bell.wait(1_000, signal)).toBe(true);
    bell.ring();
    bell.clear();
    const waited = bell.wait(1_000, signal);
    await clock.advance(1_000);
    expect(await waited).toBe(false);
  });
});
