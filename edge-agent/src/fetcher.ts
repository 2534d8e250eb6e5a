import { backoffDelay } from '@loa/shared/backoff';
import { DAY, HOUR, MINUTE } from '@loa/shared/instant';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import { createBell } from './bell.js';
import type { AudioLibrary } from './sound-port.js';
import type { ObjectState } from './state.js';
import type { Wanted, WantedObject } from './wanted.js';

export interface FetcherPorts {
  library: Pick<AudioLibrary, 'makeReady' | 'prepared' | 'evict'>;
  /** What the plan needs now. */
  wanted(): Wanted;
  hasGrant(grantId: string): boolean;
  /** Fetches, verifies and keeps a grant; false when it could not be had. */
  fetchGrant(grantId: string, signal: AbortSignal): Promise<boolean>;
  /** The month's data is used up: what is not due within a day waits. */
  thrifty?(): boolean;
  now(): number;
  trusted(): boolean;
  clock: Clock;
  random: Random;
  onChange(): void;
  log: Logger;
}

/** Brings grants and audio onto the box ahead of air time: the nearest first, the rest spread over time. */
export interface Fetcher {
  readonly objects: { get(sha256: string): ObjectState | undefined };
  counts(): { ready: number; missing: number };
  /** The plan or the network changed: look again. `afresh` forgets how long to hold back after failures. */
  wake(afresh?: boolean): void;
  lost(sha256: string): void;
  start(): () => Promise<void>;
}

/** What a lane fetches: anything, what is due soon, or what an emergency needs. */
const LANES = ['any', 'soon', 'urgent'] as const;
type Lane = (typeof LANES)[number];

/** Due within this, an object goes before everything, without jitter and in a lane of its own. */
const SOON_MS = 10 * MINUTE;
const IDLE_MS = 5 * MINUTE;
/** What was seen this long ago stands, unless something said that it changed: three lanes wake at once. */
const SEEN_MS = 1_000;
const PATIENT = { firstMs: 5_000, longestMs: 10 * MINUTE };
const URGENT = { firstMs: 1_000, longestMs: 20_000 };

interface Progress {
  state?: ObjectState;
  failures: number;
  /** Not before this monotonic instant. */
  notBefore: number;
  busy: boolean;
}

