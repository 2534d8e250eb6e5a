import { HOUR, MINUTE } from '@loa/shared/instant';
import type { ClockQuality } from '@loa/shared/messages/clock-state';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import { createBell } from './bell.js';
import { createClockRate } from './clock-rate.js';
import { createFirmFloor, type FirmFloor } from './firm-floor.js';
import { askSamples } from './sample-time.js';
import type { BootClock } from './system-boot.js';
import { consult } from './time-sources/consult.js';
import type { TimeSource } from './time-sources/time-source.js';
import {
  contradictsFloor,
  instantAt,
  monotonicAt,
  qualityAt,
  SAMPLES,
  type Sync,
  synchronise,
  timeAt,
  uncertaintyAt,
} from './trusted-time.js';

/** The agent's only idea of time: a monotonic clock and an offset that the controller signed. */
export interface AgentTime {
  now(): number;
  quality(): ClockQuality;
  /** Whether schedules may be followed. */
  trusted(): boolean;
  /** Since when, in this run, the time has been known; `now()` while it is not. */
  trustedSince(): number;
  /** When this run began. */
  bootAt(): number;
  /** The earliest that it can be now, or null while the time is not known: what a stored floor may be raised to. */
  earliest(): number | null;
  instantOf(monotonic: number): number;
  monotonicOf(instant: number): number;
}

/** What survives a restart. `sync.at` and `offset` count from the machine's power-on. */
export interface ClockMemory {
  /** The latest instant that was believed: where counting begins while nothing better is known. */
  floor(): number;
  raiseFloor(instant: number): void;
  /** What was believed was too late. */
  lowerFloor(instant: number): void;
  lastSync(): (Sync & { bootId: string }) | null;
  keepSync(sync: Sync & { bootId: string }): void;
}

export interface ClockSyncPorts {
  clock: Clock;
  boot: BootClock;
  random: Random;
  memory: ClockMemory;
  /** The instant before which it surely is not; kept nowhere unless said otherwise. */
  firmFloor?: FirmFloor;
  /** Clocks for when the controller is away, the better first. */
  sources?: readonly TimeSource[];
  /** When the next planned sound begins, unix ms: the time is made exact ahead of it. */
  nextSoundAt?: () => number | null;
  /** The controller's signed time for a fresh nonce, unix ms, or null when it does not answer well. */
  askTime(signal: AbortSignal): Promise<number | null>;
  /** Called when the quality of the clock changed its state. */
  onChange(quality: ClockQuality, detail: string): void;
  log: Logger;
}

export interface ClockSync extends AgentTime {
  /** Synchronises soon: the network came back. */
  wake(): void;
  /** The root says that it is not as late as this box holds for certain. */
  lowerFloor(to: number): void;
  start(): () => Promise<void>;
}

/** Until the next synchronisation after one, two, … of them: the rate is learned first, then bytes are saved. */
const RESYNC_MS = [10 * MINUTE, HOUR, 4 * HOUR] as const;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = MINUTE;
/** While nothing may sound for want of a clock, for an hour: back within ten seconds of the network. */
const EAGER_RETRY_MS = 4_000;
const EAGER_FOR_MS = HOUR;
/** A reconnection shortly after a synchronisation is no reason for another. */
const RECENT_MS = MINUTE;
/** Before a planned sound, an older synchronisation is renewed, with many answers: neighbours sound together. */
const AHEAD_MS = 5 * MINUTE;
const OLD_MS = 30 * MINUTE;
const MANY_SAMPLES = 15;
/** Other clocks are looked at no more often. */
const CONSULT_EVERY_MS = 15_000;

