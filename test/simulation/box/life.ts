import type { Cancel, Clock } from '@loa/shared/ports/clock';
import type { Timeline } from '../timeline.js';
import type { Agenda } from './agenda.js';

/** A crystal between power-on and power-off. */
export interface Crystal {
  /** True instant at which the machine came on. */
  onAt: number;
  /** What its steady clock showed then, milliseconds. */
  shows: number;
  /** Its milliseconds per true one. */
  rate: number;
  /** What its wall clock showed then, unix: 1970 without a battery. */
  wall: number;
}

/** One run of an agent: its clock, which ends with it. */
export interface Life {
  clock: Clock;
  /** As `clock.after`, but never put off: for hardware. */
  exact(delayMs: number, fire: () => void): Cancel;
  alive(): boolean;
  die(): void;
}

/** A wait as long as this is a poll: the agent has nothing to do before, as far as it knows. */
const POLL_MS = 30_000;

/**
 * The clock is looked after every minute. It is synchronised every four hours and stays fresh for five: put off longer
 * than the hour between, every synchronisation would come with two changes of state to report, as on no real box.
 */
const CLOCK_POLL_MS = 60_000;
const RESYNC_MS = 4 * 3_600_000 + 30_000;
/** What comes round as seldom as this has nothing to do with what sounds: a status repeated, old rows tidied away. */
const REPEAT_MS = 15 * 60_000;
const CLOCK_SLACK_MS = 55 * 60_000;
/** As Node's own timers; one that is shorter than the grain of its clock would fire for ever at one instant. */
const SHORTEST_MS = 1;

/**
 * A box's time. Polls are put off while nothing can happen (see `Agenda`), by at most `slackMs`; an exact wait is
 * exact. `busy` says that the loudspeaker is at work, when nothing is put off.
 */
export function createLife(ports: {
  timeline: Timeline;
  crystal: Crystal;
  agenda: Agenda;
  slackMs(): number;
  /** When the controller last told it the time, true milliseconds. */
  syncedAt(): number | null;
  busy(): boolean;
  onCrash(error: unknown): void;
}): Life {
  const { timeline, crystal, agenda } = ports;
  let alive = true;
  const monotonic = () => crystal.shows + (timeline.now() - crystal.onAt) * crystal.rate;

  function guarded(fire: () => void): () => void {
    return () => {
      if (!alive) return;
      try {
        fire();
      } catch (error) {
        if (alive) ports.onCrash(error);
      }
    };
  }

  const clockSlack = (due: number) => {
    const known = ports.syncedAt();
    return Math.max(CLOCK_SLACK_MS, known === null ? 0 : known + RESYNC_MS - due);
  };

  const exact = (delayMs: number, fire: () => void) =>
    alive
      ? timeline.at(timeline.now() + Math.max(SHORTEST_MS, delayMs) / crystal.rate, guarded(fire))
      : () => {};

  const after = (delayMs: number, fire: () => void) => {
    if (delayMs < POLL_MS || ports.busy()) return exact(delayMs, fire);
    if (!alive) return () => {};
    const due = timeline.now() + delayMs / crystal.rate;
    if (delayMs >= REPEAT_MS) return timeline.at(due + ports.slackMs(), guarded(fire));
    const ofClock = delayMs > POLL_MS && delayMs <= CLOCK_POLL_MS;
    const slackMs = ofClock ? Math.min(ports.slackMs(), clockSlack(due)) : ports.slackMs();
    return timeline.at(agenda.stretch(due, slackMs), guarded(fire));
  };

  return {
    exact,
    alive: () => alive,
    die() {
      alive = false;
    },
    clock: {
      now: () => Math.floor(crystal.wall + (monotonic() - crystal.shows)),
      monotonic,
      after,
      wait: (delayMs, signal) =>
        new Promise((resolve, reject) => {
          if (signal?.aborted) {
            reject(signal.reason);
            return;
          }
          const cancel = after(delayMs, resolve);
          signal?.addEventListener('abort', () => {
            cancel();
            reject(signal.reason);
          });
        }),
    },
  };
}
