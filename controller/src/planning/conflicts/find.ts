import type { OverlapKind } from '@loa/shared/api/conflicts';
import { DAY, type Instant } from '@loa/shared/instant';
import type { Priority } from '@loa/shared/messages/use';
import { pairKey } from '../inputs.js';
import { type ConflictingSchedule, createCivils, type Ground, type OwnedPart, partsOf } from './ground.js';
import { type Intervals, intersection, intersects, unionOf } from './intervals.js';
import { sweepOverlaps } from './sweep.js';

/** Another schedule that a draft overlaps, over the time looked at. */
export interface FoundConflict {
  kind: OverlapKind;
  other: ConflictingSchedule;
  /** The clusters where both sound at once. */
  clusters: Intervals;
  /** How many runs of the two overlap; the same run counts once in each zone, by where it is longest. */
  occurrences: number;
  firstAt: Instant;
}

/**
 * What a draft overlaps among the others, in order of the first overlap. The schedule it is to replace (the same id) is
 * left out. Of the draft only runs that begin in the window count; of the others also those that sound into it.
 */
export function findConflicts(input: {
  draft: ConflictingSchedule;
  others: readonly ConflictingSchedule[];
  ground: Ground;
  window: { from: Instant; until: Instant };
}): FoundConflict[] {
  const { draft, ground } = input;
  const civilOf = createCivils();
  const { from, until } = input.window;
  const own = partsOf({ ...draft, notBefore: Math.max(from, draft.notBefore) }, ground, civilOf);
  const parts = [...own];
  for (const other of others(input)) parts.push(...partsOf(other, ground, civilOf));
  const overlaps = sweepOverlaps(parts, { from: from - DAY, until }, (part) => part < own.length);
  const found = new Map<string, FoundInZones>();
  for (let line = 0; line < overlaps.length; line++) {
    const [mine, theirs] = [parts[overlaps.a[line] ?? 0], parts[overlaps.b[line] ?? 0]];
    if (mine && theirs)
      add(found, mine, theirs, overlaps.count[line] ?? 0, overlaps.firstAt[line] ?? 0, ground);
  }
  return [...found.values()].map(({ perZone, ...conflict }) => {
    return { ...conflict, occurrences: [...perZone.values()].reduce((sum, count) => sum + count, 0) };
  });
}

interface FoundInZones extends Omit<FoundConflict, 'occurrences'> {
  perZone: Map<string, number>;
}

/** The schedules that share a cluster with the draft. */
function others({ draft, others: all, ground }: Parameters<typeof findConflicts>[0]): ConflictingSchedule[] {
  const audience = ground.order.audienceOf(draft);
  return all.filter(
    (other) => other.scheduleId !== draft.scheduleId && intersects(audience, ground.order.audienceOf(other)),
  );
}

function add(
  found: Map<string, FoundInZones>,
  mine: OwnedPart,
  theirs: OwnedPart,
  count: number,
  firstAt: Instant,
  ground: Ground,
): void {
  const other = theirs.schedule;
  const clusters = intersection(mine.audience, theirs.audience);
  const known = found.get(other.scheduleId);
  const { zone } = mine.civil;
  if (known) {
    known.perZone.set(zone, Math.max(count, known.perZone.get(zone) ?? 0));
    known.clusters = unionOf([...stretchesOf(known.clusters), ...stretchesOf(clusters)]);
  } else {
    const kind = overlapKind(mine.schedule, other, ground.winners);
    found.set(other.scheduleId, { kind, other, clusters, perZone: new Map([[zone, count]]), firstAt });
  }
}

function stretchesOf(set: Intervals): [number, number][] {
  return Array.from({ length: set.length / 2 }, (_, at) => [set[2 * at] ?? 0, set[2 * at + 1] ?? 0]);
}

const RANK: Record<Priority, number> = { emergency: 2, priority: 1, normal: 0 };

/** Below zero where `a` gives way to `b` by its priority alone. */
export function compareRank(a: Priority, b: Priority): number {
  return RANK[a] - RANK[b];
}

/** What an overlap means to the draft: by priority, and of two priority schedules by what a person decided. */
export function overlapKind(
  draft: Pick<ConflictingSchedule, 'scheduleId' | 'priority'>,
  other: Pick<ConflictingSchedule, 'scheduleId' | 'priority'>,
  winners: Ground['winners'],
): OverlapKind {
  const rank = compareRank(draft.priority, other.priority);
  if (rank !== 0) return rank > 0 ? 'displaces' : 'yields';
  if (draft.priority !== 'priority') return 'queues';
  const winner = winners.get(pairKey(draft.scheduleId, other.scheduleId));
  if (!winner) return 'undecided';
  return winner.scheduleId === draft.scheduleId ? 'displaces' : 'yields';
}
