import { DAY } from '@loa/shared/instant';
import type { LinkPace } from '@loa/shared/node/mqtt-bus';
import type { Clock } from '@loa/shared/ports/clock';

/**
 * How often an idle link to the broker is pinged. CONNECT always announces 60 s: a dead link is noticed after 1.5 times
 * that (90 s) by the broker, and after 1.5 times its own pace by the box, both within the 100 s of the design; anything
 * above 66 s would break it. Some mobile networks forget an idle link sooner than that, and then nothing reaches the box
 * until it pings in vain. There it pings every 30 s, which costs a SIM about 300 kB more a day, and after a day without
 * a loss tries 60 s again.
 */
export interface Keepalive {
  pace: 'usual' | 'short';
  /** Monotonic, ms: when the pace was taken up, or a link was last lost at it. */
  since: number;
  /** How long the short pace is kept before the usual one is tried again, ms; 0 where it never was needed. */
  patienceMs: number;
  /** The link was lost while it was idle; whether the network forgot it shows when it is back. */
  suspected: boolean;
}

export const USUAL_SECONDS = 60;
export const SHORT_SECONDS = 30;
/** Each time that the usual pace fails anew the short one is kept twice as long, up to this. */
const MOST_PATIENCE_MS = 8 * DAY;
/** Silence of so much of a ping's pace before the end is what a forgotten link looks like. */
const IDLE_PART = 0.9;

export const BEGINNING: Keepalive = { pace: 'usual', since: 0, patienceMs: 0, suspected: false };

/** What it is by now: the short pace ends by itself, and a usual one that lasted was not in vain. */
export function keepaliveAt(known: Keepalive, now: number): Keepalive {
  if (known.pace === 'short' && now - known.since >= known.patienceMs)
    return { ...known, pace: 'usual', since: now };
  if (known.pace === 'usual' && now - known.since >= MOST_PATIENCE_MS) return { ...known, patienceMs: 0 };
  return known;
}

/** A link was lost after nothing had been heard on it for `quietMs`. */
export function afterLoss(before: Keepalive, quietMs: number, now: number): Keepalive {
  const known = keepaliveAt(before, now);
  return { ...known, suspected: quietMs >= secondsOf(known) * 1_000 * IDLE_PART };
}

/**
 * There is a link again, at the `tries`-th attempt. One that was there at once had been forgotten on the way; where it
 * took more, the network itself was away, and no ping would have helped.
 */
export function afterReturn(before: Keepalive, tries: number, now: number): Keepalive {
  const known = { ...keepaliveAt(before, now), suspected: false };
  if (!before.suspected || tries > 1) return known;
  if (known.pace === 'short') return { ...known, since: now };
  const patienceMs = Math.min(MOST_PATIENCE_MS, Math.max(DAY, known.patienceMs * 2));
  return { pace: 'short', since: now, patienceMs, suspected: false };
}

export function secondsOf({ pace }: Keepalive): number {
  return pace === 'usual' ? USUAL_SECONDS : SHORT_SECONDS;
}

/** The policy at work; it forgets with the process, which costs one lost link. */
export function createLinkPace({ clock }: { clock: Pick<Clock, 'monotonic'> }): LinkPace {
  let known = BEGINNING;
  return {
    seconds() {
      known = keepaliveAt(known, clock.monotonic());
      return secondsOf(known);
    },
    lost(quietMs) {
      known = afterLoss(known, quietMs, clock.monotonic());
    },
    back(tries) {
      known = afterReturn(known, tries, clock.monotonic());
    },
  };
}
