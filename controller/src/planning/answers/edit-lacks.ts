import type { ScheduleNote } from '@loa/shared/api/schedules';
import type { Instant } from '@loa/shared/instant';
import type { BuiltPlan } from '../plan/built-plan.js';
import { eachMeeting } from '../plan/meetings.js';
import type { Names } from '../plan/problem-text.js';
import type { ProblemPlace } from '../plan/problems.js';
import type { AnyBoxSession } from '../plan/sessions.js';
import { goesFirst } from '../plan/waiting-runs.js';
import { clockText } from './civil-text.js';
import { type Lack, lackNotes } from './lack-notes.js';
import { type LackingPlan, lacksOf, withoutEffects } from './schedule-lacks.js';

/** More than anybody reads through; the rest is a number. */
const MOST = 12;

/** One box's plan as it is, or as it would be. */
export interface EditedPlan extends LackingPlan {
  plan: Pick<BuiltPlan, 'content' | 'problems' | 'sessions'>;
}

/**
 * What an edit of something that many runs draw on would take from them, and from their neighbours: whatever would not
 * sound as asked after it and does so before. What is wrong already is not this edit's, and not told again.
 */
export function editLacks({
  before,
  after,
  names,
  now,
}: {
  before: readonly EditedPlan[];
  after: readonly EditedPlan[];
  names: Names;
  now: Instant;
}): { warnings: ScheduleNote[]; more: number } {
  const former = new Map(before.map((each) => [each.plan.content.boxId, each]));
  const found = after.flatMap((each) => {
    const was = former.get(each.plan.content.boxId);
    if (!was) return [];
    const known = new Set(allOf(was, names, now).map(nameOf));
    const fresh = allOf(each, names, now).filter((lack) => !known.has(nameOf(lack)));
    return [...cutShort(was, each, now), ...fresh];
  });
  const villages = new Set(after.map(({ village }) => village));
  const notes = lackNotes(withoutEffects(found), villages.size, names.schedule);
  return { warnings: notes.slice(0, MOST), more: Math.max(0, notes.length - MOST) };
}

function nameOf({ run, slot, words }: Lack): string {
  return `${runOf(run)}|${slot ?? ''}|${words}`;
}

function runOf({ scheduleId, localDate, occurrenceId }: ProblemPlace): string {
  return `${scheduleId}|${localDate}|${occurrenceId}`;
}

/** Of what is still to come. */
function allOf(edited: EditedPlan, names: Names, now: Instant): Lack[] {
  const coming = lacksOf(edited, names).filter(({ run }) => run.startsAt >= now);
  return [...coming, ...meetingsOf(edited, names, now)];
}

/** What should sound at this moment and would not be in the plan any more: the box then stops it. */
function cutShort({ plan, village, civil }: EditedPlan, after: EditedPlan, now: Instant): Lack[] {
  const kept = new Set(
    after.plan.content.sessions.flatMap(({ items }) => items.map(({ playbackId }) => playbackId)),
  );
  const cut = plan.sessions.filter(({ session }) =>
    session.items.some(
      ({ playbackId, startsAt, source }) =>
        startsAt <= now && now < startsAt + source.durationMs && !kept.has(playbackId),
    ),
  );
  const words = 'đang phát, lưu thì cắt ngay giữa chừng.';
  return cut.map(({ shared }) => ({
    ...{ run: placeOf(shared), slot: null, code: 'cuts_sounding', words, village, civil },
  }));
}

/** Who has to wait, or is interrupted; that somebody waits in vain is a problem of the plan and told as such. */
function meetingsOf({ plan, village, civil }: EditedPlan, names: Names, now: Instant): Lack[] {
  const inVain = new Set(plan.problems.filter(({ kind }) => kind === 'waits').map(runOf));
  const titleOf = ({ run }: AnyBoxSession) => names.schedule(run.schedule.scheduleId);
  const lacks: Lack[] = [];
  const sessions = plan.sessions.map(({ shared }) => shared);
  eachMeeting(sessions, (earlier, later) => {
    const inTurn = goesFirst(earlier, later);
    const run = placeOf(inTurn ? later : earlier);
    const until = inTurn ? earlier.endsAt : later.run.startsAt;
    if (until <= now || inVain.has(runOf(run))) return;
    const at = clockText(until, civil);
    const words = inTurn
      ? `phải đợi “${titleOf(earlier)}” phát xong lúc ${at}.`
      : `bị “${titleOf(later)}” ưu tiên hơn xen vào lúc ${at}.`;
    lacks.push({ run, slot: null, code: inTurn ? 'queues' : 'yields', words, village, civil });
  });
  return lacks;
}

function placeOf({ run }: AnyBoxSession): ProblemPlace {
  const { schedule, localDate, occurrenceId, startsAt } = run;
  return { scheduleId: schedule.scheduleId, localDate, occurrenceId, startsAt };
}
