import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ask, Nothing } from '../../../controller/web/src/lib/api.js';
import { now } from '../../../controller/web/src/lib/clock.js';

const MINUTE = 60_000;
/** What the controller's clock says, and how long its answer takes. */
let there: { at: number | null; takesMs: number };
beforeEach(() => {
  vi.useFakeTimers();
  there = { at: null, takesMs: 0 };
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('fetch', async () => {
    const told = there.at === null ? {} : { 'loa-now': String(there.at) };
    vi.advanceTimersByTime(there.takesMs);
    return new Response('{}', { headers: told });
  });
});
afterEach(async () => {
  there = { at: Date.now(), takesMs: 0 };
  await ask('GET', '/today', Nothing);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const look = () => ask('GET', '/today', Nothing);

it('goes by the controller’s clock on a phone whose own is wrong', async () => {
  there.at = Date.now() + 50 * MINUTE;
  await look();
  expect(now()).toBe(Date.now() + 50 * MINUTE);
  vi.advanceTimersByTime(MINUTE);
  expect(now()).toBe(Date.now() + 50 * MINUTE);
});

it('goes by its own again when that was set right', async () => {
  there.at = Date.now() - 70 * MINUTE;
  await look();
  expect(now()).toBe(Date.now() - 70 * MINUTE);
  there.at = Date.now();
  await look();
  expect(now()).toBe(Date.now());
});

it('does not take a slow line for a wrong clock', async () => {
  there.at = Date.now() - 2000;
  await look();
  expect(now()).toBe(Date.now());
  there = { at: Date.now(), takesMs: 45_000 };
  await ask('POST', '/imports', Nothing);
  expect(now()).toBe(Date.now());
});

it('keeps its own where nobody tells it another', async () => {
  await look();
  expect(now()).toBe(Date.now());
});
