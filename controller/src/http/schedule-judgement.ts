import type { Conflict } from '@loa/shared/api/conflicts';
import type { Schedule, ScheduleNote } from '@loa/shared/api/schedules';
import { DAY, type Instant } from '@loa/shared/instant';
import { boxesAt } from '../db/boxes.js';
import { findBulletin } from '../db/bulletins.js';
import type { Db } from '../db/database.js';
import { findProgramme } from '../db/programmes.js';
import { civilTime } from '../planning/calendar/civil-time.js';
import { occurrencesOf } from '../planning/calendar/timetable.js';
import { checkSchedule } from '../planning/check/check-schedule.js';
import type { ScheduleProblem } from '../planning/check/problem.js';
import { conflictsOf } from '../planning/conflicts/conflicts.js';
import { longestAt } from '../planning/programme/run-length.js';
import { datedItems } from './dated-items.js';
import { onlyFewerRuns } from './only-fewer-runs.js';
import { type Neighbourhood, neighbourhood } from './schedule-neighbours.js';
import { audienceOf, type PlacedCluster } from './schedule-places.js';

export interface ScheduleJudgement {
  /** Why it cannot be; the first is the one to tell. */
  refusals: ScheduleNote[];
  warnings: ScheduleNote[];
  /** What it meets, and what that means. */
  conflicts: Conflict[];
  /** The boxes that a plan is made for. */
  boxIds: string[];
  /** Of one run where it lasts longest, milliseconds. */
  durationMs: number;
  /** Of a bulletin: the languages that it can be heard in, as its first listeners prefer them. */
  languages: string[];
  /** So many of them would sound: the others wait for somebody to enrol them. */
  enrolled: number;
  audience: PlacedCluster[];
}

/** So far ahead is looked: at what comes round every year too. A timetable without a run by then is refused as over. */
const HORIZON_MS = 400 * DAY;

/**
 * What stands against a schedule, new (`before` is null) or changed, and what its author should know, in Vietnamese.
 * What only takes runs away is never refused: rules that became stricter since must not keep a run on air.
 */
export async function judgeSchedule(
  db: Db,
  { before, after: draft }: { before: Schedule | null; after: Schedule },
  now: Instant,
): Promise<ScheduleJudgement> {
  const audience = await audienceOf(db, draft);
  const boxes = await boxesAt(db, draft);
  const enrolled = boxes.filter(({ state }) => state === 'enrolled').length;
  const window = { from: now, until: now + HORIZON_MS };
  const around = await neighbourhood(db, draft, audience, window);
  const { timetable } = draft;
  const content = await contentOf(db, draft);
  const found = checkSchedule({
    timetable,
    places: around.places,
    items: await datedItems(db, draft),
    holidays: around.holidays,
    now,
  });
  // What shortens itself is told, not refused, unless others would go silent for it.
  const yields = ({ code, alone }: ScheduleProblem) =>
    content.shortens && TOO_LONG.has(code) && (code !== 'day_limit' || alone === true);
  const neverNow = ({ code }: ScheduleProblem) =>
    code === 'outside_validity' && timetable.kind === 'now' && draft.bulletinId !== null;
  const refusals = [
    ...found.refusals.filter((problem) => !yields(problem)),
    ...found.warnings.filter(neverNow),
  ].map(noteOf);
  const told = found.warnings.filter((problem) => !neverNow(problem));
  const warnings = [...found.refusals.filter(yields), ...told].map(noteOf);
  refusals.push(...repeatedIds(draft));
  if (content.note) (timetable.kind === 'now' ? refusals : warnings).push(content.note);
  if (enrolled === 0 && audience.length > 0) warnings.push(noBoxes(boxes.length));
  const boxIds = boxes.map(({ id }) => id);
  const languages = preferred(content.languages, audience[0]?.cluster.languages ?? []);
  const conflicts = meets(around, window);
  const durationMs = longestOf(around, window);
  if (before && takesAway({ before, after: draft }, around, window)) warnings.unshift(...refusals.splice(0));
  return { refusals, warnings, conflicts, boxIds, enrolled, audience, durationMs, languages };
}

