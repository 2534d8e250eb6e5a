import { execFile } from 'node:child_process';
import type { Logger } from '@loa/shared/ports/logger';
import type { OutputHealth } from '../output.js';
import type { Relay } from './relay.js';

/** A switch that has a program of its own (a USB relay, a network socket): one command each way, never a shell. */
export function createCommandRelay(ports: {
  on: readonly string[];
  off: readonly string[];
  log: Logger;
}): Relay {
  const { log } = ports;
  let health: OutputHealth = { ok: true };
  let queue = Promise.resolve();

  /** One after the other: an `off` must not overtake its `on`. */
  function run([program = '', ...args]: readonly string[]): void {
    queue = queue.then(
      () =>
        new Promise((resolve) => {
          execFile(program, args, { timeout: 10_000 }, (error) => {
            if (error && health.ok) {
              log.warn({ program, detail: error.message }, 'the amplifier cannot be switched');
            }
            health = error ? { ok: false, detail: `relay: ${error.message}`.slice(0, 200) } : { ok: true };
            resolve();
          });
        }),
    );
  }

  return { on: () => run(ports.on), off: () => run(ports.off), health: () => health };
}
