import type { AskedTimetable } from '@loa/shared/api/schedules';
import { newId } from '@loa/shared/ids';
import type { Random } from '@loa/shared/ports/random';
import type { Timetable } from '@loa/shared/timetable';

/** The timetable to keep: `now` becomes an instant, every time gets its lasting id. */
export function toTimetable(
  asked: AskedTimetable,
  { now, leadMs, random }: { now: number; leadMs: number; random: Random },
): Timetable {
  switch (asked.kind) {
    case 'now':
      return { kind: 'now', at: now + leadMs };
    case 'once':
      return asked;
    case 'recurring': {
      const named = (times: readonly AskedTime[]) =>
        times.map(({ time, occurrenceId }) => ({ time, occurrenceId: occurrenceId ?? newId('occ', random) }));
      const extra = asked.extra.map(({ date, times }) => (times ? { date, times: named(times) } : { date }));
      return { ...asked, times: named(asked.times), extra };
    }
  }
}

type AskedTime = Extract<AskedTimetable, { kind: 'recurring' }>['times'][number];
