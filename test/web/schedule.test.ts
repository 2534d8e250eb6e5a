import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { boardOf, datesFrom, lacksOf } from '../../controller/web/src/features/schedule/board.js';
import {
  changeOf,
  emptySchedule,
  newScheduleOf,
} from '../../controller/web/src/features/schedule/schedule-draft.js';
import {
  askedOf,
  emptyTimetable,
  formOf,
  hasOneTime,
  type TimetableForm,
} from '../../controller/web/src/features/schedule/timetable-form.js';
import { weekQuery } from '../../controller/web/src/features/schedule/week.js';
import { weekdayOf } from '../../controller/web/src/features/schedule/weekdays.js';
import { readYearDates } from '../../controller/web/src/features/schedule/year-dates.js';
import { AskedTimetable } from '../../shared/src/api/schedules.js';
import { Timetable } from '../../shared/src/timetable.js';

const TODAY = '2026-11-02';
const at = (time: string) => Date.parse(`${TODAY}T${time}:00+07:00`);
const typed = (change: Partial<TimetableForm>): TimetableForm => ({ ...emptyTimetable(TODAY), ...change });

describe('a timetable as it is typed', () => {
  it.each<[string, Partial<TimetableForm>]>([
    ['once', { kind: 'once', date: '2026-11-20' }],
    [
      'once, twice a day',
      { kind: 'once', date: '2026-11-20', times: [{ time: '05:30' }, { time: '17:00' }] },
    ],
    ['daily until Tết', { kind: 'daily', until: '2027-02-05' }],
    ['weekly', { kind: 'weekly' }],
    ['every second week', { kind: 'weekly', everyWeeks: 2, weekdays: [6, 7] }],
    ['monthly, with the last day', { kind: 'monthly', monthDates: [1, 15, -1] }],
    ['yearly', { kind: 'yearly', yearDates: [{ month: 5, day: 18 }] }],
    ['lunar', { kind: 'lunar' }],
    [
      'a range but for one day',
      { kind: 'range', from: '2026-11-09', until: '2026-11-15', except: ['2026-11-11'] },
    ],
  ])('%s: what is asked for comes back into the form as it was typed', (_, change) => {
    const form = typed(change);
    const asked = askedOf(form);
    if (!asked.ok) throw new Error(asked.lack);
    const parsed = AskedTimetable.parse(asked.timetable);
    const times =
      'times' in parsed ? parsed.times.map(({ time }, n) => ({ time, occurrenceId: `occ_${n}` })) : [];
    const stored = Timetable.parse('times' in parsed ? { ...parsed, times } : parsed);
    const back = formOf(stored, TODAY);
    if (!back) throw new Error('it does not fit the form');
    const again = askedOf({ ...back, times: back.times.map(({ time }) => ({ time })) });
    expect(again).toEqual(asked);
  });

  it.each<[string, Partial<TimetableForm>]>([
    ['needTime', { times: [{ time: '' }] }],
    ['needDate', { kind: 'once', date: null }],
    ['needWeekday', { weekdays: [] }],
    ['needMonthDate', { kind: 'monthly', monthDates: [] }],
    ['needYearDate', { kind: 'yearly' }],
    ['needLunarDay', { kind: 'lunar', lunarDays: [] }],
    ['needRange', { kind: 'range', from: '2026-11-09', until: '2026-11-08' }],
  ])('says first what it lacks: %s', (lack, change) => {
    expect(askedOf(typed(change))).toEqual({ ok: false, lack });
  });

  it('leaves alone what says more than the form can', () => {
    const stored = Timetable.parse({
      kind: 'recurring',
      days: [{ every: 'day' }, { every: 'lunarYear', dates: [{ month: 1, day: 1 }] }],
      times: [{ occurrenceId: 'occ_a', time: '05:30' }],
    });
    expect(formOf(stored, TODAY)).toBeNull();
  });

  it('is moved to a free time by a tap only where it is known which of its times would go', () => {
    const two = [{ time: '05:30' }, { time: '23:00' }];
    expect(hasOneTime(typed({}))).toBe(true);
    expect(hasOneTime(typed({ times: [{ time: '17:00' }, { time: '' }] }))).toBe(true);
    expect(hasOneTime(typed({ times: two }))).toBe(false);
    expect(hasOneTime(typed({ extra: [{ date: TODAY, times: [{ time: '23:00' }] }] }))).toBe(false);
  });

  it('keeps the lasting names of times that are moved', () => {
    const times = [{ occurrenceId: 'occ_a', time: '17:30' }];
    expect(askedOf(typed({ times }))).toMatchObject({ timetable: { times } });
  });
});