export function createFetcher(ports: FetcherPorts): Fetcher {
  const { library, clock, random, log } = ports;
  const progress = new Map<string, Progress>();
  /** Downloads that give way to an emergency; what they have is resumed. */
  const yielding = new Set<AbortController>();
  let want: Wanted = { objects: [], grants: [], keep: new Set() };
  /** Until this monotonic instant `want` stands. */
  let seenUntil = Number.NEGATIVE_INFINITY;
  const bells = { any: createBell({ clock }), soon: createBell({ clock }), urgent: createBell({ clock }) };

  function progressOf(id: string, dueAt: number): Progress {
    const known = progress.get(id);
    if (known) return known;
    const fresh: Progress = { failures: 0, notBefore: clock.monotonic() + jitter(dueAt), busy: false };
    progress.set(id, fresh);
    return fresh;
  }

  const dueIn = (dueAt: number) => (ports.trusted() ? dueAt - ports.now() : 0);

  /** A whole commune gets its plans in the same second; it need not fetch in the same second. */
  function jitter(dueAt: number): number {
    const left = dueIn(dueAt);
    if (left < SOON_MS) return 0;
    return random.unit() * (left < 2 * HOUR ? MINUTE : SOON_MS);
  }

  function look(): void {
    if (clock.monotonic() < seenUntil) return;
    seenUntil = clock.monotonic() + SEEN_MS;
    want = ports.wanted();
    for (const { sha256, dueAt } of want.objects) {
      const known = progressOf(sha256, dueAt);
      if (dueIn(dueAt) < SOON_MS && known.failures === 0) known.notBefore = 0;
      if (known.state?.ready || known.busy || library.prepared(sha256) === null) continue;
      known.state = { ready: true };
    }
    const ids = new Set([...want.objects.map(({ sha256 }) => sha256), ...want.grants]);
    for (const [id, { busy }] of progress) if (!busy && !ids.has(id)) progress.delete(id);
    if (want.objects.some((object) => object.urgent && due(object)))
      for (const other of yielding) other.abort();
  }

  /** It may be fetched now. */
  function due({ sha256, dueAt }: WantedObject): boolean {
    const known = progressOf(sha256, dueAt);
    return !known.busy && !known.state?.ready && known.notBefore <= clock.monotonic();
  }

  const emergency = () =>
    want.objects.some(
      (object) => object.urgent && (progress.get(object.sha256)?.busy === true || due(object)),
    );

  function nextObject(lane: Lane): WantedObject | undefined {
    // A village's line carries one thing quickly or several slowly.
    const only = lane === 'urgent' || emergency();
    return want.objects.find((object) => {
      if (only && !object.urgent) return false;
      if (ports.thrifty?.() && dueIn(object.dueAt) >= DAY) return false;
      return (lane !== 'soon' || dueIn(object.dueAt) < SOON_MS) && due(object);
    });
  }

  function nextGrant(): string | undefined {
    return want.grants.find((id) => {
      const known = progressOf(id, 0);
      if (!known.state?.ready && ports.hasGrant(id)) known.state = { ready: true };
      return !known.busy && !known.state?.ready && known.notBefore <= clock.monotonic();
    });
  }

  /** Without the time nothing scheduled can sound, and what brings the time back asks for everything afresh. */
  function paceOf({ dueAt, urgent }: Pick<WantedObject, 'dueAt' | 'urgent'>) {
    return urgent || (ports.trusted() && dueIn(dueAt) < SOON_MS) ? URGENT : PATIENT;
  }

  function settle(known: Progress, ok: boolean, of: Pick<WantedObject, 'dueAt' | 'urgent'>): void {
    known.busy = false;
    known.failures = ok ? 0 : known.failures + 1;
    const pace = paceOf(of);
    if (!ok) known.notBefore = clock.monotonic() + backoffDelay(known.failures, random.unit(), pace);
    ports.onChange();
  }

  async function fetchObject(object: WantedObject, signal: AbortSignal): Promise<void> {
    const { sha256, dueAt } = object;
    const known = progressOf(sha256, dueAt);
    known.busy = true;
    const giveWay = new AbortController();
    if (!object.urgent) yielding.add(giveWay);
    try {
      await library.evict(want.keep);
      const result = await library.makeReady(object, AbortSignal.any([signal, giveWay.signal]));
      if (!result.ok && giveWay.signal.aborted) {
        known.busy = false;
        return;
      }
      known.state = result.ok
        ? { ready: true }
        : { ready: false, reason: result.reason, detail: result.detail };
      if (!result.ok && !signal.aborted) {
        log.warn({ sha256, reason: result.reason, detail: result.detail }, 'audio is not ready');
      }
      settle(known, result.ok, object);
    } catch (error) {
      log.error({ err: error, sha256 }, 'audio could not be made ready');
      known.state = { ready: false, reason: 'audio_missing', detail: 'an unexpected failure, see the log' };
      settle(known, false, object);
    } finally {
      yielding.delete(giveWay);
    }
  }

  async function fetchOneGrant(grantId: string, signal: AbortSignal): Promise<void> {
    const known = progressOf(grantId, 0);
    known.busy = true;
    const ok = await ports.fetchGrant(grantId, signal).catch((error: unknown) => {
      log.warn({ err: error, grantId }, 'a grant could not be fetched');
      return false;
    });
    settle(known, ok, { dueAt: ports.now() });
  }

  async function follow(lane: Lane, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      look();
      const grantId = lane === 'any' ? nextGrant() : undefined;
      const object = grantId === undefined ? nextObject(lane) : undefined;
      if (grantId !== undefined) await fetchOneGrant(grantId, signal);
      else if (object) await fetchObject(object, signal);
      else await bells[lane].wait(untilNext(lane), signal);
    }
  }

  function untilNext(lane: Lane): number {
    const urgent = new Set(want.objects.flatMap((object) => (object.urgent ? [object.sha256] : [])));
    // With no emergency its lane sleeps until it is woken.
    if (lane === 'urgent' && urgent.size === 0) return HOUR;
    const waiting = [...progress]
      .filter(([id, { busy, state }]) => !busy && !state?.ready && (lane !== 'urgent' || urgent.has(id)))
      .map(([, known]) => known);
    const next = Math.min(...waiting.map(({ notBefore }) => notBefore - clock.monotonic()), IDLE_MS);
    // What is not waiting for an instant is waiting for the other lane.
    return next > 0 ? next : MINUTE;
  }

  function ringAll(): void {
    seenUntil = Number.NEGATIVE_INFINITY;
    for (const lane of LANES) bells[lane].ring();
  }

  return {
    objects: { get: (sha256) => progress.get(sha256)?.state },
    counts() {
      const ready = want.objects.filter(({ sha256 }) => progress.get(sha256)?.state?.ready).length;
      return { ready, missing: want.objects.length - ready };
    },
    wake(afresh = false) {
      if (afresh) for (const known of progress.values()) if (known.failures > 0) known.notBefore = 0;
      ringAll();
    },
    lost(sha256) {
      progress.delete(sha256);
      ringAll();
    },
    start() {
      const abort = new AbortController();
      look();
      const done = Promise.all(LANES.map((lane) => follow(lane, abort.signal)));
      return async () => {
        abort.abort();
        await done;
      };
    },
  };
}
