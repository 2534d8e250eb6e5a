import { systemClock } from '@loa/shared/node/system-clock';

/**
 * Asks again, every 100 ms, until `probe` answers something; fails with the description after `withinMs`. For what
 * another process does, where there is no event to wait for.
 */
export async function waitUntil<T>(
  what: string | (() => string),
  probe: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  withinMs = 30_000,
): Promise<T> {
  const deadline = systemClock.monotonic() + withinMs;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (systemClock.monotonic() > deadline) {
      throw new Error(`Waited ${withinMs} ms in vain until ${typeof what === 'string' ? what : what()}.`);
    }
    await systemClock.wait(100);
  }
}
