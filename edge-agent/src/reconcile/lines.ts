import type { Plan, Session } from '@loa/shared/messages/plan';
import type { PlaybackRecord, ReconcileInput } from '../state.js';

/** What is heard in order: a session of the plan, or one repetition of an override. */
export interface Line {
  startsAt: number;
  records: PlaybackRecord[];
}

/** What is open, sorted by what has to be asked of it. */
export interface Sorted {
  /**
   * The lines of the plan and of all overrides in which something was begun or is to start by `soon`, in the order of
   * who goes first among equals.
   */
  lines: Line[];
  /** Waits, and stands in the plan or in an override, whose document may have ended. */
  named: PlaybackRecord[];
  /** Those of them that could not be armed, noted or closed before `soon`. */
  ahead: PlaybackRecord[];
  /** Waits, though the plan has left it out. */
  removed: PlaybackRecord[];
}

/** Once for all who ask: a plan of eight days is mostly what lies beyond, and each look goes through all of it. */
export function sortOut(
  { plan, playbacks, open }: Pick<ReconcileInput, 'plan' | 'playbacks' | 'open'>,
  soon: number,
): Sorted {
  const { sessions, naming } = orderOf(plan);
  const near = new Set<Session>();
  const sorted: Omit<Sorted, 'lines'> = { named: [], ahead: [], removed: [] };
  for (const record of open.values()) {
    const named = naming.get(record.playbackId);
    const far = isFar(record, soon);
    if (!far) for (const session of named ?? []) near.add(session);
    if (!isWaiting(record)) continue;
    if (!named && !record.override) sorted.removed.push(record);
    else {
      sorted.named.push(record);
      if (far) sorted.ahead.push(record);
    }
  }
  const planned = near.size === 0 ? [] : sessions.filter((session) => near.has(session));
  const lines = [
    ...planned.map(({ startsAt, items }) => ({
      startsAt,
      records: items.flatMap((item) => playbacks.get(item.playbackId) ?? []),
    })),
    ...overrideLines(playbacks, open).filter(({ records }) => records.some((each) => !isFar(each, soon))),
  ];
  return { ...sorted, lines };
}

/** It could not be armed, noted or closed before `soon`. */
function isFar(record: PlaybackRecord, soon: number): boolean {
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