function takesAway(
  edit: { before: Schedule; after: Schedule },
  { ground, holidays }: Neighbourhood,
  window: Window,
): boolean {
  return onlyFewerRuns(edit, { zones: ground.order.zones.keys(), holidays }, window);
}

function noBoxes(waiting: number): ScheduleNote {
  const message =
    waiting === 0
      ? 'Các cụm loa đã chọn chưa có bộ thu nào. Hãy lắp và nhận bộ thu trước giờ phát.'
      : 'Các cụm loa đã chọn chưa nhận bộ thu nào nên loa không phát. Hãy nhận bộ thu trước giờ phát.';
  return { code: 'no_boxes', message };
}

const TOO_LONG: ReadonlySet<ScheduleProblem['code']> = new Set([
  'programme_too_long',
  'session_too_long',
  'does_not_fit',
  'day_limit',
]);

interface Window {
  from: Instant;
  until: Instant;
}

function meets({ draft, others, ground, places }: Neighbourhood, window: Window): Conflict[] {
  return conflictsOf({ draft, others, places, ground, window, now: window.from });
}

/** One run where and when it lasts longest, milliseconds. */
function longestOf({ draft, places, ground, holidays }: Neighbourhood, window: Window): number {
  const lengths = places.map(({ length }) => length);
  const runs = [...ground.order.zones.keys()].map(civilTime).flatMap((civil) => {
    const lasts = longestAt(lengths, civil);
    const starts = occurrencesOf(draft.timetable, { civil, holidays }, window).map(
      ({ startsAt }) => startsAt,
    );
    return (starts.length > 0 ? starts : [window.from]).map(lasts);
  });
  return runs.reduce((longest, ms) => Math.max(longest, ms), 0);
}

function noteOf({ code, text, time, nearest, bulletinId }: ScheduleProblem): ScheduleNote {
  const free = nearest === undefined ? {} : { details: { time, nearest } };
  return { code, message: text, ...free, ...(bulletinId === undefined ? {} : { details: { bulletinId } }) };
}

async function contentOf(
  db: Db,
  { bulletinId, programmeId }: Schedule,
): Promise<{ note: ScheduleNote | null; shortens: boolean; languages: string[] }> {
  if (programmeId !== null) {
    const programme = await findProgramme(db, programmeId);
    return { note: null, shortens: programme?.overflow === 'dropLowest', languages: [] };
  }
  const bulletin = bulletinId === null ? null : await findBulletin(db, bulletinId);
  const waiting = bulletin?.variants.filter((variant) => variant.state !== 'approved') ?? [];
  const languages = bulletin?.variants.map(({ language }) => language) ?? [];
  if (!bulletin || waiting.length < bulletin.variants.length)
    return { note: null, shortens: false, languages };
  const submitted = waiting.some(({ state }) => state === 'submitted');
  const note = {
    code: 'not_approved',
    message: submitted
      ? `Bài “${bulletin.title}” đang chờ duyệt; chưa ai duyệt thì loa chưa phát.`
      : `Bài “${bulletin.title}” chưa ai duyệt nên loa không phát. Hãy mở bài và gửi duyệt.`,
    details: { bulletinId: bulletin.id, languages: waiting.map(({ language }) => language) },
  };
  return { note, shortens: false, languages };
}

function preferred(languages: readonly string[], order: readonly string[]): string[] {
  const rank = (language: string) => (order.includes(language) ? order.indexOf(language) : order.length);
  return languages.toSorted((a, b) => rank(a) - rank(b));
}

function repeatedIds({ timetable }: Schedule): ScheduleNote[] {
  if (timetable.kind !== 'recurring') return [];
  const days = [timetable.times, ...timetable.extra.map(({ times }) => times ?? [])];
  const distinct = days.every((times) => new Set(times.map((t) => t.occurrenceId)).size === times.length);
  if (distinct) return [];
  return [{ code: 'repeated_occurrence', message: 'Hai giờ phát trùng mã. Hãy bỏ mã để hệ thống tự đặt.' }];
}
