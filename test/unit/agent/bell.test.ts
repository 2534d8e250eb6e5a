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

  it('is ended by the signal that it was given, however many came before', async () => {
    const clock = createFakeClock();
    const bell = createBell({ clock });
    const first = new AbortController();
    const second = new AbortController();
    for (let n = 0; n < 3; n++) {
      const waited = bell.wait(1_000, first.signal);
      await clock.advance(1_000);
      expect(await waited).toBe(false);
    }
    let ended = false;
    const waited = bell.wait(1_000, second.signal).then(() => {
      ended = true;
    });
    first.abort();
    await clock.advance(1);
    expect(ended).toBe(false);
    second.abort();
    await waited;
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
