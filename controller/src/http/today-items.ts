import type { TodayItem } from '@loa/shared/api/today';
import type { ComingPlayback } from '../db/today.js';

/** So many villages are named; the rest is a number. */
const NAMED = 5;
const HAS_SOUND = ['ready', 'claimed', 'started', 'suspended'];

/** The same item of one run in many places is one line: title, language and time. */
export function todayItems(rows: readonly ComingPlayback[]): TodayItem[] {
  const groups = new Map<string, ComingPlayback[]>();
  for (const row of rows) {
    const key = `${row.scheduleId}|${row.bulletinId}|${row.title}|${row.language}|${row.plannedAt}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(row);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { title, language, priority, scheduleId, bulletinId, plannedAt } = first;
    const clusters = new Set(group.map(({ clusterId }) => clusterId));
    const ready = new Set(group.filter(({ state }) => HAS_SOUND.includes(state)).map((row) => row.clusterId));
    return {
      ...{ title, language, priority, scheduleId, bulletinId, plannedAt },
      endsAt: Math.max(...group.map(({ endsAt }) => endsAt)),
      villages: villagesOf(group),
      clusters: clusters.size,
      ready: ready.size,
    };
  });
}

function villagesOf(group: readonly ComingPlayback[]): string[] {
  const names = [...new Set(group.map(({ village }) => village))];
  return names.sort((a, b) => a.localeCompare(b, 'vi')).slice(0, NAMED);
}