/** Keeps the time: the stored synchronisation if the machine never went off, then nonces answered in signed time. */
export function createClockSync(ports: ClockSyncPorts): ClockSync {
  const { clock, boot, random, memory, sources = [], log } = ports;
  const firm = ports.firmFloor ?? createFirmFloor({ read: () => null, write: () => {} });
  const bell = createBell({ clock });
  const clockRate = createClockRate();
  const startedAt = clock.monotonic();
  const bootOffset = boot.sinceBootMs() - startedAt;
  let sync = recalled();
  let sameRun = false;
  let syncs = 0;
  let trustedFrom: number | null = null;
  let untrustedSince = startedAt;
  let state = qualityAt(startedAt, sync, false).state;
  if (state !== 'untrusted') trustedFrom = startedAt;
  let failures = 0;
  let askedAt = Number.NEGATIVE_INFINITY;
  let consultedAt = Number.NEGATIVE_INFINITY;

  function recalled(): Sync | null {
    const kept = memory.lastSync();
    if (!kept || kept.bootId !== boot.bootId) return null;
    const { bootId: _bootId, ...known } = kept;
    return clockRate.learn({ ...known, at: kept.at - bootOffset, offset: kept.offset + bootOffset });
  }

  const instantOf = (monotonic: number) => instantAt(monotonic, sync, memory.floor(), startedAt);
  const quality = () => qualityAt(clock.monotonic(), sync, sameRun);

  function notice(detail: string): void {
    const now = quality();
    if (now.state !== 'untrusted') trustedFrom ??= clock.monotonic();
    else if (trustedFrom !== null) {
      trustedFrom = null;
      untrustedSince = clock.monotonic();
    }
    if (now.state === state) return;
    state = now.state;
    try {
      ports.onChange(now, detail);
    } catch (error) {
      // A full card must not end the asking for time, and with it the whole agent.
      log.error({ err: error, state }, 'a change of the clock could not be written down');
    }
  }

  /** A planned sound is near, and the last synchronisation is not. */
  function soundIsNear(): boolean {
    const next = ports.nextSoundAt?.() ?? null;
    if (next === null || sync === null || clock.monotonic() - sync.at < OLD_MS) return false;
    return next - instantOf(clock.monotonic()) < AHEAD_MS && clock.monotonic() - askedAt >= RECENT_MS;
  }

  async function attempt(signal: AbortSignal): Promise<boolean> {
    const most = !sameRun || soundIsNear() ? MANY_SAMPLES : SAMPLES;
    askedAt = clock.monotonic();
    const fresh = synchronise(await askSamples(ports, { most }, signal));
    if (!fresh) return false;
    if (contradictsFloor(fresh, firm.floor())) {
      log.error(
        { floor: firm.floor(), offered: fresh.at + fresh.offset },
        'signed time lies before the floor; if the floor is wrong: loa-agent clock reset',
      );
      return false;
    }
    await accept(fresh, signal);
    return true;
  }

  async function accept(fresh: Sync, signal: AbortSignal): Promise<void> {
    const stepMs = sync ? Math.round(fresh.at + fresh.offset - timeAt(fresh.at, sync)) : 0;
    // One of the two was wrong: it is asked again soon, as after a start.
    if (sync && Math.abs(stepMs) > uncertaintyAt(fresh.at, sync) + fresh.errorMs + 1) syncs = 0;
    const earliest = Math.floor(fresh.at + fresh.offset - fresh.errorMs);
    sync = clockRate.learn(fresh);
    sameRun = true;
    syncs += 1;
    try {
      remember(sync, earliest);
    } catch (error) {
      log.warn({ err: error }, 'the time could not be written down');
    }
    const ppm = sync.rate === undefined ? undefined : Math.round(sync.rate * 1e7) / 10;
    log.info({ errorMs: sync.errorMs, stepMs, ppm }, 'clock synchronised');
    notice(`synchronised to ±${sync.errorMs.toFixed(1)} ms, step ${stepMs} ms`);
    for (const source of sources) {
      await source.learn?.(sync, signal).catch((error: unknown) => {
        log.warn({ err: error, clock: source.name }, 'a clock could not be set');
      });
    }
  }

  /** What lasts over a restart and a power cut. */
  function remember(known: Sync, earliest: number): void {
    if (contradictsFloor(known, memory.floor())) memory.lowerFloor(earliest);
    memory.raiseFloor(earliest);
    firm.heard(earliest);
    if (boot.bootId !== null) {
      const kept = { ...known, at: known.at + bootOffset, offset: known.offset - bootOffset };
      memory.keepSync({ ...kept, bootId: boot.bootId });
    }
  }

  /** The controller is away: other clocks may know better than counting on. */
  async function askOthers(signal: AbortSignal): Promise<void> {
    if (sources.length === 0 || clock.monotonic() - consultedAt < CONSULT_EVERY_MS) return;
    consultedAt = clock.monotonic();
    const found = await consult(sources, { current: sync, floor: memory.floor(), log }, signal);
    if (!found) return;
    const known = sync && uncertaintyAt(clock.monotonic(), sync);
    if (known !== null && known <= uncertaintyAt(clock.monotonic(), found.sync)) return;
    sync = found.sync;
    sameRun = false;
    notice(`the time of ${found.name}, to ±${found.sync.errorMs.toFixed(0)} ms`);
  }

  async function run(signal: AbortSignal): Promise<void> {
    if (state === 'untrusted') await askOthers(signal);
    while (!signal.aborted) {
      const ok = await attempt(signal).catch((error: unknown) => {
        log.warn({ err: error }, 'time could not be asked');
        return false;
      });
      if (ok) {
        failures = 0;
        bell.clear();
      } else if (!signal.aborted) {
        failures += 1;
        await askOthers(signal);
      }
      await idle(ok ? untilResync() : untilRetry(), signal);
      notice('no synchronisation for too long');
    }
  }

  function untilResync(): number {
    return RESYNC_MS[Math.min(syncs, RESYNC_MS.length) - 1] ?? HOUR;
  }

  function untilRetry(): number {
    const eager = state === 'untrusted' && clock.monotonic() - untrustedSince < EAGER_FOR_MS;
    const doubled = FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 10);
    return Math.min(doubled, eager ? EAGER_RETRY_MS : LONGEST_RETRY_MS) * (0.5 + random.unit());
  }

  /** Waits, but no longer than a minute at a stretch, so that a clock that runs out of trust is noticed. */
  async function idle(delayMs: number, signal: AbortSignal): Promise<void> {
    const end = clock.monotonic() + delayMs;
    while (!signal.aborted && clock.monotonic() < end && !soundIsNear()) {
      if (await bell.wait(Math.min(MINUTE, end - clock.monotonic()), signal)) return;
      notice('no synchronisation for too long');
    }
  }

  return {
    now: () => instantOf(clock.monotonic()),
    quality,
    trusted: () => quality().state !== 'untrusted',
    trustedSince: () => instantOf(trustedFrom ?? clock.monotonic()),
    bootAt: () => (sync ? Math.round(startedAt + sync.offset) : memory.floor()),
    earliest() {
      const { state: known, uncertaintyMs } = quality();
      return known === 'untrusted' ? null : Math.floor(instantOf(clock.monotonic()) - (uncertaintyMs ?? 0));
    },
    instantOf,
    monotonicOf: (instant) => (sync ? monotonicAt(instant, sync) : instant - memory.floor() + startedAt),
    wake() {
      const fresh = sameRun && sync !== null && clock.monotonic() - sync.at < RECENT_MS;
      if (fresh) return;
      failures = 0;
      bell.ring();
    },
    lowerFloor(to) {
      if (to >= firm.floor()) return;
      log.warn({ from: firm.floor(), to }, 'the root lowered the floor of this clock');
      firm.lower(to);
      // A wrong time that is still believed is replaced by the next answer, which is no longer refused.
      bell.ring();
    },
    start() {
      const abort = new AbortController();
      const done = run(abort.signal);
      return async () => {
        abort.abort();
        await done;
      };
    },
  };
}
