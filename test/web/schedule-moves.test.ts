import { describe, expect, it } from 'vitest';
import { toTimetable } from '../../controller/src/http/timetable-draft.js';
import { civilTime } from '../../controller/src/planning/calendar/civil-time.js';
import { occurrencesOf } from '../../controller/src/planning/calendar/timetable.js';
import { copiesOf, movedTo } from '../../controller/web/src/features/schedule/copy-week.js';
import {
  movedAlways,
  movedOnce,
  type Run,
  skippedOnce,
} from '../../controller/web/src/features/schedule/move.js';
import { askedOf, formOf } from '../../controller/web/src/features/schedule/timetable-form.js';
import { entriesOf, mondayOf } from '../../controller/web/src/features/schedule/week.js';
import { ScheduleWeek, type WeekSchedule } from '../../shared/src/api/schedule-week.js';
import { AskedTimetable } from '../../shared/src/api/schedules.js';
import { Timetable } from '../../shared/src/timetable.js';
import { createSeededRandom } from '../support/seeded-random.js';

/** Monday 2 to Sunday 8 November 2026. */
const MONDAY = '2026-11-02';
const civil = civilTime('Asia/Ho_Chi_Minh');
const window = { from: civil.startOfDay(MONDAY), until: civil.startOfDay('2026-11-09') };

const random = createSeededRandom(1);
/** As the controller would expand what is asked: `2026-11-03 17:00`, with the lasting name where it matters. */
function runs(asked: AskedTimetable | null) {
  if (asked === null) throw new Error('it cannot be said');
  const stored = toTimetable(AskedTimetable.parse(asked), { now: 0, leadMs: 0, random });
  return occurrencesOf(stored, { civil, holidays: new Map() }, window).map(({ occurrenceId, startsAt }) => {
    const text = new Date(startsAt + 7 * 3_600_000).toISOString();
    return { occurrenceId, date: text.slice(0, 10), time: text.slice(11, 16) };
  });
}
const texts = (asked: AskedTimetable | null) =>
  runs(asked).map(({ date, time }) => `${date.slice(8)} ${time}`);

const timetable = (fields: object = {}) =>
  Timetable.parse({
    kind: 'recurring',
    days: [{ every: 'week', days: [1, 3] }],
    times: [
      { time: '05:30', occurrenceId: 'occ_dawn' },
      { time: '17:00', occurrenceId: 'occ_dusk' },
    ],
    ...fields,
  });
const monday: Run = { occurrenceId: 'occ_dusk', date: MONDAY, time: '17:00' };
const mondays = [{ occurrenceId: 'occ_dawn', date: MONDAY, time: '05:30' }, monday];

describe('one run that is moved', () => {
  it('within its day keeps its name, so that it is never played twice', () => {
    const moved = movedOnce(timetable(), monday, { date: MONDAY, time: '18:20' }, mondays);
    expect(texts(moved)).toEqual(['02 05:30', '02 18:20', '04 05:30', '04 17:00']);
    expect(runs(moved).map(({ occurrenceId }) => occurrenceId)).toContain('occ_dusk');
  });

  it('to another day leaves the other run of its old day where it was', () => {
    const moved = movedOnce(timetable(), monday, { date: '2026-11-03', time: '17:00' }, mondays);
    expect(texts(moved)).toEqual(['02 05:30', '03 17:00', '04 05:30', '04 17:00']);
  });

  it('to a day that has its own runs comes beside them', () => {
    const moved = movedOnce(timetable(), monday, { date: '2026-11-04', time: '18:00' }, mondays);
    expect(texts(moved)).toEqual(['02 05:30', '04 05:30', '04 17:00', '04 18:00']);
  });

  it('and moved again, and back, leaves no second one', () => {
    const first = movedOnce(timetable(), monday, { date: '2026-11-03', time: '17:00' }, mondays);
    const stored = toTimetable(AskedTimetable.parse(first), { now: 0, leadMs: 0, random });
    const there = runs(first).filter(({ date }) => date === '2026-11-03');
    const [run] = there;
    if (!run) throw new Error('it is gone');
    const back = movedOnce(stored, run, { date: MONDAY, time: '17:00' }, there);
    expect(texts(back)).toEqual(texts(timetable()));
  });

  it('of a single day is that day', () => {
    const once = Timetable.parse({ kind: 'once', date: MONDAY, time: '17:00' });
    expect(movedOnce(once, monday, { date: '2026-11-03', time: '08:00' }, [monday])).toEqual({
      ...{ kind: 'once', date: '2026-11-03', time: '08:00' },
    });
  });

  it('or left out leaves the rest', () => {
    expect(texts(skippedOnce(timetable(), monday, mondays))).toEqual(['02 05:30', '04 05:30', '04 17:00']);
  });

  it('is shown in the form, and may be taken back there', () => {
    const moved = movedOnce(timetable(), monday, { date: MONDAY, time: '18:20' }, mondays);
    const form = formOf(toTimetable(AskedTimetable.parse(moved), { now: 0, leadMs: 0, random }), MONDAY);
    expect(form?.extra).toEqual([{ date: MONDAY, times: [{ occurrenceId: 'occ_dusk', time: '18:20' }] }]);
    const asked = form && askedOf({ ...form, extra: [] });
    expect(asked?.ok && texts(asked.timetable)).toEqual(texts(timetable()));
  });
});

