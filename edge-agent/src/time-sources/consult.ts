import type { Logger } from '@loa/shared/ports/logger';
import { contradictsFloor, type Sync, timeAt, USABLE_MS, uncertaintyAt } from '../trusted-time.js';
import type { TimeSource } from './time-source.js';

/** The first of these clocks that can be believed: usable, not behind the floor, and not against what is known. */
export async function consult(
  sources: readonly TimeSource[],
  { current, floor, log }: { current: Sync | null; floor: number; log: Logger },
  signal: AbortSignal,
): Promise<{ name: string; sync: Sync } | null> {
  for (const { name, read } of sources) {
    const sync = await read(signal).catch((error: unknown) => {
      log.warn({ err: error, clock: name }, 'a clock could not be read');
      return null;
    });
    if (!sync || sync.errorMs > USABLE_MS) continue;
    if (contradictsFloor(sync, floor)) {
      log.warn({ clock: name, floor, told: timeAt(sync.at, sync) }, 'a clock lies before the floor');
      continue;
    }
    if (current && !agree(sync, current)) {
      log.warn({ clock: name, told: timeAt(sync.at, sync) }, 'a clock contradicts what is known');
      continue;
    }
    return { name, sync };
  }
  return null;
}

function agree(sync: Sync, current: Sync): boolean {
  const reach = uncertaintyAt(sync.at, current);
  if (reach > USABLE_MS) return true;
  return Math.abs(timeAt(sync.at, sync) - timeAt(sync.at, current)) <= reach + sync.errorMs;
}
