import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { boardOf, datesFrom, lacksOf } from '../../controller/web/src/features/schedule/board.js';
import { emptyDays } from '../../controller/web/src/features/schedule/rule-form.js';
import {
  changeOf,
  draftOf,
  emptySchedule,
  newScheduleOf,
  ScheduleDraft,
} from '../../controller/web/src/features/schedule/schedule-draft.js';
import {
  askedOf,
  emptyTimetable,
  formOf,
  type TimetableForm,
  withTime,
} from '../../controller/web/src/features/schedule/timetable-form.js';
import { weekQuery } from '../../controller/web/src/features/schedule/week.js';
import { weekdayOf } from '../../controller/web/src/features/schedule/weekdays.js';
import {
  readLunarDates,
  readYearDates,
  yearDateText,
} from '../../controller/web/src/features/schedule/year-dates.js';
import { AskedTimetable, type Schedule } from '../../shared/src/api/schedules.js';
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
    ['every second week', { kind: 'weekly', interval: 2, weekdays: [6, 7] }],
    ['monthly, with the last day', { kind: 'monthly', monthDates: [1, 15, -1] }],
    ['yearly', { kind: 'yearly', yearDates: [{ month: 5, day: 18 }] }],
    ['lunar', { kind: 'lunar' }],
    [
      'a range but for one day',
      { kind: 'range', from: '2026-11-09', until: '2026-11-15', except: ['2026-11-11'] },
    ],
    [
      'the first Saturday of a month, every second Monday, and Tết, with a day more and holidays off',
      {
        kind: 'other',
        rules: [
          { ...emptyDays, kind: 'monthly', monthWeekdays: [{ nth: 1, day: 6 }] },
          { ...emptyDays, kind: 'weekly', weekdays: [1], interval: 2, date: '2026-11-02' },
          { ...emptyDays, kind: 'lunarYear', lunarDates: [{ month: 1, day: 1 }] },
        ],
        extra: [{ date: '2026-12-22' }],
        holidays: [{ calendarId: 'vietnam', on: 'skip' }],
      },
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
    ['needLunarDate', { kind: 'other', rules: [{ ...emptyDays, kind: 'lunarYear' }] }],
    ['needDates', { kind: 'other', rules: [{ ...emptyDays, kind: 'dates' }] }],
    ['needMonthDate', { kind: 'other', rules: [{ ...emptyDays, kind: 'monthly' }] }],
    ['needCountFrom', { kind: 'other', rules: [{ ...emptyDays, kind: 'daily', interval: 10 }] }],
    ['needExtraTime', { extra: [{ date: TODAY, times: [{ time: '' }] }] }],
  ])('says first what it lacks: %s', (lack, change) => {
    expect(askedOf(typed(change))).toEqual({ ok: false, lack });
  });

  it('leaves alone what was played at once', () => {
    expect(formOf(Timetable.parse({ kind: 'now', at: 0 }), TODAY)).toBeNull();
  });

  it('heard once, to which a second time is added, keeps the name of the first: it is not played again', () => {
    const once = formOf(Timetable.parse({ kind: 'once', date: TODAY, time: '17:00' }), TODAY);
    if (!once) throw new Error('it does not fit the form');
    expect(askedOf({ ...once, times: [...once.times, { time: '19:00' }] })).toMatchObject({
      timetable: { times: [{ occurrenceId: 'once', time: '17:00' }, { time: '19:00' }] },
    });
  });

  it('takes a free time in place of the one that is not, also on an extra day, and of the first where that is not told', () => {
    const times = [{ time: '05:30' }, { time: '17:00', occurrenceId: 'occ_b' }];
    const form = typed({ times, extra: [{ date: '2026-12-22', times: [{ time: '09:00' }] }] });
    const taken = (instead: string | null) => {
      const next = withTime(form, { time: '11:00', instead, date: null });
      return [next.times.map(({ time }) => time), next.extra[0]?.times];
    };
    expect(taken('17:00')).toEqual([['05:30', '11:00'], [{ time: '09:00' }]]);
    expect(taken('09:00')).toEqual([['05:30', '17:00'], [{ time: '11:00' }]]);
    expect(taken(null)).toEqual([['11:00', '17:00'], [{ time: '09:00' }]]);
  });

  it('keeps the lasting names of times that are moved', () => {
    const times = [{ occurrenceId: 'occ_a', time: '17:30' }];
    expect(askedOf(typed({ times }))).toMatchObject({ timetable: { times } });
  });
});

describe('a schedule that is changed', () => {
  const stored: Schedule = {
    ...{ id: 'schedule_a', areaId: 'area_commune', bulletinId: 'bulletin_a', programmeId: null, name: 'Tin' },
    ...{ areaIds: ['area_commune'], clusterIds: [], priority: 'normal', lateness: 'joinMidway' },
    ...{ latestStartMinutes: 12, resume: 'drop', gainDb: -4.5, state: 'active' },
    ...{ cancelledAt: null, cancelledBy: null, createdBy: 'account_hoa', createdAt: 0, updatedAt: 0 },
    timetable: { kind: 'now', at: 0 },
  };

  it('keeps how late, how it goes on and how loud, as somebody set it over the API', () => {
    const { lateness, latestStartMinutes, resume, gainDb } = stored;
    expect(changeOf(draftOf(stored, TODAY))).toMatchObject({
      ok: true,
      asked: { lateness, latestStartMinutes, resume, gainDb },
    });
  });

  it('says nothing of that from a draft that an older page kept', () => {
    const { latestStartMinutes: _, resume: __, gainDb: ___, ...older } = draftOf(stored, TODAY);
    const made = changeOf(ScheduleDraft.parse(older));
    if (!made.ok) throw new Error(made.lack);
    expect(Object.keys(made.asked)).not.toContain('gainDb');
    expect(Object.keys(made.asked)).not.toContain('resume');
    expect(Object.keys(made.asked)).not.toContain('latestStartMinutes');
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

it('reads the last day of a month, and dates of the lunar year, as they are shown', () => {
  const ends = [
    { month: 2, day: -1 },
    { month: 9, day: 2 },
    { month: 9, day: -3 },
  ];
  expect(readYearDates(ends.map(yearDateText))).toEqual(ends);
  expect(readLunarDates(['cuối/12', '1/1', '30/2', '31/2', '10/13', '-2/1'])).toEqual([
    { month: 1, day: 1 },
    { month: 2, day: 30 },
    { month: 12, day: -1 },
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
