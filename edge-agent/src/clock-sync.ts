import { HOUR, MINUTE } from '@loa/shared/instant';
import type { ClockQuality } from '@loa/shared/messages/clock-state';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import type { BootClock } from './system-boot.js';
import {
  contradictsFloor,
  instantAt,
  qualityAt,
  SAMPLES,
  type Sample,
  type Sync,
  synchronise,
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
  floor(): number;
  raiseFloor(instant: number): void;
  lastSync(): (Sync & { bootId: string }) | null;
  keepSync(sync: Sync & { bootId: string }): void;
}

export interface ClockSyncPorts {
  clock: Clock;
  boot: BootClock;
  random: Random;
  memory: ClockMemory;
  /** The controller's signed time for a fresh nonce, unix ms, or null when it does not answer well. */
  askTime(signal: AbortSignal): Promise<number | null>;
  /** Called when the quality of the clock changed its state. */
  onChange(quality: ClockQuality, detail: string): void;
  log: Logger;
}

export interface ClockSync extends AgentTime {
  /** Synchronises soon: the network came back. */
  wake(): void;
  start(): () => Promise<void>;
}

const RESYNC_MS = HOUR;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = MINUTE;
/** A reconnection shortly after a synchronisation is no reason for another. */
const RECENT_MS = MINUTE;

/** Keeps the time: the stored synchronisation if the machine never went off, then nonces answered in signed time. */
export function createClockSync(ports: ClockSyncPorts): ClockSync {
  const { clock, boot, random, memory, log } = ports;
  const startedAt = clock.monotonic();
  const bootOffset = boot.sinceBootMs() - startedAt;
  let sync = recalled();
  let sameRun = false;
  let trustedFrom: number | null = null;
  let state = qualityAt(startedAt, sync, false).state;
  if (state !== 'untrusted') trustedFrom = startedAt;
  let retry = FIRST_RETRY_MS;
  let nudge = () => {};

  function recalled(): Sync | null {
    const kept = memory.lastSync();
    if (!kept || kept.bootId !== boot.bootId) return null;
    return { at: kept.at - bootOffset, offset: kept.offset + bootOffset, errorMs: kept.errorMs };
  }

  const instantOf = (monotonic: number) => instantAt(monotonic, sync, memory.floor(), startedAt);
  const quality = () => qualityAt(clock.monotonic(), sync, sameRun);

  function notice(detail: string): void {
    const now = quality();
    if (now.state === 'untrusted') trustedFrom = null;
    else trustedFrom ??= clock.monotonic();
    if (now.state === state) return;
    state = now.state;
    try {
      ports.onChange(now, detail);
    } catch (error) {
      // A full card must not end the asking for time, and with it the whole agent.
      log.error({ err: error, state }, 'a change of the clock could not be written down');
    }
  }

  async function collect(signal: AbortSignal): Promise<Sample[]> {
    const samples: Sample[] = [];
    // The first answer also opens the connection, so it is not counted.
    for (let turn = 0; turn <= SAMPLES; turn++) {
      const sentAt = clock.monotonic();
      const serverNow = await ports.askTime(signal);
      if (serverNow === null) return [];
      if (turn > 0) samples.push({ sentAt, receivedAt: clock.monotonic(), serverNow });
    }
    return samples;
  }

  async function attempt(signal: AbortSignal): Promise<boolean> {
    const fresh = synchronise(await collect(signal));
    if (!fresh) return false;
    if (contradictsFloor(fresh, memory.floor())) {
      log.error(
        { floor: memory.floor(), offered: fresh.at + fresh.offset },
        'signed time lies before the floor',
      );
      return false;
    }
    const stepMs = sync ? Math.round(fresh.offset - sync.offset) : 0;
    sync = fresh;
    sameRun = true;
    if (boot.bootId !== null) {
      const kept = { at: fresh.at + bootOffset, offset: fresh.offset - bootOffset, errorMs: fresh.errorMs };
      memory.keepSync({ ...kept, bootId: boot.bootId });
    }
    memory.raiseFloor(Math.floor(fresh.at + fresh.offset - fresh.errorMs));
    log.info({ errorMs: fresh.errorMs, stepMs }, 'clock synchronised');
    notice(`synchronised to ±${fresh.errorMs.toFixed(1)} ms, step ${stepMs} ms`);
    return true;
  }

  async function run(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => nudge());
    while (!signal.aborted) {
      const ok = await attempt(signal).catch((error: unknown) => {
        log.warn({ err: error }, 'time could not be asked');
        return false;
      });
      const delay = ok ? RESYNC_MS : retry * (0.5 + random.unit());
      retry = ok ? FIRST_RETRY_MS : Math.min(retry * 2, LONGEST_RETRY_MS);
      await idle(delay, signal);
      notice('no synchronisation for too long');
    }
  }

  /** Waits, but no longer than a minute at a stretch, so that a clock that runs out of trust is noticed. */
  async function idle(delayMs: number, signal: AbortSignal): Promise<void> {
    const end = clock.monotonic() + delayMs;
    let nudged = false;
    while (!signal.aborted && !nudged && clock.monotonic() < end) {
      nudged = await new Promise<boolean>((resolve) => {
        const cancel = clock.after(Math.min(MINUTE, end - clock.monotonic()), () => resolve(false));
        const finish = (answer: boolean) => {
          cancel();
          resolve(answer);
        };
        nudge = () => finish(true);
        if (signal.aborted) finish(false);
      });
      notice('no synchronisation for too long');
    }
    nudge = () => {};
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
    monotonicOf: (instant) => (sync ? instant - sync.offset : instant - memory.floor() + startedAt),
    wake() {
      const fresh = sameRun && sync !== null && clock.monotonic() - sync.at < RECENT_MS;
      if (fresh) return;
      retry = FIRST_RETRY_MS;
      nudge();
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
