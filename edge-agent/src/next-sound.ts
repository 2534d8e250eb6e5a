import { isEnd } from '@loa/shared/playback';
import type { PlaybackRecord } from './state.js';

/** When the next planned sound begins, unix ms; null when none is planned. */
export function nextSoundAt(open: ReadonlyMap<string, PlaybackRecord>): number | null {
  let next: number | null = null;
  for (const { state, startedAt, item } of open.values()) {
    if (isEnd(state) || startedAt !== undefined) continue;
    if (next === null || item.startsAt < next) next = item.startsAt;
  }
  return next;
}
