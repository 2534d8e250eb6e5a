import { readFileSync } from 'node:fs';

/** Names this power-on of the machine and counts time since it, so that a restarted agent still knows the time. */
export interface BootClock {
  /** Changes with every power-on; null where the system does not tell. */
  bootId: string | null;
  /** Milliseconds of the machine's own steady clock, common to all processes since power-on. */
  sinceBootMs(): number;
}

/** Linux: the kernel's boot id and CLOCK_MONOTONIC. */
export function createBootClock(): BootClock {
  return { bootId: readBootId(), sinceBootMs: () => Number(process.hrtime.bigint() / 1_000n) / 1_000 };
}

function readBootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() || null;
  } catch {
    return null;
  }
}
