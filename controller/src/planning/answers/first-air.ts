import type { Instant } from '@loa/shared/instant';
import type { PlanningWorld } from '../inputs.js';
import type { BuiltPlan } from '../plan/built-plan.js';
import { languageName } from '../plan/language-name.js';
import type { PlanProblem } from '../plan/problems.js';
import { groupBy } from './group-by.js';

/** A variant that nobody has approved yet, or whose approval ends. */
export interface WaitingVariant {
  variantId: string;
  bulletinId: string;
  language: string;
  /** The column that may choose it once it is approved. */
  column: string | null;
  submittedAt: Instant;
  /** Of what is approved: until then. */
  endsAt: Instant | null;
}

/** A run in which it would have been heard, and what sounds there without it. */
export interface MissingRun {
  at: Instant;
  scheduleId: string;
  clusterId: string;
  village: string;
  instead: string;
}

export interface FirstAirs {
  /** The next run from now on. */
  next: MissingRun | null;
  /** Whether a run has gone by without it since it was submitted. */
  late: boolean;
}

/** One box's plan, with where it stands and what is understood there. */
export interface PlanHere {
  plan: Pick<BuiltPlan, 'problems' | 'playbacks'>;
  clusterId: string;
  village: string;
  languages: readonly string[];
}

/** When each variant would first be heard at any of these boxes. Pure: the plans are those that hold without it. */
export function firstAirs(
  waiting: readonly WaitingVariant[],
  plans: readonly PlanHere[],
  { world, now }: { world: Pick<PlanningWorld, 'schedules' | 'bulletins'>; now: Instant },
): Map<string, FirstAirs> {
  const columns = columnSlots(world);
  const found = new Map<string, FirstAirs>();
  for (const variant of waiting) {
    const runs = plans.flatMap((here) => [
      ...namedRuns(variant, here, world),
      ...columnRuns(variant, here, columns),
    ]);
    const next = runs.filter(({ at }) => at >= now).sort((a, b) => a.at - b.at)[0] ?? null;
    found.set(variant.variantId, {
      next,
      late: runs.some(({ at }) => at < now && at >= variant.submittedAt),
    });
  }
  return found;
}

/** Runs that name the bulletin itself and leave this language out. */
function namedRuns(
  { bulletinId, language, endsAt }: WaitingVariant,
  here: PlanHere,
  world: Pick<PlanningWorld, 'bulletins'>,
): MissingRun[] {
  const { plan, clusterId, village } = here;
  return plan.problems.flatMap((problem) => {
    if (problem.kind !== 'variant_not_approved' && problem.kind !== 'variant_not_covered') return [];
    // What it was never approved for is not missing because it ends.
    if (problem.kind === 'variant_not_covered' && (endsAt === null || problem.startsAt < endsAt)) return [];
    if (problem.bulletinId !== bulletinId || problem.language !== language) return [];
    const { startsAt: at, scheduleId } = problem;
    return { at, scheduleId, clusterId, village, instead: insteadText(problem, here, world) };
  });
}

function insteadText(
  problem: PlanProblem & { slot: string | null; bulletinId: string },
  { plan }: PlanHere,
  world: Pick<PlanningWorld, 'bulletins'>,
): string {
  const run = (other: { scheduleId: string; localDate: string }) =>
    other.scheduleId === problem.scheduleId && other.localDate === problem.localDate;
  const fallback = plan.problems.find(
    (other) => run(other) && other.kind === 'fallback_used' && other.slot === problem.slot,
  );
  if (fallback?.kind === 'fallback_used') {
    return `Phát bài dự phòng “${world.bulletins.get(fallback.bulletinId)?.title ?? ''}”.`;
  }
  const lines = plan.playbacks.filter((line) => run(line) && line.plannedAt >= problem.startsAt);
  const others = lines.filter(
    ({ slot, bulletinId }) => slot === problem.slot && bulletinId === problem.bulletinId,
  );
  if (others.length > 0) {
    return `Chỉ phát bản ${others.map(({ language }) => languageName(language)).join(', ')}.`;
  }
  return lines.length > 0 ? 'Bỏ bài này, các mục khác của buổi vẫn phát.' : 'Loa im trong buổi này.';
}

/** Which slots of which schedules choose from a column: `scheduleId|slot` by column. */
function columnSlots({ schedules }: Pick<PlanningWorld, 'schedules'>): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { scheduleId, slots } of schedules) {
    for (const { slot, content } of slots) {
      if (content.kind !== 'newest') continue;
      const places = found.get(content.column) ?? new Set<string>();
      found.set(content.column, places.add(`${scheduleId}|${slot}`));
    }
  }
  return found;
}

/** Runs that could choose it as the newest of its column. */
function columnRuns(
  { column, language }: WaitingVariant,
  { plan, clusterId, village, languages }: PlanHere,
  columns: ReadonlyMap<string, ReadonlySet<string>>,
): MissingRun[] {
  const slots = column === null ? undefined : columns.get(column);
  if (!slots || !languages.includes(language)) return [];
  const chosen = plan.playbacks
    .filter(({ scheduleId, slot }) => slots.has(`${scheduleId}|${slot}`))
    .map(({ plannedAt, scheduleId, title }) => {
      const instead = `Chuyên mục “${column}” phát bài “${title}”.`;
      return { at: plannedAt, scheduleId, clusterId, village, instead };
    });
  const empty = plan.problems.flatMap((problem) => {
    if (problem.kind !== 'nothing_new' || problem.column !== column) return [];
    const instead = `Chuyên mục “${column}” không có bài mới nên bỏ trống.`;
    return { at: problem.startsAt, scheduleId: problem.scheduleId, clusterId, village, instead };
  });
  return [...groupBy([...chosen, ...empty], ({ at, scheduleId }) => `${scheduleId}|${at}`).values()].flatMap(
    ([first]) => first ?? [],
  );
}
