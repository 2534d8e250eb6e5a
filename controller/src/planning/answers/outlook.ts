import type { Outlook, OutlookItem, OutlookRun, Warning } from '@loa/shared/api/answers';
import type { Instant } from '@loa/shared/instant';
import type { Priority } from '@loa/shared/messages/use';
import type { PlaybackState, Reason } from '@loa/shared/playback';
import { groupBy } from './group-by.js';
import { itemKey, type ToldItem } from './told-item.js';
import { explain } from './why-silent.js';

/** Something of a run that will not sound as asked. */
export interface RunWarning extends Warning {
  sessionId: string;
  scheduleId: string;
  localDate: string;
  startsAt: Instant;
}

export interface OutlookCluster {
  clusterId: string;
  name: string;
  boxes: readonly { boxId: string; items: readonly ToldItem[]; warnings: readonly RunWarning[] }[];
}

/** What the log says of a playback. */
export interface KnownState {
  state: PlaybackState;
  reason: Reason | null;
}

export interface OutlookInput {
  area: { areaId: string; name: string; zone: string };
  from: Instant;
  until: Instant;
  clusters: readonly OutlookCluster[];
  schedules: ReadonlyMap<string, { name: string; priority: Priority }>;
  /** By playbackId; what is absent was not handed to its box yet. */
  states: ReadonlyMap<string, KnownState>;
}

/** What a village will hear in [from, until), run by run, and whether every box is ready for it. */
export function outlook({ area, from, until, clusters, schedules, states }: OutlookInput): Outlook {
  return {
    ...area,
    from,
    until,
    clusters: clusters.map((cluster) => ({
      clusterId: cluster.clusterId,
      name: cluster.name,
      boxes: cluster.boxes.length,
      runs: runsOf(cluster, { schedules, states }),
    })),
  };
}

type Known = Pick<OutlookInput, 'schedules' | 'states'>;

function runsOf(cluster: OutlookCluster, known: Known): OutlookRun[] {
  const items = groupBy(
    cluster.boxes.flatMap((box) => box.items.map((item) => ({ boxId: box.boxId, item }))),
    ({ item }) => item.sessionId,
  );
  const warnings = groupBy(
    cluster.boxes.flatMap((box) => box.warnings),
    ({ sessionId }) => sessionId,
  );
  return [...new Set([...items.keys(), ...warnings.keys()])]
    .flatMap((id) => runOf(id, cluster, items.get(id) ?? [], warnings.get(id) ?? [], known) ?? [])
    .sort((a, b) => a.startsAt - b.startsAt || (a.sessionId < b.sessionId ? -1 : 1));
}

interface BoxItem {
  boxId: string;
  item: ToldItem;
}

function runOf(
  sessionId: string,
  cluster: OutlookCluster,
  found: readonly BoxItem[],
  told: readonly RunWarning[],
  { schedules, states }: Known,
): OutlookRun | null {
  const about = found[0]?.item ?? told[0];
  if (!about) return null;
  const same = [...groupBy(found, ({ item }) => itemKey(item)).values()];
  const items = same
    .flatMap((group) => itemOf(group, cluster.boxes.length, states) ?? [])
    .sort((a, b) => a.startsAt - b.startsAt);
  const warnings = distinct([...told, ...same.flatMap((group) => endWarnings(group, states))]);
  const schedule = schedules.get(about.scheduleId);
  const starts = [...items.map(({ startsAt }) => startsAt), ...told.map(({ startsAt }) => startsAt)];
  const startsAt = Math.min(...starts);
  return {
    sessionId,
    scheduleId: about.scheduleId,
    name: schedule?.name ?? '',
    priority: found[0]?.item.priority ?? schedule?.priority ?? 'normal',
    date: about.localDate,
    startsAt,
    endsAt: Math.max(startsAt, ...items.map((item) => item.startsAt + item.durationMs)),
    readiness: readinessOf(items, warnings),
    items,
    warnings,
  };
}

function itemOf(group: readonly BoxItem[], boxes: number, known: OutlookInput['states']): OutlookItem | null {
  const [first] = group;
  if (!first) return null;
  const { slot, role, title, language, durationMs, bulletinId, plannedAt } = first.item;
  const states = group.map(({ boxId, item: { playbackId } }) => {
    return { boxId, playbackId, state: known.get(playbackId)?.state ?? ('planned' as const) };
  });
  const boxesReady = states.filter(({ state }) => isReady(state)).length;
  return {
    ...{ slot, role, title, language, durationMs, bulletinId },
    startsAt: plannedAt,
    boxesReady,
    boxes,
    states,
  };
}

/** Something that ended otherwise than it should is told, with its reason, before anybody has to ask. */
function endWarnings(group: readonly BoxItem[], known: OutlookInput['states']): Warning[] {
  return group.flatMap(({ item: { playbackId, title, slot } }) => {
    const state = known.get(playbackId);
    if (!state || !isLost(state.state)) return [];
    return {
      code: state.reason ?? state.state,
      text: `“${title}” ${explain(state.state, state.reason).clause}.`,
      slot,
    };
  });
}

function readinessOf(items: readonly OutlookItem[], warnings: readonly Warning[]): OutlookRun['readiness'] {
  const sounding = items.filter(({ states }) => states.some(({ state }) => !isLost(state)));
  if (sounding.length === 0) return 'silent';
  const whole = warnings.length === 0 && items.every(({ boxesReady, boxes }) => boxesReady === boxes);
  return whole ? 'ready' : 'partly';
}

/** The box has the sound, plays it or has played it. */
function isReady(state: PlaybackState): boolean {
  return ['ready', 'claimed', 'started', 'suspended', 'finished'].includes(state);
}

function isLost(state: PlaybackState): boolean {
  return ['interrupted', 'missed', 'skipped', 'failed', 'cancelled', 'unknown'].includes(state);
}

/** Boxes of a cluster lack the same things; people are told once. */
function distinct(warnings: readonly Warning[]): Warning[] {
  const byText = new Map(warnings.map((warning) => [warning.text, warning]));
  return [...byText.values()].map(({ code, text, slot, about }) => ({
    ...{ code, text },
    ...(slot === undefined ? {} : { slot }),
    ...(about === undefined ? {} : { about }),
  }));
}
