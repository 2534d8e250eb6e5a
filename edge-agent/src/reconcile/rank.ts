import type { SoundRank } from '../sound-port.js';
import type { PlaybackRecord } from '../state.js';

/** Who wins the loudspeaker: emergency > live > priority > normal. */
const RANK: Record<SoundRank, number> = { normal: 0, priority: 1, live: 2, emergency: 3 };

export function soundRankOf({ override, priority }: PlaybackRecord): SoundRank {
  return override?.kind === 'live' ? 'live' : priority;
}

export function rankOf(record: PlaybackRecord): number {
  return RANK[soundRankOf(record)];
}
