import { Box } from '@loa/shared/api/boxes';
import type { FleetRow } from '@loa/shared/api/fleet';
import { Playback } from '@loa/shared/api/playbacks';
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { z } from 'zod';
import { KEYS } from './keys.js';
import { BOX_TONES } from './words.js';

/** A burst of events is one reading again, milliseconds. At the hour all loudspeakers of a commune tell of themselves. */
const GATHER_MS = 5_000;
/** The first one after a quiet while is shown at once, milliseconds. */
const FIRST_MS = 400;
/** A page nobody looks at listens no longer than this: a phone's data is paid for, milliseconds. */
const HIDDEN_MS = 60_000;
/** Before it is listened again where the browser has given up; as long as browsers wait themselves, milliseconds. */
const AGAIN_MS = 3_000;

export type Line = 'open' | 'lost';

/**
 * Follows the controller's live events: what an event names is read again where a page shows it. Only what was read
 * changes; forms keep what is typed in them (docs/web.md). Returns how to stop.
 */
export function followEvents(client: QueryClient, tell: (line: Line) => void): () => void {
  const waiting = new Set<string>();
  let gather: ReturnType<typeof setTimeout> | undefined;
  let lastAt = Number.NEGATIVE_INFINITY;
  let hide: ReturnType<typeof setTimeout> | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource | null = null;
  let missed = false;
  let stopped = false;

  const refresh = (...keys: string[]) => {
    for (const key of keys) waiting.add(key);
    const quiet = performance.now() - lastAt > GATHER_MS;
    gather ??= setTimeout(
      () => {
        gather = undefined;
        lastAt = performance.now();
        const names = [...waiting];
        waiting.clear();
        for (const name of names) void client.invalidateQueries({ queryKey: [name] });
      },
      quiet ? FIRST_MS : GATHER_MS,
    );
  };
  const open = () => {
    clearTimeout(again);
    if (source) return;
    source = new EventSource('/api/events');
    source.addEventListener('open', () => {
      tell('open');
      // What changed while nobody listened is read again.
      if (missed) void client.invalidateQueries();
      missed = false;
    });
    source.addEventListener('error', () => {
      missed = true;
      tell('lost');
      // The browser tries again by itself, unless it was refused: the session has ended, or a proxy has no controller.
      if (source?.readyState === EventSource.CLOSED) void openAgain();
    });
    source.addEventListener('box', ({ data }: MessageEvent<string>) => {
      const box = Box.safeParse(JSON.parse(data));
      refresh(KEYS.today);
      if (!box.success) return;
      putBox(client, box.data);
      if (putFleetRow(client, box.data)) refresh(KEYS.fleet);
    });
    source.addEventListener('playback', ({ data }: MessageEvent<string>) => {
      const playback = Playback.safeParse(JSON.parse(data));
      if (playback.success) putPlayback(client, playback.data);
      refresh(KEYS.today, KEYS.outlook);
    });
    source.addEventListener('stops', () => refresh(KEYS.stops, KEYS.today));
    for (const [name, keys] of MORE_EVENTS) source.addEventListener(name, () => refresh(...keys));
  };
  const close = () => {
    clearTimeout(again);
    source?.close();
    source = null;
    missed = true;
  };
  const openAgain = async () => {
    close();
    // Where the session has ended, this is answered once somebody has signed in over the page.
    await client.invalidateQueries({ queryKey: [KEYS.stops] });
    // A page that nobody looks at listens again when somebody does.
    if (!stopped && document.visibilityState === 'visible') again = setTimeout(open, AGAIN_MS);
  };
  const onVisibility = () => {
    clearTimeout(hide);
    if (document.visibilityState === 'visible') open();
    else hide = setTimeout(close, HIDDEN_MS);
  };
  document.addEventListener('visibilitychange', onVisibility);
  open();
  return () => {
    stopped = true;
    document.removeEventListener('visibilitychange', onVisibility);
    clearTimeout(gather);
    clearTimeout(hide);
    close();
  };
}

/** Events without content: the first words of the keys that they make old. */
const MORE_EVENTS: readonly (readonly [string, readonly string[]])[] = [
  ['bulletins', [KEYS.bulletins, KEYS.approvals, KEYS.today]],
  ['schedules', [KEYS.schedules, KEYS.suspensions, KEYS.outlook, KEYS.today]],
];

interface Items<T> {
  items: readonly T[];
}

/** An event brings the whole box, so nothing is asked for again. A new one makes the lists old. */
function putBox(client: QueryClient, box: Box): void {
  put(client, KEYS.boxes, box);
}

/**
 * Shows at once how a receiver is; whether that is news, so that why and what to do are worth reading. Most of what
 * receivers say is that all is as before, and a province's fleet is too much to read again for that.
 */
export function putFleetRow(client: QueryClient, box: Box): boolean {
  const { id, state, condition, lastSeenAt } = box;
  let news = false;
  for (const [key, list] of client.getQueriesData<FleetList>({ queryKey: [KEYS.fleet, 'list'] })) {
    const before = list?.items.find(({ boxId }) => boxId === id);
    if (!list || !before) {
      news ||= list !== undefined && wouldStand(key, list, box);
      continue;
    }
    news ||= before.condition.kind !== condition.kind || (before.state ?? state) !== state;
    const row = { ...before, condition, ...('state' in before ? { state, lastSeenAt } : {}) };
    client.setQueryData<FleetList>(key, {
      ...list,
      items: list.items.map((each) => (each.boxId === id ? row : each)),
    });
  }
  return news;
}

/** Lists of receivers, and of what is wrong with them. */
interface FleetList {
  items: readonly (Pick<FleetRow, 'boxId' | 'condition'> & Partial<Pick<FleetRow, 'state' | 'lastSeenAt'>>)[];
  next: string | null;
}

/** What a list of receivers was asked for; see lib/fleet.ts. */
const Asked = z.tuple([
  z.string(),
  z.string(),
  z.string(),
  z.object({
    ...{ area: z.string().nullish(), cluster: z.string().nullish(), box: z.string().nullish() },
    ...{ cursor: z.string().nullish(), view: z.string().nullish(), q: z.string().nullish() },
  }),
]);

/**
 * Whether a receiver that a list does not show belongs there: a new one, where the list is whole, or one that needs
 * somebody, for those stand first.
 */
function wouldStand(key: QueryKey, { next }: FleetList, { id, areaId, clusterId, condition }: Box): boolean {
  const asked = Asked.safeParse(key);
  if (!asked.success) return false;
  const [, , path, { area, cluster, box, cursor, view, q }] = asked.data;
  if ((area ?? areaId) !== areaId || (cluster ?? clusterId) !== clusterId || (box ?? id) !== id) return false;
  const whole = path === '/fleet' && next === null && !cursor && !q && (view ?? 'all') === 'all';
  return whole || ['bad', 'warn'].includes(BOX_TONES[condition.kind]);
}

/** Lists show a playback as it moves on; where it belongs in a filtered list is for the next reading. */
function putPlayback(client: QueryClient, playback: Playback): void {
  put(client, KEYS.playbacks, playback);
}

function put<T extends { id: string }>(client: QueryClient, key: string, item: T): void {
  client.setQueriesData<Items<T>>({ queryKey: [key, 'list'] }, (page) => {
    if (!page?.items.some(({ id }) => id === item.id)) return page;
    return { ...page, items: page.items.map((each) => (each.id === item.id ? item : each)) };
  });
  void client.invalidateQueries({ queryKey: [key, 'one', item.id] });
}
