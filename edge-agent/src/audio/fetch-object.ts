import { backoffDelay } from '@loa/shared/backoff';
import { createHttpClient, type HttpClient } from '@loa/shared/node/http-client';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import { isDiskFull } from './disk-full.js';
import type { ObjectStore } from './object-store.js';
import { dropPartial, type Partial, readPartial, writePartial } from './partial.js';

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
  /** How the server is reached; as the system believes unless said otherwise. */
  http?: HttpClient;
  tokens: ObjectTokens;
  store: Pick<ObjectStore, 'partialPath' | 'keepIfSound' | 'freeBytes'>;
  clock: Clock;
  random: Random;
  log: Logger;
}

/** Tries in a row without a byte gained, after which the caller's own patience takes over. */
const FRUITLESS_TRIES = 3;
/** Whole downloads whose bytes did not match their hash. */
const DAMAGED_TRIES = 2;
const PACE = { firstMs: 500, longestMs: 5_000 };
const SILENCE_MS = 20_000;

type Attempt =
  | { kind: 'complete' }
  /** Worth another try soon: the line broke, the server stumbled. */
  | { kind: 'cut'; detail: string }
  | { kind: 'refused'; detail: string }
  | { kind: 'full'; detail: string };

interface Want {
  sha256: string;
  bytes: number;
}

/**
 * Brings one recording onto the box: resumes what an earlier try left (Range), then checks the hash over the whole
 * file. What does not match is deleted and fetched from the start once more.
 */
export function createObjectFetch(ports: FetchPorts) {
  const { store, clock, random, log, http = createHttpClient() } = ports;

  return async function fetchObject(want: Want, signal: AbortSignal): Promise<Fetched> {
    const { sha256, bytes } = want;
    const path = store.partialPath(sha256);
    let damaged = 0;
    let fruitless = 0;
    for (;;) {
      const before = await readPartial(path);
      const attempt = await tryOnce(want, before, signal);
      if (signal.aborted) return { ok: false, reason: 'audio_missing', detail: 'stopped' };
      if (attempt.kind === 'full') return { ok: false, reason: 'disk_full', detail: attempt.detail };
      if (attempt.kind === 'refused') return { ok: false, reason: 'audio_missing', detail: attempt.detail };
      const after = await readPartial(path);
      if (attempt.kind === 'cut' && after.bytes < bytes) {
        fruitless = after.bytes > before.bytes ? 1 : fruitless + 1;
        log.debug({ sha256, got: after.bytes, of: bytes, detail: attempt.detail }, 'a download was cut');
        if (fruitless >= FRUITLESS_TRIES)
          return { ok: false, reason: 'audio_missing', detail: attempt.detail };
        await clock.wait(backoffDelay(fruitless, random.unit(), PACE), signal).catch(() => {});
        continue;
      }
      if (await store.keepIfSound(sha256)) {
        await dropPartial(path);
        return { ok: true };
      }
      await dropPartial(path);
      damaged++;
      const detail = `${after.bytes} bytes that are not those of ${sha256}, ${damaged} times`;
      log.warn({ sha256, damaged }, 'fetched audio does not match its hash');
      if (damaged >= DAMAGED_TRIES) return { ok: false, reason: 'audio_damaged', detail };
    }
  };

  async function tryOnce(want: Want, have: Partial, signal: AbortSignal): Promise<Attempt> {
    const path = ports.store.partialPath(want.sha256);
    if (have.bytes === want.bytes) return { kind: 'complete' };
    try {
      if (have.bytes > want.bytes) await dropPartial(path);
      const offset = have.bytes > want.bytes ? 0 : have.bytes;
      if ((await ports.store.freeBytes()) < want.bytes - offset)
        return { kind: 'full', detail: 'no room for it' };
      const token = await ports.tokens.current(signal);
      if (token === null) return { kind: 'refused', detail: 'the controller gave no token' };
      const answer = await ask(want.sha256, token, offset, have.etag, signal);
      const place = placeOf(answer, offset);
      if (typeof place !== 'number') {
        answer.on('error', () => {}).destroy();
        if (answer.statusCode === 401) ports.tokens.drop();
        // The partial download reaches beyond what is there: begin anew instead of asking so for ever.
        if (answer.statusCode === 416) await dropPartial(path);
        return place;
      }
      const etag = headerOf(answer.headers.etag);
      await writePartial(path, answer, { start: place, room: want.bytes - place, etag }, signal);
      return { kind: 'complete' };
    } catch (error) {
      return isDiskFull(error)
        ? { kind: 'full', detail: 'no room for it' }
        : { kind: 'cut', detail: wordsOf(error) };
    }
  }

  /** With the tag that the first part came with, a server whose object has changed sends it whole. */
  function ask(sha256: string, token: string, offset: number, etag: string | null, signal: AbortSignal) {
    const range = offset > 0 ? { range: `bytes=${offset}-` } : {};
    const unchanged = offset > 0 && etag !== null ? { 'if-range': etag } : {};
    return http.request(`${ports.server}/agent/object/${sha256}`, {
      headers: { authorization: `Bearer ${token}`, ...range, ...unchanged },
      silenceMs: SILENCE_MS,
      signal,
    });
  }
}

type ObjectAnswer = Awaited<ReturnType<HttpClient['request']>>;

/** Where in the object the answer's body begins, or why it is of no use. */
function placeOf({ statusCode = 0, headers }: ObjectAnswer, offset: number): number | Attempt {
  const detail = `the controller answered ${statusCode}`;
  if (statusCode === 200) return 0;
  if (statusCode === 206) {
    const start = /^bytes (\d+)-/.exec(headerOf(headers['content-range']) ?? '')?.[1] ?? String(offset);
    // Bytes from elsewhere would be noticed by the hash only after all of them were fetched.
    return start === String(offset) ? offset : { kind: 'cut', detail: `${detail} with another range` };
  }
  const passing = statusCode === 429 || statusCode >= 500;
  return { kind: passing ? 'cut' : 'refused', detail };
}

function headerOf(value: string | string[] | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function wordsOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 200);
}
