import type { Plan } from '@loa/shared/messages/plan';
import { stretchOf } from '../hours-of-day.js';
import { againstHours, type TruePlace } from './place.js';
import { type Explained, shown } from './session.js';

/** Why a plan goes beyond the rules of its place, or null. */
export function beyondRules(plan: Plan, place: TruePlace, sessions: readonly Explained[]): string | null {
  const stretch = plan.settings.hours.length === 0 ? null : stretchOf(plan.settings.hours);
  if (stretch && (stretch.from < place.hours.from || stretch.to > place.hours.to))
    return 'its hours are wider than the place’s';
  if (plan.settings.hours.some(({ maxGainDb }) => maxGainDb > place.maxGainDb))
    return 'louder than its neighbours bear';
  if (plan.areaChain.join() !== place.areaChain.join()) return `lies in ${plan.areaChain.join(' › ')}`;
  const days = new Map<string, { ms: number; sessions: number }>();
  for (const { session, localDate, endsAt } of sessions) {
    for (const { startsAt, source } of session.items) {
      const against = againstHours(place, startsAt, startsAt + source.durationMs);
      if (against) return `${shown(startsAt)} ${against}`;
    }
    const lasts = endsAt - session.startsAt;
    if (lasts > place.maxSessionMs) return `${shown(session.startsAt)} longer than the place hears at once`;
    const day = days.get(localDate) ?? { ms: 0, sessions: 0 };
    days.set(localDate, { ms: day.ms + lasts, sessions: day.sessions + 1 });
  }
  for (const [date, { ms, sessions: count }] of days) {
    if (ms > place.maxDayMs || count > place.maxSessionsPerDay)
      return `${date} has more than the place hears`;
  }
  return twoOfPriority(sessions);
}

/** Of two priority schedules that meet, one gives way. */
function twoOfPriority(sessions: readonly Explained[]): string | null {
  const rivals = sessions.filter(({ schedule }) => schedule.priority === 'priority');
  for (const [n, a] of rivals.entries()) {
    const b = rivals
      .slice(n + 1)
      .find(
        (other) =>
          other.schedule !== a.schedule &&
          other.session.startsAt < a.endsAt &&
          a.session.startsAt < other.endsAt,
      );
    if (b) return `${shown(b.session.startsAt)} ${a.schedule.id} and ${b.schedule.id} at once`;
  }
  return null;
}
