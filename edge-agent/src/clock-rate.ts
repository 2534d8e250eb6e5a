import { DAY, MINUTE } from '@loa/shared/instant';
import { DRIFT, type Sync, uncertaintyAt } from './trusted-time.js';

/**
 * How much a crystal's own rate may change from what was measured, for it grows with the heat of a box in the sun:
 * milliseconds a millisecond.
 */
const WANDER = 20e-6;
/** Closer together, two synchronisations say nothing of the rate that their errors would not drown. */
const LEAST_SPAN_MS = 10 * MINUTE;
/** An older synchronisation says what the rate was. */
const LONGEST_SPAN_MS = DAY;

/** Learns how fast this machine's clock runs, from synchronisations of one power-on. */
export interface ClockRate {
  /** The same synchronisation, narrowed by the one before and with the rate that it teaches. */
  learn(fresh: Sync): Sync;
}

export function createClockRate(): ClockRate {
  let past: Sync[] = [];
  return {
    learn(fresh) {
      const before = past.at(-1);
      const narrowed = before ? narrow(fresh, before) : fresh;
      // The controller's clock was set: what was measured against the old one says nothing.
      if (!narrowed) past = [];
      const sync = narrowed ?? fresh;
      past = [...past.filter(({ at }) => sync.at - at <= LONGEST_SPAN_MS), sync];
      return { ...sync, ...rateOf(past) };
    },
  };
}

/** What the new synchronisation and the one before, grown by the worst drift, agree on; null when they do not. */
function narrow(fresh: Sync, before: Sync): Sync | null {
  const reach = uncertaintyAt(fresh.at, { ...before, rateError: DRIFT });
  const low = Math.max(fresh.offset - fresh.errorMs, before.offset - reach);
  const high = Math.min(fresh.offset + fresh.errorMs, before.offset + reach);
  return low > high ? null : { at: fresh.at, offset: (low + high) / 2, errorMs: (high - low) / 2 };
}

/** Every pair bounds the rate; what all bounds have in common is what is known. */
function rateOf(past: readonly Sync[]): { rate: number; rateError: number } | object {
  const last = past.at(-1);
  let low = -DRIFT;
  let high = DRIFT;
  for (const early of past) {
    const span = (last?.at ?? 0) - early.at;
    if (!last || span < LEAST_SPAN_MS) continue;
    const difference = last.offset - early.offset;
    const error = last.errorMs + early.errorMs;
    low = Math.max(low, (difference - error) / span - WANDER);
    high = Math.min(high, (difference + error) / span + WANDER);
  }
  if (low > high || (low === -DRIFT && high === DRIFT)) return {};
  return { rate: (low + high) / 2, rateError: (high - low) / 2 };
}
