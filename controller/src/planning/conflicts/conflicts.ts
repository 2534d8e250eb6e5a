import type { Conflict } from '@loa/shared/api/conflicts';
import type { Instant } from '@loa/shared/instant';
import { placeName } from '@loa/shared/place-name';
import { type AlternativePlace, createFreeTimes, type FreeTimes } from './alternatives.js';
import { type FoundConflict, findConflicts } from './find.js';
import type { ConflictingSchedule, Ground } from './ground.js';
import { membersOf, sizeOf } from './intervals.js';
import { conflictText } from './text.js';

/** How many villages an answer names. */
const NAMED_VILLAGES = 10;

/**
 * What a draft, new or changed, overlaps among the others while it may still be moved: who, where, when first, what it
 * means and where it could go instead. `places`: all places that would hear it.
 */
export function conflictsOf(input: {
  draft: ConflictingSchedule;
  others: readonly ConflictingSchedule[];
  places: readonly AlternativePlace[];
  ground: Ground;
  window: { from: Instant; until: Instant };
  now: Instant;
}): Conflict[] {
  const found = findConflicts(input);
  if (found.length === 0) return [];
  const avoid = new Set(found.map(({ other }) => other.scheduleId));
  const freeTimes = createFreeTimes({ ...input, avoid });
  return found.map((conflict) => describe(conflict, input, freeTimes));
}

function describe(
  { kind, other, clusters, occurrences, firstAt }: FoundConflict,
  { draft, ground }: { draft: ConflictingSchedule; ground: Ground },
  freeTimes: FreeTimes,
): Conflict {
  const free = freeTimes(firstAt);
  const alternatives = free?.alternatives ?? [];
  const villages = villagesOf(clusters, ground);
  const { timetable } = draft;
  const several = timetable.kind === 'recurring' && timetable.times.length > 1;
  const text = conflictText({
    kind,
    name: other.name,
    time: several ? (free?.asked ?? null) : null,
    villages,
    alternatives: alternatives.map(({ time }) => time),
  });
  return {
    kind,
    scheduleId: other.scheduleId,
    name: other.name,
    priority: other.priority,
    setBy: other.setBy,
    villages: villages.slice(0, NAMED_VILLAGES).map((village) => placeName(village)),
    clusters: sizeOf(clusters),
    occurrences,
    firstAt,
    time: free?.asked ?? null,
    alternatives,
    text,
  };
}

/** The villages of the clusters, each once, in the order of the area tree. */
function villagesOf(clusters: FoundConflict['clusters'], { order }: Ground) {
  const villages = new Map<string, { kind: string; name: string }>();
  for (const number of membersOf(clusters)) {
    const cluster = order.clusters[number];
    if (cluster) villages.set(cluster.areaId, cluster.village);
  }
  return [...villages.values()];
}
