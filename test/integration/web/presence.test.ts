import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ask, Nothing } from '../../../controller/web/src/lib/api.js';
import { watchPresence } from '../../../controller/web/src/lib/presence.js';

let asked: Headers[];
let stop: () => void;
beforeEach(() => {
  asked = [];
  vi.useFakeTimers();
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
    asked.push(new Headers(init.headers));
    return new Response('{}');
  });
  stop = watchPresence();
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('says of what a page asks by itself that nobody is there, until somebody touches it', async () => {
  const look = () => ask('GET', '/today', Nothing);
  await look();
  vi.advanceTimersByTime(6 * 60_000);
  await look();
  window.dispatchEvent(new Event('pointerdown'));
  await look();
  expect(asked.map((headers) => headers.get('loa-unattended'))).toEqual([null, '1', null]);
});