describe('every run like one', () => {
  it('goes to another time on all days', () => {
    const moved = movedAlways(timetable(), monday, { date: MONDAY, time: '18:00' });
    expect(texts(moved)).toEqual(['02 05:30', '02 18:00', '04 05:30', '04 18:00']);
  });

  it('goes to another weekday where a week has one time', () => {
    const single = timetable({ times: [{ time: '17:00', occurrenceId: 'occ_dusk' }] });
    expect(texts(movedAlways(single, monday, { date: '2026-11-06', time: '17:00' }))).toEqual([
      '04 17:00',
      '06 17:00',
    ]);
    // Wednesday is there already: two would become one.
    expect(movedAlways(single, monday, { date: '2026-11-04', time: '17:00' })).toBeNull();
  });

  it('cannot be said of a daily one on another day, nor of a run that stands alone', () => {
    const daily = timetable({ days: [{ every: 'day' }] });
    expect(movedAlways(daily, monday, { date: '2026-11-03', time: '17:00' })).toBeNull();
    const alone = { ...monday, occurrenceId: 'occ_other' };
    expect(movedAlways(timetable(), alone, { date: MONDAY, time: '18:00' })).toBeNull();
  });
});

const schedule = (fields: Partial<WeekSchedule>): WeekSchedule => ({
  ...{ id: 'schedule_a', areaId: 'area_a', bulletinId: 'bulletin_a', programmeId: null, name: 'Tin' },
  ...{ areaIds: ['area_a'], clusterIds: [], priority: 'normal', lateness: 'skip', latestStartMinutes: null },
  ...{ resume: 'resume', gainDb: 0, timetable: timetable(), state: 'active', cancelledAt: null },
  ...{ cancelledBy: null, createdBy: 'account_a', createdAt: 0, updatedAt: 0 },
  ...{ mayChange: true, durationMs: 60_000, clusters: 1, villages: ['làng A'], approved: true },
  ...fields,
});
const week = (schedules: WeekSchedule[], from = MONDAY) =>
  ScheduleWeek.parse({
    ...{ areaId: 'area_a', zone: 'Asia/Ho_Chi_Minh', from, days: 7, more: 0, runs: [] },
    schedules,
  });
const once = (date: string) => Timetable.parse({ kind: 'once', date, time: '17:00' });
const newId = () => 'schedule_new';

describe('a week that is copied', () => {
  it('takes single days along, a week later, and leaves alone what comes again by itself', () => {
    const before = week([schedule({}), schedule({ id: 'schedule_b', timetable: once('2026-11-05') })]);
    const copies = copiesOf(before, week([], '2026-11-09'), newId);
    expect(copies.map(({ body }) => body.timetable)).toEqual([
      { kind: 'once', date: '2026-11-12', time: '17:00' },
    ]);
    expect(copies).toMatchObject([{ kind: 'new', there: false, body: { id: 'schedule_new' } }]);
  });

  it('says what is there already, and offers nothing that is not the person’s own', () => {
    const mine = schedule({ id: 'schedule_b', timetable: once('2026-11-05') });
    const others = schedule({ id: 'schedule_c', timetable: once('2026-11-06'), mayChange: false });
    const next = week([schedule({ id: 'schedule_d', timetable: once('2026-11-12') })], '2026-11-09');
    expect(copiesOf(week([mine, others]), next, newId)).toMatchObject([{ key: 'schedule_b', there: true }]);
  });

  it('does in the next week what was moved and left out in this one', () => {
    const moved = movedOnce(timetable(), monday, { date: MONDAY, time: '18:20' }, mondays);
    const left = skippedOnce(
      toTimetable(AskedTimetable.parse(moved), { now: 0, leadMs: 0, random }),
      { occurrenceId: 'occ_dusk', date: '2026-11-04', time: '17:00' },
      [],
    );
    const stored = toTimetable(AskedTimetable.parse(left), { now: 0, leadMs: 0, random });
    const read = schedule({ timetable: stored, updatedAt: 1_700_000_000_000 });
    const [copy] = copiesOf(week([read]), week([], '2026-11-09'), newId);
    expect(copy).toMatchObject({
      ...{ kind: 'days', id: 'schedule_a', there: false, left: ['2026-11-11'] },
      // What is changed is the version that was read, and no later one.
      readAt: 1_700_000_000_000,
      moved: [{ date: '2026-11-09', times: ['18:20'] }],
    });
    const timetableThen = copy?.body.timetable;
    if (timetableThen?.kind !== 'recurring') throw new Error('it lost its days');
    expect(timetableThen.except).toContain('2026-11-11');
    const again = { ...stored, ...timetableThen };
    const after = copiesOf(week([schedule({ timetable: Timetable.parse(again) })]), week([]), newId);
    expect(after).toMatchObject([{ there: true }]);
  });

  it('puts a line at another time where that is asked', () => {
    const [copy] = copiesOf(week([schedule({ timetable: once('2026-11-05') })]), week([]), newId);
    const moved = copy && movedTo(copy, { date: null, time: '17:20' });
    expect(moved?.body.timetable).toEqual({ kind: 'once', date: '2026-11-12', time: '17:20' });
  });
});

it('lets only what is still to come and the person’s own be moved', () => {
  const run = (scheduleId: string, startsAt: number) => ({
    ...{ scheduleId, occurrenceId: 'occ_dusk', date: MONDAY, time: '17:00', startsAt },
  });
  const found = entriesOf(
    {
      ...week([schedule({}), schedule({ id: 'schedule_b', mayChange: false })]),
      runs: [run('schedule_a', 1_000), run('schedule_a', 3_000), run('schedule_b', 3_000)],
    },
    2_000,
  );
  expect(found.map(({ movable }) => movable)).toEqual([false, true, false]);
});

it('begins weeks on Monday', () => {
  expect(['2026-11-02', '2026-11-08', '2026-11-09'].map(mondayOf)).toEqual([MONDAY, MONDAY, '2026-11-09']);
});
