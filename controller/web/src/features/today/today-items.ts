import type { Playback } from '@loa/shared/api/playbacks';
import type { PlaybackState } from '@loa/shared/playback';

/** One item as people think of it: the same at several loudspeakers is one line. */
export interface TodayItem {
  key: string;
  title: string;
  language: string;
  plannedAt: number;
  state: PlaybackState;
  reason: Playback['reason'];
  playbacks: readonly Playback[];
}

const NOW: readonly PlaybackState[] = ['claimed', 'started', 'suspended'];
const AHEAD: readonly PlaybackState[] = ['planned', 'ready'];
/** Nobody meant these to be silent; what was cancelled or gave way was. */
const FAILED: readonly PlaybackState[] = ['interrupted', 'missed', 'failed', 'unknown'];

/** What the home page shows of a day's playbacks. Pure. */
export function sortToday(playbacks: readonly Playback[], now: number) {
  const of = (states: readonly PlaybackState[]) => playbacks.filter(({ state }) => states.includes(state));
  const byTime = (a: TodayItem, b: TodayItem) => a.plannedAt - b.plannedAt;
  const ahead = of(AHEAD).filter(({ endsBy }) => endsBy > now);
  return {
    now: grouped(of(NOW)).sort(byTime),
    next: grouped(ahead).sort(byTime),
    failed: grouped(of(FAILED)).sort((a, b) => byTime(b, a)),
    finished: of(['finished']).length,
    left: ahead.length,
  };
}

/** Playbacks of the same thing at the same hour that came to the same are one line. */
function grouped(playbacks: readonly Playback[]): TodayItem[] {
  const items = new Map<string, TodayItem>();
  for (const playback of playbacks) {
    const { title, language, bulletinId, plannedAt, state, reason } = playback;
    // "Ready" here and "planned" there are told as a count, not as two lines.
    const outcome = AHEAD.includes(state) || NOW.includes(state) ? '' : `${state}|${reason}`;
    const key = [plannedAt, bulletinId ?? title, language, outcome].join('|');
    const together = [...(items.get(key)?.playbacks ?? []), playback];
    items.set(key, { key, title, language, plannedAt, state, reason, playbacks: together });
  }
  return [...items.values()];
}

/** "3 nơi: làng A, làng B và 1 nơi khác": few names tell more than a number, many tell less. */
export function placesOf(item: TodayItem, areaNames: ReadonlyMap<string, string>, most = 3) {
  const names = [...new Set(item.playbacks.map(({ areaId }) => areaNames.get(areaId) ?? '…'))];
  return { names: names.slice(0, most), more: Math.max(0, names.length - most), count: names.length };
}
