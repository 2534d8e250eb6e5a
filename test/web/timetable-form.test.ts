import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toTimetable } from '../../controller/src/http/timetable-draft.js';
import { askedOf, formOf, TimetableForm } from '../../controller/web/src/features/schedule/timetable-form.js';
import { AskedTimetable } from '../../shared/src/api/schedules.js';
import { DayRule, Timetable } from '../../shared/src/timetable.js';
import { createSeededRandom } from '../support/seeded-random.js';
import { timetableCase } from '../support/timetable-cases.js';

const TODAY = '2026-11-02';
const random = createSeededRandom(1);

/** What the controller would keep if somebody opened this timetable in the form and saved it as it stands. */
function savedAgain(stored: Timetable): Timetable {
  const form = formOf(stored, TODAY);
  if (form === null) return stored;
  // As a draft that was kept meanwhile.
  const kept = TimetableForm.parse(JSON.parse(JSON.stringify(form)));
  const asked = askedOf(kept);
  if (!asked.ok) throw new Error(`${asked.lack}: ${JSON.stringify(stored)}`);
  return toTimetable(AskedTimetable.parse(asked.timetable), { now: 0, leadMs: 0, random });
}

const lunarDay = fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constant(-1));
/** Rules as a person writes them over the API, beside those of the oracle's cases. */
const plainRule: fc.Arbitrary<DayRule> = fc
  .oneof(
    fc.record({ every: fc.constantFrom('day' as const) }),
    fc.record({ every: fc.constant('week' as const), days: fc.subarray([1, 2, 5, 6, 7], { minLength: 1 }) }),
    fc.record({
      every: fc.constant('month' as const),
      dates: fc.subarray([1, 15, 31, -1, -3], { minLength: 1 }),
      weekdays: fc.subarray([
        { nth: 1, day: 6 },
        { nth: -1, day: 5 },
      ]),
    }),
    fc.record({
      every: fc.constant('lunarMonth' as const),
      days: fc.uniqueArray(lunarDay, { minLength: 1, maxLength: 4 }),
    }),
    fc.record({
      every: fc.constant('lunarYear' as const),
      dates: fc.array(fc.record({ month: fc.integer({ min: 1, max: 12 }), day: lunarDay }), {
        minLength: 1,
        maxLength: 4,
      }),
    }),
    fc.record({ every: fc.constant('date' as const), dates: fc.constant(['2026-11-20']) }),
  )
  .map((rule) => DayRule.parse(rule));

const stored: fc.Arbitrary<Timetable> = fc
  .record({
    of: timetableCase.map(({ timetable }) => timetable),
    days: fc.array(plainRule, { minLength: 1, maxLength: 2 }),
    plain: fc.boolean(),
    bare: fc.boolean(),
    one: fc.boolean(),
    holidays: fc.subarray([
      { calendarId: 'vietnam', on: 'skip' as const },
      { calendarId: 'calendar_iapia', on: 'only' as const },
    ]),
  })
  .map(({ of: { from, until, ...rest }, days: written, plain, bare, one, holidays }) => {
    const days = plain ? written : rest.days;
    const bounds = { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) };
    return Timetable.parse({
      ...{ ...rest, days: one ? days.slice(0, 1) : days },
      ...(bare ? { except: [], extra: [] } : { ...bounds, holidays }),
    });
  });

describe('a timetable that was made elsewhere', () => {
  it('is saved again by the form without losing anything, whatever it says', () => {
    fc.assert(
      fc.property(stored, (timetable) => {
        expect(savedAgain(timetable)).toEqual(timetable);
      }),
      { numRuns: 2_000 },
    );
  });
});
