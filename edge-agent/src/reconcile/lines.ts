import type { Plan, Session } from '@loa/shared/messages/plan';
import type { PlaybackRecord, ReconcileInput } from '../state.js';

/** What is heard in order: a session of the plan, or one repetition of an override. */
export interface Line {
  startsAt: number;
  records: PlaybackRecord[];
}

/**
 * The lines of the plan and of all overrides in which something was begun or is to start by `soon`, in the order of who
 * goes first among equals. A plan of eight days is mostly what lies beyond: each look would judge all of it.
 */
export function nearLines(
  { plan, playbacks, open }: Pick<ReconcileInput, 'plan' | 'playbacks' | 'open'>,
  soon: number,
): Line[] {
  const near = new Set<Session>();
  const { sessions, naming } = orderOf(plan);
  for (const record of open.values()) {
    if (isFar(record, soon)) continue;
    for (const session of naming.get(record.playbackId) ?? []) near.add(session);
  }
  const planned = near.size === 0 ? [] : sessions.filter((session) => near.has(session));
  return [
    ...planned.map(({ startsAt, items }) => ({
      startsAt,
      records: items.flatMap((item) => playbacks.get(item.playbackId) ?? []),
    })),
    ...overrideLines(playbacks, open).filter(({ records }) => records.some((each) => !isFar(each, soon))),
  ];
}

/** Whether a record stands in the plan, or in an override whose document may have ended. */
export function isNamed({ override, playbackId }: PlaybackRecord, plan: Plan | null): boolean {
  return override !== undefined || orderOf(plan).naming.has(playbackId);
}

/** It could not be armed, noted or closed before `soon`. */
export function isFar(record: PlaybackRecord, soon: number): boolean {
  return record.item.startsAt > soon && isWaiting(record);
}

interface Order {
  sessions: readonly Session[];
  /** The sessions that name a playback. */
  naming: ReadonlyMap<string, readonly Session[]>;
}

const NO_PLAN: Order = { sessions: [], naming: new Map() };
const orders = new WeakMap<Plan, Order>();

/** Every look asks for it, and a plan in force does not change. */
function orderOf(plan: Plan | null): Order {
  if (!plan) return NO_PLAN;
  const known = orders.get(plan);
  if (known) return known;
  const sessions = [...plan.sessions].sort(
    (a, b) => a.startsAt - b.startsAt || (a.sessionId < b.sessionId ? -1 : 1),
  );
  const naming = new Map<string, Session[]>();
  for (const session of sessions) {
    for (const { playbackId } of session.items) {
      naming.set(playbackId, [...(naming.get(playbackId) ?? []), session]);
    }
  }
  const order = { sessions, naming };
  orders.set(plan, order);
  return order;
}

type Records = ReadonlyMap<string, PlaybackRecord>;

function overrideLines(playbacks: Records, open: Records): Line[] {
  // A line of which everything has ended asks for nothing, and the records of forty days are many.
  if (!anyOverride(open)) return [];
  const lines = new Map<string, PlaybackRecord[]>();
  for (const record of playbacks.values()) {
    if (!record.override) continue;
    const key = `${record.override.overrideId} ${record.override.repeat}`;
    const line = lines.get(key);
    if (line) line.push(record);
    else lines.set(key, [record]);
  }
  return [...lines.values()]
    .map((records) => {
      records.sort((a, b) => (a.override?.part ?? 0) - (b.override?.part ?? 0));
      return { startsAt: records[0]?.item.startsAt ?? 0, records };
    })
    .sort((a, b) => a.startsAt - b.startsAt);
}

function anyOverride(open: Records): boolean {
  for (const { override } of open.values()) if (override) return true;
  return false;
}

/** Items at or before this position have had their turn: a later one of their queue was claimed. */
export function lastTaken(line: Line): number {
  return line.records.findLastIndex((record) => record.claimedAt !== undefined);
}

/** Open and never claimed. */
export function isWaiting(record: PlaybackRecord): boolean {
  return record.state === 'planned' || record.state === 'ready';
}
