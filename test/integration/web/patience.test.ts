import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { ask } from '../../../controller/web/src/lib/api.js';
import { isNoLine } from '../../../controller/web/src/lib/problem-error.js';

const Answer = z.object({ fine: z.boolean() });
let answer: (init: RequestInit) => Promise<Response>;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => answer(init));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** As a browser's: nothing comes until it is given up. */
const never = ({ signal }: RequestInit) =>
  new Promise<Response>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));

it('a page that hears nothing for a minute says that there is no line', async () => {
  answer = never;
  const asked = ask('GET', '/health', Answer).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(59_000);
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(isNoLine(await asked)).toBe(true);
});

it('an answer that stops in its middle is no answer', async () => {
  answer = async ({ signal }) => {
    const body = new ReadableStream({
      start(stream) {
        stream.enqueue(new TextEncoder().encode('{"fine":'));
        signal?.addEventListener('abort', () => stream.error(signal.reason));
      },
    });
    return new Response(body);
  };
  const asked = ask('GET', '/health', Answer).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(isNoLine(await asked)).toBe(true);
});

it('who no longer waits is told of no line, and nothing is left waiting', async () => {
  answer = never;
  const leaving = new AbortController();
  const asked = ask('GET', '/health', Answer, { signal: leaving.signal }).catch((error: unknown) => error);
  leaving.abort();
  expect(isNoLine(await asked)).toBe(false);
  expect(vi.getTimerCount()).toBe(0);
  answer = async () => Response.json({ fine: true });
  expect(await ask('GET', '/health', Answer)).toEqual({ fine: true });
  expect(vi.getTimerCount()).toBe(0);
});

it('what changes something may take its time', async () => {
  answer = never;
  void ask('POST', '/speech', Answer, { body: {} }).catch(() => {});
  await vi.advanceTimersByTimeAsync(600_000);
  expect(vi.getTimerCount()).toBe(0);
});