describe('a new schedule', () => {
  it('takes from a link what a campaign suggests', () => {
    const asked = new URLSearchParams('ngay=2026-11-05&gio=18:00&cum=cluster_a,cluster_b&bai=bulletin_a');
    const made = newScheduleOf(emptySchedule(asked, { areaId: 'area_commune', now: at('08:00') }));
    expect(made).toMatchObject({
      ok: true,
      asked: {
        ...{ bulletinId: 'bulletin_a', clusterIds: ['cluster_a', 'cluster_b'], areaIds: [] },
        timetable: { kind: 'once', date: '2026-11-05', time: '18:00' },
      },
    });
  });

  it.each([
    ['bai=bulletin_a', '08:00', TODAY, '17:00'],
    ['bai=bulletin_a', '16:59', TODAY, '17:00'],
    ['bai=bulletin_a', '17:00', '2026-11-03', '17:00'],
    ['bai=bulletin_a&gio=05:30', '08:00', '2026-11-03', '05:30'],
  ])('of one bulletin is heard once unless somebody says otherwise: %s at %s', (link, now, date, time) => {
    const draft = emptySchedule(new URLSearchParams(link), { areaId: 'area_commune', now: at(now) });
    const timetable = { kind: 'once', date, time };
    expect(newScheduleOf(draft)).toMatchObject({ ok: true, asked: { timetable } });
  });

  it('is for the whole commune unless somebody says otherwise, and asks what to play', () => {
    const draft = emptySchedule(new URLSearchParams(), { areaId: 'area_commune', now: at('08:00') });
    expect(draft.areaIds).toEqual(['area_commune']);
    expect(newScheduleOf(draft)).toEqual({ ok: false, lack: 'needWhat' });
    expect(newScheduleOf({ ...draft, bulletinId: 'bulletin_a', areaIds: [] })).toEqual({
      ok: false,
      lack: 'needWhere',
    });
  });
});

it('an edit that goes back to what is usual says so: a field that is not named stays as it was', () => {
  const draft = {
    ...emptySchedule(new URLSearchParams('bai=bulletin_a'), { areaId: 'area_commune', now: at('08:00') }),
    lateness: 'usual' as const,
  };
  expect(changeOf(draft)).toMatchObject({ ok: true, asked: { lateness: 'skip' } });
  expect(changeOf({ ...draft, lateness: 'fromStart' })).toMatchObject({ asked: { lateness: 'fromStart' } });
  // Of a new one the controller knows what is usual.
  const fresh = newScheduleOf(draft);
  expect(fresh.ok && 'lateness' in fresh.asked).toBe(false);
});

it('shows no other week’s runs while a week is on its way: its days would look as if nothing were planned', () => {
  const client = new QueryClient();
  const [before, next] = [weekQuery('area_a', '2026-11-02'), weekQuery('area_a', '2026-11-09')];
  client.setQueryData(before.queryKey, {
    ...{ areaId: 'area_a', zone: 'Asia/Ho_Chi_Minh', from: '2026-11-02', days: 7 },
    ...{ schedules: [], runs: [], more: 0 },
  });
  const observer = new QueryObserver(client, { ...before, enabled: false });
  expect(observer.getCurrentResult().data).toBeDefined();
  observer.setOptions({ ...next, enabled: false });
  expect(observer.getCurrentResult().data).toBeUndefined();
});

it('shows one broadcast once, as bad as its worst place', () => {
  const run = (readiness: 'ready' | 'silent', startsAt = 10) => ({
    ...{ sessionId: 's', scheduleId: 'schedule_a', name: 'Tin', priority: 'normal' as const, date: TODAY },
    ...{ startsAt, endsAt: startsAt + 5, readiness, items: [], warnings: [{ code: 'x', text: readiness }] },
  });
  const cluster = (name: string, runs: ReturnType<typeof run>[]) => ({
    clusterId: name,
    name,
    boxes: 1,
    runs,
  });
  const board = boardOf({
    clusters: [
      cluster('A', [run('ready'), run('ready', 50)]),
      cluster('B', [run('silent'), run('ready', 50)]),
    ],
  });
  expect(board.map(({ clusters, readiness, warnings }) => [clusters, readiness, warnings.length])).toEqual([
    [['A', 'B'], 'silent', 2],
    [['A', 'B'], 'ready', 1],
  ]);
});

it('says once what several languages lack, and names the bulletin only where the schedule is called otherwise', () => {
  const lack = (code: string, title: string, language: string) => ({
    ...{ code, text: `bản ${language} của “${title}”`, about: { title, language } },
  });
  const warnings = [
    { code: 'nothing_to_play', text: 'chưa có bài nào phát được.' },
    ...[lack('variant_missing', 'Tin', 'jra'), lack('variant_missing', 'Tin', 'bdq')],
    ...[lack('variant_not_approved', 'Tin', 'km'), lack('variant_missing', 'Nhạc', 'vi')],
  ];
  const day = { name: 'Tin', warnings };
  expect(lacksOf([day, day])).toEqual([
    { kind: 'languages', why: 'variant_missing', title: null, languages: ['jra', 'bdq'] },
    { kind: 'languages', why: 'variant_not_approved', title: null, languages: ['km'] },
    { kind: 'languages', why: 'variant_missing', title: 'Nhạc', languages: ['vi'] },
    { kind: 'text', text: 'Chưa có bài nào phát được.' },
  ]);
});

it('reads dates of the year as people write them, and takes none that no year has', () => {
  expect(readYearDates(['10/10', '18/5', '1-10', '29/2', '31/6', 'Tết', '18/05'])).toEqual([
    { month: 2, day: 29 },
    { month: 5, day: 18 },
    { month: 10, day: 1 },
    { month: 10, day: 10 },
  ]);
});

it('counts days over the end of a month', () => {
  expect(datesFrom('2026-11-29', 3)).toEqual(['2026-11-29', '2026-11-30', '2026-12-01']);
  expect(datesFrom('2026-11-02', 7).map(weekdayOf)).toEqual([
    'mon',
    'tue',
    'wed',
    'thu',
    'fri',
    'sat',
    'sun',
  ]);
});
