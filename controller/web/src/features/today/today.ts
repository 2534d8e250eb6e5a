import { pageOf } from '@loa/shared/api/page';
import { Playback } from '@loa/shared/api/playbacks';
import { queryOptions } from '@tanstack/react-query';
import { ask } from '../../lib/api.js';
import { dayOf } from '../../lib/format.js';
import { KEYS } from '../../lib/keys.js';

const Playbacks = pageOf(Playback);
/** A commune's day in few answers; a province's home page is another page. */
const PER_PAGE = 500;
const MOST = 2_000;

/** Every playback of a civil date (`2026-11-02`). */
export function todayPlaybacksQuery(date: string) {
  return queryOptions({
    queryKey: [KEYS.today, 'playbacks', date],
    async queryFn({ signal }): Promise<readonly Playback[]> {
      const { from, to } = dayOf(date);
      const items: Playback[] = [];
      let cursor: string | null = null;
      do {
        const query: Record<string, string | number | null> = { from, to, limit: PER_PAGE, cursor };
        const page: { items: Playback[]; next: string | null } = await ask('GET', '/playbacks', Playbacks, {
          signal,
          query,
        });
        items.push(...page.items);
        cursor = page.next;
      } while (cursor !== null && items.length < MOST);
      return items;
    },
  });
}
