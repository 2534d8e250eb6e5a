import type { Instant } from '@loa/shared/instant';
import { MINUTE } from '@loa/shared/instant';
import type { CalendarSession } from '../calendar/icalendar.js';
import type { BuiltPlan } from '../plan/built-plan.js';
import { namesText } from './civil-text.js';
import { groupBy } from './group-by.js';
import type { RunWarning } from './outlook.js';

/** One cluster's plan and what is wrong with it. */
export interface CalendarPlan {
  /** `làng Ơi Briu`. */
  village: string;
  plan: Pick<BuiltPlan, 'content' | 'playbacks'>;
  warnings: readonly RunWarning[];
}

/** How long a run that will be silent is shown, so that people see it in a calendar. */
const SILENT_MS = 5 * MINUTE;

/**
 * The runs of several clusters as entries of a calendar: each run once, with the villages that hear it. One that will
 * be silent as things stand is shown too, and says why.
 */
export function calendarSessions(
  plans: readonly CalendarPlan[],
  titles: ReadonlyMap<string, string>,
): CalendarSession[] {
  const told = plans.flatMap(({ village, plan, warnings }) => [
    ...soundingRuns(plan).map((run) => ({ ...run, village, warning: null })),
    ...warnings.map((warning) => ({ ...silentRun(warning), village, warning: warning.text })),
  ]);
  return [...groupBy(told, ({ sessionId }) => sessionId).entries()]
    .flatMap(([sessionId, runs]) => {
      const sounding = runs.filter(({ items }) => items.length > 0);
      const shown = sounding.length > 0 ? sounding : runs;
      const [first] = shown;
      if (!first) return [];
      const villages = [...new Set(shown.map(({ village }) => village))];
      const lines = [...first.items, ...new Set(runs.flatMap(({ warning }) => warning ?? []))];
      return {
        uid: `${sessionId}@loa-lang`,
        title: `${titles.get(first.scheduleId) ?? 'Buổi phát'}${sounding.length > 0 ? '' : ' (chưa phát được)'}`,
        startsAt: first.startsAt,
        endsAt: Math.max(...shown.map(({ endsAt }) => endsAt)),
        description: lines.join('\n'),
        location: namesText(villages, 10),
      };
    })
    .sort((a, b) => a.startsAt - b.startsAt || (a.uid < b.uid ? -1 : 1));
}

/**
 * The same for everybody: when something sounds where, under the name of its schedule. What will be silent is not told,
 * for it may never be approved; nor are the titles within a run, which staff write for each other.
 */
export function broadcastSessions(
  plans: readonly CalendarPlan[],
  titles: ReadonlyMap<string, string>,
): CalendarSession[] {
  const sounding = plans.map((plan) => ({ ...plan, warnings: [] }));
  return calendarSessions(sounding, titles).map((session) => ({ ...session, description: '' }));
}

interface Run {
  sessionId: string;
  scheduleId: string;
  startsAt: Instant;
  endsAt: Instant;
  /** Titles, in order. */
  items: string[];
}

function soundingRuns({ content, playbacks }: CalendarPlan['plan']): Run[] {
  const byRun = groupBy(playbacks, ({ sessionId }) => sessionId);
  return content.sessions.flatMap(({ sessionId, startsAt, items }) => {
    const told = byRun.get(sessionId) ?? [];
    const [first] = told;
    if (!first) return [];
    const endsAt = Math.max(startsAt, ...items.map((item) => item.startsAt + item.source.durationMs));
    return {
      sessionId,
      scheduleId: first.scheduleId,
      startsAt,
      endsAt,
      items: told.map(({ title }) => title),
    };
  });
}

function silentRun({ sessionId, scheduleId, startsAt }: RunWarning): Run {
  return { sessionId, scheduleId, startsAt, endsAt: startsAt + SILENT_MS, items: [] };
}
