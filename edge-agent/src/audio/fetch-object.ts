import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { backoffDelay } from '@loa/shared/backoff';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import { request } from 'undici';
import type { ObjectStore } from './object-store.js';

export type Fetched =
  | { ok: true }
  | { ok: false; reason: 'audio_missing' | 'audio_damaged' | 'disk_full'; detail: string };

/** Answers of the controller to tokens it no longer takes are told by `drop`. */
export interface ObjectTokens {
  current(signal: AbortSignal): Promise<string | null>;
  drop(): void;
}

export interface FetchPorts {
  server: string;
  tokens: ObjectTokens;
  store: ObjectStore;
  clock: Clock;
  random: Random;
  log: Logger;
}

/** Cut connections in a row without a byte gained, after which the caller's own patience takes over. */
const FRUITLESS_TRIES = 3;
/** Whole downloads whose bytes did not match their hash. */
const DAMAGED_TRIES = 2;
const PACE = { firstMs: 500, longestMs: 5_000 };
const SILENCE_MS = 20_000;

type Attempt =
  | { kind: 'complete' }
  | { kind: 'cut'; detail: string }
  | { kind: 'refused'; detail: string }
  | { kind: 'full'; detail: string };

/**
 * Brings one recording onto the box: resumes what an earlier try left (Range), then checks the hash over the whole
 * file. What does not match is deleted and fetched from the start once more.
 */
export function createObjectFetch(ports: FetchPorts) {
  const { store, clock, random, log } = ports;

  return async function fetchObject(
    want: { sha256: string; bytes: number },
    signal: AbortSignal,
  ): Promise<Fetched> {
    const { sha256, bytes } = want;
    let damaged = 0;
    let fruitless = 0;
    for (;;) {
      const before = await store.bytesOf(store.partialPath(sha256));
      const attempt = await tryOnce(want, before ?? 0, signal);
      if (signal.aborted) return { ok: false, reason: 'audio_missing', detail: 'stopped' };
      if (attempt.kind === 'full') return { ok: false, reason: 'disk_full', detail: attempt.detail };
      if (attempt.kind === 'refused') return { ok: false, reason: 'audio_missing', detail: attempt.detail };
      const after = (await store.bytesOf(store.partialPath(sha256))) ?? 0;
      if (attempt.kind === 'cut' && after < bytes) {
        fruitless = after > (before ?? 0) ? 1 : fruitless + 1;
        if (fruitless >= FRUITLESS_TRIES)
          return { ok: false, reason: 'audio_missing', detail: attempt.detail };
        await clock.wait(backoffDelay(fruitless, random.unit(), PACE), signal).catch(() => {});
        continue;
      }
      if (await store.keepIfSound(sha256)) return { ok: true };
      damaged++;
      const detail = `${after} bytes that are not those of ${sha256}, ${damaged} times`;
      log.warn({ sha256, damaged }, 'fetched audio does not match its hash');
      if (damaged >= DAMAGED_TRIES) return { ok: false, reason: 'audio_damaged', detail };
    }
  };

  async function tryOnce(
    want: { sha256: string; bytes: number },
    have: number,
    signal: AbortSignal,
  ): Promise<Attempt> {
    const { sha256, bytes } = want;
    if (have > bytes) await rm(store.partialPath(sha256), { force: true });
    if (have === bytes) return { kind: 'complete' };
    const offset = have > bytes ? 0 : have;
    if ((await store.freeBytes()) < bytes - offset) return { kind: 'full', detail: 'no room for it' };
    try {
      const token = await ports.tokens.current(signal);
      if (token === null) return { kind: 'refused', detail: 'the controller gave no token' };
      const answer = await request(`${ports.server}/agent/object/${sha256}`, {
        headers: {
          authorization: `Bearer ${token}`,
          ...(offset > 0 ? { range: `bytes=${offset}-`, 'if-range': `"${sha256}"` } : {}),
        },
        signal,
        headersTimeout: SILENCE_MS,
        bodyTimeout: SILENCE_MS,
      });
      if (answer.statusCode !== 200 && answer.statusCode !== 206) {
        answer.body.on('error', () => {}).destroy();
        // The partial download reaches beyond what is there: begin anew instead of asking so for ever.
        if (answer.statusCode === 416) await rm(store.partialPath(sha256), { force: true });
        if (answer.statusCode === 401) ports.tokens.drop();
        return { kind: 'refused', detail: `the controller answered ${answer.statusCode}` };
      }
      const start = answer.statusCode === 206 ? offset : 0;
      await pipeline(
        Readable.from(atMost(answer.body, bytes - start)),
        createWriteStream(store.partialPath(sha256), { flags: start > 0 ? 'a' : 'w' }),
        { signal },
      );
      return { kind: 'complete' };
    } catch (error) {
      return isDiskFull(error)
        ? { kind: 'full', detail: 'no room for it' }
        : { kind: 'cut', detail: wordsOf(error) };
    }
  }
}

/** One byte beyond what was promised is kept, so that the hash finds it; the rest never reaches the disk. */
async function* atMost(body: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array> {
  let left = bytes + 1;
  for await (const chunk of body) {
    const part = chunk.subarray(0, left);
    left -= part.length;
    yield part;
    if (left === 0) return;
  }
}

export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

function wordsOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 200);
}
