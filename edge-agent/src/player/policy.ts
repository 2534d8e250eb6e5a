import type { PlayRequest, SoundRank } from '../sound-port.js';

/** Short enough not to be heard as a fade, long enough not to be heard as a click: 10 ms. */
export const FADE_SAMPLES = 480;

/** One voice as the policy sees it, counted in samples from the sample to be decided. */
export interface Contender {
  id: number;
  /** Grows with every request. */
  order: number;
  rank: SoundRank;
  turn: NonNullable<PlayRequest['turn']>;
  displaced: NonNullable<PlayRequest['displaced']>;
  state: 'armed' | 'sounding' | 'held';
  /** Its sound is in memory; one that has none yet silences nobody. */
  ready: boolean;
  /** Samples until its start; at or below 0 it is due. */
  startIn: number;
  /** Samples until it must be over. */
  endIn: number;
  /** It was told to stop. */
  stopping: boolean;
  /** Samples left of the fade it is in, null when it is in none. */
  fadeLeft: number | null;
}

export type FadeCause = 'stopped' | 'displaced' | 'end_by';

/** Who is heard from this sample on, and for how many samples nothing about that can change. */
export type Turn =
  | { kind: 'silence'; samples: number }
  | { kind: 'sound'; id: number; samples: number }
  /** It fades out over so many samples, which begins now, and then ends or waits. */
  | { kind: 'fade'; id: number; samples: number; cause: FadeCause; then: 'end' | 'hold' };

const RANKS: Record<SoundRank, number> = { normal: 0, priority: 1, live: 2, emergency: 3 };

/**
 * The whole of who sounds: emergency > live > priority > normal > silence. What takes a place at a known instant has
 * it from its own first sample, for the fade of what gives way ends there; two are never heard at once.
 */
export function turnAt(contenders: readonly Contender[], left: number): Turn {
  const current = contenders.find(({ state }) => state === 'sounding');
  if (!current) return fromSilence(contenders, left);
  if (current.fadeLeft !== null)
    return { kind: 'sound', id: current.id, samples: Math.min(left, current.fadeLeft) };
  if (current.stopping) return fade(current, FADE_SAMPLES, 'stopped');
  if (current.endIn <= FADE_SAMPLES) return fade(current, Math.max(1, current.endIn), 'end_by');
  const rivals = contenders.filter((rival) => rival.ready && !rival.stopping && goesBefore(rival, current));
  const soonest = Math.min(...rivals.map(({ startIn }) => startIn));
  if (soonest <= FADE_SAMPLES) return fade(current, soonest > 0 ? soonest : FADE_SAMPLES, 'displaced');
  const samples = Math.min(left, soonest - FADE_SAMPLES, current.endIn - FADE_SAMPLES);
  return { kind: 'sound', id: current.id, samples };
}

function fromSilence(contenders: readonly Contender[], left: number): Turn {
  const able = contenders.filter(({ ready, stopping, endIn }) => ready && !stopping && endIn > 0);
  const [first] = able.filter(({ startIn }) => startIn <= 0).sort(compare);
  // It is looked at again at once, as the one that sounds.
  if (first) return { kind: 'sound', id: first.id, samples: 0 };
  return { kind: 'silence', samples: Math.min(left, ...able.map(({ startIn }) => startIn)) };
}

function fade(current: Contender, samples: number, cause: FadeCause): Turn {
  const then = cause === 'displaced' && current.displaced === 'holds' ? 'hold' : 'end';
  return { kind: 'fade', id: current.id, samples, cause, then };
}

/** Whether `rival` takes the place of what sounds as soon as it is due. */
function goesBefore(rival: Contender, current: Contender): boolean {
  return rival.id !== current.id && compare(rival, current) < 0;
}

/** Negative where `a` goes before `b`. */
function compare(a: Contender, b: Contender): number {
  return RANKS[b.rank] - RANKS[a.rank] || claim(b) - claim(a) || tie(a, b);
}

/** Among equals: what was asked for in place of the others, what sounds, what waits to go on, what waits its turn. */
function claim({ state, turn }: Contender): number {
  if (state === 'sounding') return 2;
  if (state === 'held') return 1;
  return turn === 'over' ? 3 : 0;
}

function tie(a: Contender, b: Contender): number {
  if (a.state === 'armed' && a.turn === 'over') return b.order - a.order;
  return a.startIn - b.startIn || a.order - b.order;
}
