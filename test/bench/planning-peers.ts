import { DAY, type Instant, minutesOfDay } from '@loa/shared/instant';
import type { RecurringTimetable } from '@loa/shared/timetable';
import rrule from 'rrule';
import { RRuleTemporal } from 'rrule-temporal';
import { membersOf } from '../../controller/src/planning/conflicts/intervals.js';
import { DAYS, FROM, type Rule, ZONE } from './planning-workload.js';

const UNTIL = FROM + DAYS * DAY;
/** Before the window, so that the rules are under way in it, as a schedule is. */
const START = '2026-10-01';

/** What is recurring daily or on weekdays, as RFC 5545 says it: a rule for each time of day. */
function byRule({
  days: [rule],
  times,
}: RecurringTimetable): { byweekday: number[]; hour: number; minute: number }[] {
  const byweekday = rule?.every === 'week' ? rule.days.map((day) => day - 1) : [];
  return times.map(({ time }) => {
    const minutes = minutesOfDay(time);
    return { byweekday, hour: Math.floor(minutes / 60), minute: minutes % 60 };
  });
}

/** Instants of a timetable by `rrule` with a zone. Its answers are right only where the process lives in UTC. */
export function byRrule(timetable: RecurringTimetable): Instant[] {
  const found = byRule(timetable).flatMap(({ byweekday, hour, minute }) => {
    const rule = new rrule.RRule({
      freq: byweekday.length > 0 ? rrule.RRule.WEEKLY : rrule.RRule.DAILY,
      ...(byweekday.length > 0 ? { byweekday } : {}),
      dtstart: new Date(Date.parse(START) + (hour * 60 + minute) * 60_000),
      tzid: ZONE,
    });
    return rule.between(new Date(FROM), new Date(UNTIL - 1), true).map((date) => date.getTime());
  });
  return found.sort((a, b) => a - b);
}

/** The same by `rrule-temporal`. */
export function byRruleTemporal(timetable: RecurringTimetable): Instant[] {
  const names = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
  const pad = (n: number) => String(n).padStart(2, '0');
  const found = byRule(timetable).flatMap(({ byweekday, hour, minute }) => {
    const start = `DTSTART;TZID=${ZONE}:${START.replaceAll('-', '')}T${pad(hour)}${pad(minute)}00`;
    const freq =
      byweekday.length > 0 ? `WEEKLY;BYDAY=${byweekday.map((day) => names[day]).join(',')}` : 'DAILY';
    const rule = new RRuleTemporal({ rruleString: `${start}\nRRULE:FREQ=${freq}` });
    return rule.between(new Date(FROM), new Date(UNTIL - 1), true).map((date) => date.epochMilliseconds);
  });
  return found.sort((a, b) => a - b);
}

interface Slot {
  rule: number;
  cluster: number;
  startsAt: Date;
  endsAt: Date;
}

/** A pair of rules that overlap, as `a|b`, with how often and since when. */
export type Pairs = Map<string, { count: number; firstAt: Instant }>;

/**
 * Conflicts as one would write them down first: an object for each run at each cluster, sorted by start at each cluster,
 * each compared with those after it until they begin too late. `starts` are the runs of each rule.
 */
export function naiveConflicts(
  rules: readonly Rule[],
  starts: readonly (readonly Instant[])[],
  clusters: Set<number>,
): Pairs {
  const byCluster = new Map<number, Slot[]>();
  for (const [rule, { audience, durationMs }] of rules.entries()) {
    for (const cluster of membersOf(audience)) {
      if (!clusters.has(cluster)) continue;
      const slots = byCluster.get(cluster) ?? [];
      byCluster.set(cluster, slots);
      for (const at of starts[rule] ?? [])
        slots.push({ rule, cluster, startsAt: new Date(at), endsAt: new Date(at + durationMs) });
    }
  }
  const found = new Map<string, { overlaps: Set<string>; firstAt: Instant }>();
  for (const slots of byCluster.values()) {
    slots.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
    for (const [index, slot] of slots.entries()) {
      for (let next = index + 1; next < slots.length; next++) {
        const other = slots[next];
        if (!other || other.startsAt >= slot.endsAt) break;
        note(found, slot, other);
      }
    }
  }
  return new Map([...found].map(([key, { overlaps, firstAt }]) => [key, { count: overlaps.size, firstAt }]));
}

function note(
  found: Map<string, { overlaps: Set<string>; firstAt: Instant }>,
  slot: Slot,
  other: Slot,
): void {
  if (slot.rule === other.rule) return;
  const [a, b] = slot.rule < other.rule ? [slot, other] : [other, slot];
  const key = `${a.rule}|${b.rule}`;
  const at = other.startsAt.getTime();
  const pair = found.get(key) ?? { overlaps: new Set<string>(), firstAt: at };
  found.set(key, pair);
  pair.overlaps.add(`${a.startsAt.getTime()}|${b.startsAt.getTime()}`);
  pair.firstAt = Math.min(pair.firstAt, at);
}
