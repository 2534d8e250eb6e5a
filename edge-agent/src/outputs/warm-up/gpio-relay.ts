import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { backoffDelay } from '@loa/shared/backoff';
import type { Cancel, Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { OutputHealth } from '../output.js';
import type { Relay } from './relay.js';

export interface GpioLine {
  /** As `gpiodetect` names it. */
  chip: string;
  line: number;
  /** The relay closes on a low level. */
  activeLow: boolean;
}

/** A holder that lives so long has its line, ms: one that cannot have it ends at once. */
const HELD_MS = 1_000;
const RETRY = { firstMs: 200, longestMs: 10_000 };

/**
 * A relay at a GPIO line, held by `gpioset` (libgpiod 1.6 or 2): the kernel lets a line go with its holder, so the
 * amplifier goes off when the agent ends, however it ends. A holder that ends while it is wanted is replaced, soon. The
 * only file that knows gpioset.
 */
export function createGpioRelay(ports: { gpio: GpioLine; clock: Clock; log: Logger }): Relay {
  const { gpio, clock, log } = ports;
  let holder: { child: ChildProcess; since: number } | null = null;
  let wanted = false;
  let version: 1 | 2 | null = null;
  let failures = 0;
  let cancel: Cancel = () => {};
  let health: OutputHealth = { ok: true };

  function settle(): OutputHealth {
    if (holder && clock.monotonic() - holder.since >= HELD_MS) {
      failures = 0;
      health = { ok: true };
    }
    return health;
  }

  function fail(detail: string): void {
    if (settle().ok) log.warn({ gpio, detail }, 'the amplifier cannot be switched');
    health = { ok: false, detail: `relay: ${detail}` };
    failures++;
    cancel();
    if (wanted) cancel = clock.after(backoffDelay(failures, 0.5, RETRY), hold);
  }

  function hold(): void {
    if (!wanted || holder) return;
    if (version === null) {
      learnVersion();
      return;
    }
    // Dies with us, also by SIGKILL.
    const child = spawn('setpriv', ['--pdeathsig', 'TERM', 'gpioset', ...holdArgs(gpio, version)], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    holder = { child, since: clock.monotonic() };
    let said = '';
    child.stderr?.on('data', (text: Buffer) => {
      said = text.toString('utf8').trim().slice(-150);
    });
    child.once('error', (error) => ended(child, error.message));
    child.once('close', (code, signal) => ended(child, said || `gpioset ended with ${code ?? signal}`));
  }

  function ended(child: ChildProcess, detail: string): void {
    if (holder?.child !== child) return;
    if (wanted && !child.killed) fail(detail);
    holder = null;
    if (!wanted) letGo();
    // It was switched off and on again while this one was still on its way out.
    else if (child.killed) hold();
  }

  function learnVersion(): void {
    execFile('gpioset', ['--version'], { timeout: 2_000 }, (error, stdout) => {
      if (error) return fail(error.message);
      version = / v?1\./.test(stdout) ? 1 : 2;
      hold();
    });
  }

  /** A line that nobody holds may keep its level: it is set to off once, on purpose. */
  function letGo(): void {
    if (version === null) return;
    execFile('gpioset', offArgs(gpio, version), { timeout: 2_000 }, (error) => {
      if (error) log.debug({ gpio, detail: error.message }, 'the relay line was not set to off');
    });
  }

  return {
    on() {
      wanted = true;
      hold();
    },
    off() {
      wanted = false;
      cancel();
      holder?.child.kill('SIGTERM');
    },
    health: settle,
  };
}

function holdArgs({ chip, line, activeLow }: GpioLine, version: 1 | 2): string[] {
  const low = activeLow ? ['--active-low'] : [];
  return version === 1 ? ['--mode=signal', ...low, chip, `${line}=1`] : ['--chip', chip, ...low, `${line}=1`];
}

function offArgs({ chip, line, activeLow }: GpioLine, version: 1 | 2): string[] {
  const low = activeLow ? ['--active-low'] : [];
  // In version 2 a toggle period of 0 ends the program.
  return version === 1
    ? ['--mode=exit', ...low, chip, `${line}=0`]
    : ['--chip', chip, ...low, '--toggle', '0', `${line}=0`];
}
