import type { Plan, Session } from '@loa/shared/messages/plan';
import type { PlaybackRecord, ReconcileInput } from '../state.js';

/** What is heard in order: a session of the plan, or one repetition of an override. */
export interface Line {
  startsAt: number;
  records: PlaybackRecord[];
}

/** The lines of the plan and of all overrides, in the order of who goes first among equals. */
export function linesOf({
  plan,
  playbacks,
  open,
}: Pick<ReconcileInput, 'plan' | 'playbacks' | 'open'>): Line[] {
  const planned = (plan ? inOrder(plan) : []).map(({ startsAt, items }) => ({
    startsAt,
    records: items.flatMap((item) => playbacks.get(item.playbackId) ?? []),
  }));
  return [...planned, ...overrideLines(playbacks, open)];
}

const ordered = new WeakMap<Plan, readonly Session[]>();

/** Every look asks for it, and a plan in force does not change. */
function inOrder(plan: Plan): readonly Session[] {
  const known = ordered.get(plan);
  if (known) return known;
  const sessions = [...plan.sessions].sort(
    (a, b) => a.startsAt - b.startsAt || (a.sessionId < b.sessionId ? -1 : 1),
  );
  ordered.set(plan, sessions);
  return sessions;
}

type Records = ReadonlyMap<string, PlaybackRecord>;

function overrideLines(playbacks: Records, open: Records): Line[] {
  // A line of which everything has ended asks for nothing, and the records of forty days are many.
  if (![...open.values()].some(({ override }) => override)) return [];
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

/** Items at or before this position have had their turn: a later one of their queue was claimed. */
export function lastTaken(line: Line): number {
  return line.records.findLastIndex((record) => record.claimedAt !== undefined);
}

/** Open and never claimed. */
export function isWaiting(record: PlaybackRecord): boolean {
  return record.state === 'planned' || record.state === 'ready';
}
