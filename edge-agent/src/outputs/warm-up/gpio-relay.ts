import { type ChildProcess, execFile, spawn } from 'node:child_process';
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

/**
 * A relay at a GPIO line, held by `gpioset` (libgpiod 1.6 or 2): the kernel lets a line go with its holder, so the
 * amplifier goes off when the agent ends, however it ends. The only file that knows gpioset.
 */
export function createGpioRelay(ports: { gpio: GpioLine; log: Logger }): Relay {
  const { gpio, log } = ports;
  let holder: ChildProcess | null = null;
  let wanted = false;
  let version: 1 | 2 | null = null;
  let health: OutputHealth = { ok: true };

  function fail(detail: string): void {
    if (health.ok) log.warn({ gpio, detail }, 'the amplifier cannot be switched');
    health = { ok: false, detail: `relay: ${detail}` };
  }

  function hold(): void {
    if (!wanted || holder || version === null) return;
    // Dies with us, also by SIGKILL.
    const child = spawn('setpriv', ['--pdeathsig', 'TERM', 'gpioset', ...holdArgs(gpio, version)], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    holder = child;
    let said = '';
    child.stderr?.on('data', (text: Buffer) => {
      said = text.toString('utf8').trim().slice(-150);
    });
    child.once('error', (error) => fail(error.message));
    child.once('spawn', () => {
      health = { ok: true };
    });
    child.once('close', (code) => {
      if (holder === child) holder = null;
      if (wanted && code !== null) fail(said || `gpioset ended with ${code}`);
      else if (!wanted) letGo();
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
      if (version !== null) return hold();
      execFile('gpioset', ['--version'], { timeout: 2_000 }, (error, stdout) => {
        if (error) return fail(error.message);
        version = / v?1\./.test(stdout) ? 1 : 2;
        hold();
      });
    },
    off() {
      wanted = false;
      holder?.kill('SIGTERM');
    },
    health: () => health,
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
