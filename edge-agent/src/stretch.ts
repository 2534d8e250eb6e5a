import { addDelivered } from './evidence.js';
import { deliveredOf } from './executor-ending.js';
import type { Playing, PlayResult } from './sound-port.js';
import { type Channel, NOTHING_DELIVERED, type PlaybackRecord } from './state.js';
import type { HaltOutcome } from './steps.js';

/** One stretch of a playback's sound, from its arming to its end. */
export interface Stretch {
  playbackId: string;
  playing: Playing;
  rank: number;
  /** When its first sample was asked for at the soonest, and when it came; monotonic. */
  askedAt: number;
  first: number | null;
  /** How much of it is left to sound, ms. */
  lengthMs: number;
  /** Monotonic; it is cut there. */
  endsBy: number;
  offsetMs: number;
  /** Sound of the stretches before. */
  before: PlaybackRecord['delivered'];
  halted: HaltOutcome | null;
  /** The same playback's next stretch, which takes this one's place. */
  next: Stretch | null;
  epoch: number | null;
}

/** What was handed to the player, as a set that knows who sounds. */
export function createStretches(ports: { monotonic(): number; instantOf(monotonic: number): number }) {
  const all = new Set<Stretch>();
  /** Monotonic end of the last sound of each rank. */
  const ends = new Map<number, number>();

  const endOf = ({ first, askedAt, lengthMs, endsBy }: Stretch) =>
    Math.min(endsBy, (first ?? Math.max(askedAt, ports.monotonic())) + lengthMs);

  return {
    all: () => [...all],
    of: (playbackId: string) =>
      [...all].find((stretch) => stretch.playbackId === playbackId && stretch.next === null),
    add: (stretch: Stretch) => all.add(stretch),
    /** The one that is heard. */
    sounding: () => [...all].filter(({ first }) => first !== null).sort((a, b) => b.rank - a.rank)[0],
    channels: (): Channel[] =>
      [...all]
        .filter(({ next }) => next === null)
        .map((stretch) => ({
          playbackId: stretch.playbackId,
          phase: stretch.halted ? 'stopping' : stretch.first === null ? 'armed' : 'sounding',
          endsAt: Math.round(ports.instantOf(endOf(stretch))),
          ...(stretch.epoch === null ? {} : { epoch: stretch.epoch }),
        })),
    /**
     * When this one's first sample was due: when it was asked for, or when what goes before it was over. The end of what
     * still sounds is known to the millisecond only, so that it never makes a start too early.
     */
    dueOf(mine: Stretch, firstSample: number): number {
      const before = [...ends].flatMap(([rank, end]) => (rank >= mine.rank ? [end] : []));
      for (const other of all) {
        if (other === mine || other.first === null || other.rank < mine.rank) continue;
        before.push(other.halted ? firstSample : endOf(other));
      }
      return Math.max(mine.askedAt, Math.min(firstSample, Math.max(0, ...before)));
    },
    /** It is over: what it delivered goes to its successor where there is one. */
    close(mine: Stretch, result: PlayResult): void {
      all.delete(mine);
      if (mine.next) mine.next.before = addDelivered(mine.before, deliveredOf(result));
      if (mine.first === null) return;
      ends.set(mine.rank, Math.max(ends.get(mine.rank) ?? 0, mine.first + result.deliveredMs));
    },
    /** All that its playback delivered, with what it delivers now. */
    deliveredWith: (mine: Stretch, now = mine.playing.progress()) =>
      addDelivered(mine.before, mine.first === null ? NOTHING_DELIVERED : deliveredOf(now)),
  };
}

export type Stretches = ReturnType<typeof createStretches>;
