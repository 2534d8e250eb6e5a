import { describe, expect, it } from 'vitest';
import { checkSchedule } from '../../../../controller/src/planning/check/check-schedule.js';
import type { CheckedPlace, DayLoad, LoadedRun } from '../../../../controller/src/planning/check/problem.js';
import { fixedLength } from '../../../../controller/src/planning/programme/run-length.js';
import type { RecurringTimetable, Timetable } from '../../../../shared/src/timetable.js';

// A Monday.
const now = Date.parse('2026-11-02T12:00:00+07:00');
const MINUTE = 60_000;
const noLimits = { quiet: [], maxSessionMs: null, maxDayMs: null, maxSessionsPerDay: null };
const loadOf = (runs: readonly LoadedRun[]): DayLoad => {
  const ms = runs.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return { count: runs.length, ms, runs: () => runs };
};
const place: CheckedPlace = {
  name: 'làng Ơi Briu',
  zone: 'Asia/Ho_Chi_Minh',
  hours: [
    { from: '05:30', to: '06:00', maxGainDb: -6 },
    { from: '06:00', to: '21:00', maxGainDb: 0 },
  ],
  limits: noLimits,
  length: fixedLength(MINUTE),
  dayLoad: () => loadOf([]),
};
const at = (limits: Partial<CheckedPlace['limits']>): CheckedPlace => ({
  ...place,
  limits: { ...noLimits, ...limits },
});
const workdays = (...times: string[]): RecurringTimetable => ({
  kind: 'recurring',
  days: [{ every: 'week', interval: 1, days: [1, 2, 3, 4, 5] }],
  times: times.map((time, index) => ({ occurrenceId: `occ_${index}`, time })),
  except: [],
  extra: [],
  holidays: [],
});
const daily = (...times: string[]): Timetable => ({
  ...workdays(...times),
  days: [{ every: 'day', interval: 1 }],
});
const check = (timetable: Timetable, minutes = 1, places: readonly CheckedPlace[] = [place]) =>
  checkSchedule({
    ...{ timetable, items: [], holidays: new Map(), now },
    places: places.map((place) => ({ ...place, length: fixedLength(minutes * MINUTE) })),
  });
const refusals = (...asked: Parameters<typeof check>) => check(...asked).refusals;
const noon = { from: '11:30', to: '13:30', why: 'giờ nghỉ trưa' };
const lessons = {
  from: '07:00',
  to: '10:30',
  days: [1, 2, 3, 4, 5],
  why: 'giờ học, gần Trường Tiểu học Kim Đồng',
};

describe('a schedule before it is saved', () => {
  it('passes when every time fits', () => {
    expect(check(workdays('06:00', '17:00', '20:59'))).toEqual({ refusals: [], warnings: [] });
  });

  it('is refused at 03:15, with the nearest time', () => {
    expect(refusals(workdays('03:15', '17:00'))).toEqual([
      {
        code: 'outside_hours',
        text: '03:15 nằm ngoài khung giờ phát 05:30–21:00 của làng Ơi Briu. Giờ gần nhất phát được: 05:30.',
        time: '03:15',
        nearest: ['05:30'],
      },
    ]);
  });

  it('is refused when it cannot end before the hours do', () => {
    expect(refusals({ kind: 'once', date: '2026-11-02', time: '20:50' }, 20)).toEqual([
      {
        code: 'does_not_fit',
        text: 'Phát lúc 20:50 thì không kịp xong trước 21:00, giờ loa của làng Ơi Briu phải im. Giờ gần nhất phát được: 20:40.',
        time: '20:50',
        nearest: ['20:40'],
      },
    ]);
  });

  it('is refused in the past, saying what time it is', () => {
    expect(refusals({ kind: 'once', date: '2026-11-02', time: '11:00' })).toEqual([
      {
        code: 'past',
        text: 'Giờ phát 11:00 ngày 02/11/2026 đã qua. Bây giờ là 12:00 ngày 02/11/2026; hãy chọn giờ sau đó.',
      },
    ]);
  });

  it('is refused when its last date is over', () => {
    expect(refusals({ ...workdays('17:00'), until: '2026-11-01' })).toMatchObject([{ code: 'past' }]);
  });

  it('is refused when no day of the coming year is meant, as on 30 February', () => {
    const never: Timetable = {
      ...workdays('17:00'),
      days: [{ every: 'year', dates: [{ month: 2, day: 30 }] }],
    };
    expect(refusals(never)).toEqual([
      {
        code: 'never',
        text: 'Không năm nào có ngày 30/2; hãy chọn ngày cuối tháng 2. Lịch này không có buổi phát nào trong 400 ngày tới. Hãy xem lại các ngày đã chọn, ngày trừ và ngày nghỉ.',
      },
    ]);
    expect(refusals({ kind: 'once', date: '2028-02-01', time: '17:00' })).toMatchObject([{ code: 'never' }]);
  });

  it.each<[string, Partial<RecurringTimetable>, string]>([
    [
      'the leap day after next year',
      { days: [{ every: 'year', dates: [{ month: 2, day: 29 }] }] },
      'Buổi phát đầu tiên của lịch này tới 29/02/2028 mới có, còn quá xa (hơn 400 ngày). Năm không nhuận không có ngày 29/2 nên không phát. Muốn năm nào cũng phát, hãy chọn ngày cuối tháng 2.',
    ],
    [
      // From 2025 to 2032 the last lunar month has 29 days.
      'the 30th of Chạp, which does not come before 2033',
      { days: [{ every: 'lunarYear', dates: [{ month: 12, day: 30 }] }] },
      'Buổi phát đầu tiên của lịch này tới 30/01/2033 mới có, còn quá xa (hơn 400 ngày). Năm nào tháng Chạp thiếu thì không có ngày 30/12 nên không phát. Muốn năm nào cũng phát, hãy chọn ngày cuối tháng Chạp.',
    ],
    [
      'an end before the beginning',
      { from: '2026-12-10', until: '2026-12-01' },
      'Lịch bắt đầu 10/12/2026 nhưng kết thúc 01/12/2026, trước cả ngày bắt đầu. Hãy sửa lại hai ngày đó.',
    ],
  ])('is told what keeps it from ever sounding soon: %s', (_, asked, text) => {
    expect(refusals({ ...workdays('17:00'), ...asked })).toEqual([{ code: 'never', text }]);
  });

  it.each<[RecurringTimetable['days'][number], string[]]>([
    [
      { every: 'month', interval: 1, dates: [15, 31], weekdays: [] },
      ['Tháng nào không có ngày 31 thì không phát. Muốn tháng nào cũng phát, hãy chọn ngày cuối tháng.'],
    ],
    [{ every: 'month', interval: 1, dates: [28, 31, -1], weekdays: [] }, []],
    [
      { every: 'month', interval: 1, dates: [], weekdays: [{ nth: 5, day: 1 }] },
      ['Tháng nào chỉ có bốn thứ 2 thì không phát. Muốn tháng nào cũng phát, hãy chọn thứ 2 cuối cùng.'],
    ],
    [
      {
        every: 'year',
        dates: [
          { month: 4, day: 31 },
          { month: 5, day: 31 },
        ],
      },
      ['Không năm nào có ngày 31/4; hãy chọn ngày cuối tháng 4.'],
    ],
    [
      { every: 'lunarMonth', days: [1, 15, 30] },
      [
        'Tháng âm lịch nào thiếu thì không có ngày 30 nên không phát. Muốn tháng nào cũng phát, hãy chọn cuối tháng.',
      ],
    ],
    [{ every: 'lunarMonth', days: [15, 30, -1] }, []],
    [{ every: 'lunarYear', dates: [{ month: 12, day: -1 }] }, []],
  ])('says which months or years will be silent for want of the date: %j', (rule, texts) => {
    const { warnings } = check({ ...workdays('17:00'), days: [rule] });
    expect(warnings).toEqual(texts.map((text) => ({ code: 'missing_dates', text })));
  });

  it('is refused without anybody to hear it', () => {
    expect(refusals(workdays('17:00'), 1, [])).toMatchObject([{ code: 'no_audience' }]);
  });

  it('is judged now by the hour it is there, and offered no time that is over', () => {
    expect(refusals({ kind: 'now', at: now })).toEqual([]);
    const late = Date.parse('2026-11-02T22:10:00+07:00');
    const [problem] = checkSchedule({
      timetable: { kind: 'now', at: late + 5000 },
      places: [place],
      items: [],
      holidays: new Map(),
      now: late,
    }).refusals;
    expect(problem?.code).toBe('outside_hours');
    expect(problem?.nearest).toBeUndefined();
  });
});

describe('quiet times', () => {
  it('refuse with their reason, and the times before and after', () => {
    expect(refusals(daily('12:00'), 20, [at({ quiet: [noon] })])).toEqual([
      {
        code: 'quiet_time',
        text: '12:00 rơi vào giờ im lặng 11:30–13:30 (giờ nghỉ trưa) của làng Ơi Briu. Giờ gần nhất phát được: 11:10 hoặc 13:30.',
        time: '12:00',
        nearest: ['11:10', '13:30'],
      },
    ]);
  });

  it('keep the reason though the hours of the box leave them out already', () => {
    const hours = [
      { from: '05:30', to: '11:30', maxGainDb: 0 },
      { from: '13:30', to: '21:00', maxGainDb: 0 },
    ];
    expect(refusals(daily('12:00'), 20, [{ ...at({ quiet: [noon] }), hours }])[0]?.text).toContain(
      '(giờ nghỉ trưa)',
    );
  });

  it('of a school near by name the weekdays and whose they are', () => {
    expect(refusals(daily('08:00'), 15, [at({ quiet: [lessons] })])).toEqual([
      {
        code: 'quiet_time',
        text: '08:00 thứ 2–6 rơi vào giờ im lặng 07:00–10:30 (giờ học, gần Trường Tiểu học Kim Đồng) của làng Ơi Briu. Giờ gần nhất phát được: 06:45 hoặc 10:30.',
        time: '08:00',
        nearest: ['06:45', '10:30'],
      },
    ]);
    const weekend: Timetable = { ...workdays('08:00'), days: [{ every: 'week', interval: 1, days: [6, 7] }] };
    expect(refusals(weekend, 15, [at({ quiet: [lessons] })])).toEqual([]);
  });

  it('refuse what would run into them, naming the weekday', () => {
    const friday = { from: '11:00', to: '14:00', days: [5], why: 'giờ lễ, gần Chùa Bửu Minh' };
    expect(refusals(workdays('10:50'), 20, [at({ quiet: [friday] })])).toEqual([
      {
        code: 'does_not_fit',
        text: 'Phát lúc 10:50 thứ 6 thì không kịp xong trước 11:00, giờ loa của làng Ơi Briu phải im vì giờ lễ, gần Chùa Bửu Minh. Giờ gần nhất phát được: 10:40 hoặc 14:00.',
        time: '10:50',
        nearest: ['10:40', '14:00'],
      },
    ]);
  });

  it('of the night before hold in the morning', () => {
    const night = { from: '20:00', to: '06:30', days: [7], why: 'đêm chủ nhật' };
    expect(refusals(workdays('06:00'), 10, [at({ quiet: [night] })])[0]?.text).toMatch(
      /^06:00 thứ 2 rơi vào/,
    );
  });

  it('of a whole weekday say that it is closed', () => {
    const sunday = { from: '00:00', to: '24:00', days: [7], why: 'ngày kiêng của làng' };
    expect(refusals(daily('17:00'), 10, [at({ quiet: [sunday] })])).toMatchObject([
      { code: 'closed_all_day', text: expect.stringMatching(/chủ nhật: giờ im lặng .*ngày kiêng của làng/) },
    ]);
  });
});

describe('limits', () => {
  const run = (name: string, time: string, minutes: number) => ({
    name,
    startsAt: Date.parse(`2026-11-03T${time}:00+07:00`),
    durationMs: minutes * MINUTE,
  });
  const busy = {
    dayLoad: (date: string) =>
      loadOf(
        date === '2026-11-03' ? [run('Bản tin sáng', '05:30', 30), run('Tiếp âm VOV', '17:00', 15)] : [],
      ),
  };

  it('refuse a run longer than the place allows', () => {
    expect(refusals(workdays('17:00'), 20, [at({ maxSessionMs: 15 * MINUTE })])).toEqual([
      {
        code: 'session_too_long',
        text: 'Buổi phát dài 20 phút, quá mức 15 phút một buổi của làng Ơi Briu. Hãy bớt bài hoặc chia thành nhiều buổi.',
      },
    ]);
    expect(refusals(workdays('17:00'), 15, [at({ maxSessionMs: 15 * MINUTE })])).toEqual([]);
  });

  it('refuse more runs a day than allowed, naming what stands there', () => {
    const full = { ...at({ maxSessionsPerDay: 3 }), ...busy };
    expect(refusals(workdays('11:00', '18:00'), 10, [full])).toEqual([
      {
        code: 'day_limit',
        text: 'Ngày 03/11/2026, đã có 2 buổi, 45 phút (Bản tin sáng 05:30, Tiếp âm VOV 17:00); thêm 2 buổi 10 phút thì quá mức 3 buổi một ngày của làng Ơi Briu. Hãy bớt giờ phát, bớt bài hoặc chọn ngày khác.',
      },
    ]);
    expect(refusals(workdays('11:00'), 10, [full])).toEqual([]);
  });

  it('refuse more minutes a day than allowed, together with what stands there', () => {
    const full = { ...at({ maxDayMs: 60 * MINUTE }), ...busy };
    expect(refusals(workdays('18:00'), 20, [full])[0]?.text).toContain('quá mức 60 phút một ngày');
    expect(refusals(workdays('18:00'), 15, [full])).toEqual([]);
  });
});

describe('a run with music up to a time of day', () => {
  const withMusic = (until: number | 'nextHour', ...after: number[]): CheckedPlace => ({
    ...place,
    length: {
      steps: [{ until }, ...after.map((minutes) => ({ ms: minutes * MINUTE }))],
      ...{ maxMs: null, overflow: 'refuse' },
    },
  });
  const judged = (timetable: Timetable, there: CheckedPlace) =>
    checkSchedule({ timetable, places: [there], items: [], holidays: new Map(), now });
  const limited = (there: CheckedPlace, limits: Partial<CheckedPlace['limits']>): CheckedPlace => {
    return { ...there, limits: { ...noLimits, ...limits } };
  };
  const TO_SIX = 6 * 60 * MINUTE;

  it('is as long as it is at its time', () => {
    const there = limited(withMusic(TO_SIX, 30), { maxSessionMs: 40 * MINUTE });
    expect(judged(workdays('05:45', '05:50', '17:00'), there).refusals).toEqual([
      {
        code: 'session_too_long',
        text: 'Buổi phát lúc 05:45 dài 45 phút, quá mức 40 phút một buổi của làng Ơi Briu. Hãy bớt bài hoặc chia thành nhiều buổi.',
      },
    ]);
  });

  it('is offered only times from which it ends before the silence', () => {
    const there = limited(withMusic('nextHour', 20), { quiet: [noon] });
    // From 10:01 to 11:00 it ends at 11:20, from then on only at 12:20; after noon it would begin at 14:00 and end at 14:20.
    expect(judged(workdays('11:05'), there).refusals).toMatchObject([{ nearest: ['11:00', '13:30'] }]);
    expect(judged(workdays('20:10'), there).refusals).toMatchObject([{ nearest: ['20:00'] }]);
  });

  it('needs no room for music at its end, which becomes shorter', () => {
    const there = limited(withMusic(21 * 60 * MINUTE + 30 * MINUTE), { maxSessionMs: 20 * MINUTE });
    expect(judged(workdays('20:50'), there).refusals).toEqual([]);
  });

  it('counts for its day by its own times', () => {
    const there = limited(withMusic(TO_SIX, 20), { maxDayMs: 60 * MINUTE });
    expect(judged(workdays('05:35', '17:00'), there).refusals[0]?.text).toContain(
      'thêm 2 buổi, tất cả 65 phút thì quá mức 60 phút một ngày',
    );
    expect(judged(workdays('05:40', '17:00'), there).refusals).toEqual([]);
  });

  it('says what comes before it has ended', () => {
    expect(judged(workdays('05:30', '06:10'), withMusic(TO_SIX, 20)).warnings).toMatchObject([
      { code: 'early_morning' },
      { code: 'own_overlap', text: expect.stringContaining('ít nhất 50 phút') },
    ]);
  });
});

describe('places that hear a schedule for different times', () => {
  const longer = { ...place, name: 'làng Kte', length: fixedLength(40 * MINUTE) };
  const judged = (timetable: Timetable) =>
    checkSchedule({ timetable, places: [place, longer], items: [], holidays: new Map(), now });

  it('are each judged by their own', () => {
    expect(judged(workdays('20:30')).refusals).toEqual([
      {
        code: 'does_not_fit',
        time: '20:30',
        text: 'Phát lúc 20:30 thì không kịp xong trước 21:00, giờ loa của làng Kte phải im. Giờ gần nhất phát được: 20:20.',
        nearest: ['20:20'],
      },
    ]);
    expect(judged(workdays('17:00', '17:30')).warnings).toMatchObject([{ code: 'own_overlap' }]);
  });
});

describe('a limit that is broken on a day far ahead', () => {
  it('is told, within the year', () => {
    const full = { ...at({ maxSessionsPerDay: 1 }) };
    const dayLoad = (date: string) =>
      loadOf(date === '2027-10-10' ? [{ name: 'Chuyển đổi số', startsAt: now, durationMs: MINUTE }] : []);
    expect(refusals(daily('17:00'), 1, [{ ...full, dayLoad }])).toMatchObject([
      { code: 'day_limit', text: expect.stringMatching(/^Ngày 10\/10\/2027, đã có 1 buổi/) },
    ]);
  });
});

describe('before 06:00', () => {
  it('a time is allowed with a warning', () => {
    expect(check(workdays('05:30', '17:00'))).toEqual({
      refusals: [],
      warnings: [
        {
          code: 'early_morning',
          text: 'Trước 06:00 loa chỉ kêu nhỏ: giờ 05:30 ở làng Ơi Briu. Muốn nghe rõ, hãy dời sang 06:00.',
        },
      ],
    });
  });

  it('a warning comes also where nothing makes the loudspeakers quieter', () => {
    const loud = { ...place, hours: [{ from: '05:00', to: '21:00', maxGainDb: 0 }] };
    expect(check(workdays('05:00'), 1, [loud]).warnings[0]?.text).toBe(
      'Giờ 05:00 ở làng Ơi Briu còn sớm, nhiều người đang ngủ. Nên dời sang 06:00.',
    );
  });
});

describe('times of one schedule', () => {
  it('that come before the run ahead of them has ended are warned of, once', () => {
    expect(check(workdays('17:00', '17:20', '18:00'), 30)).toEqual({
      refusals: [],
      warnings: [
        {
          code: 'own_overlap',
          text: 'Buổi 17:20 bắt đầu khi buổi 17:00 chưa xong: buổi sau phải chờ, có khi bị bỏ. Hãy để hai buổi cách nhau ít nhất 30 phút.',
        },
      ],
    });
    expect(check(workdays('17:00', '17:20'), 20).warnings).toEqual([]);
    expect(check(workdays('17:00', '17:00')).warnings.map(({ text }) => text)).toEqual([
      'Giờ 17:00 ghi hai lần nên bài phát hai lần liền. Hãy bỏ bớt một giờ.',
    ]);
  });
});

describe('many places', () => {
  it('with the same trouble are named together, the first three, and the rest counted', () => {
    const open = { ...place, name: 'thôn Thử', hours: [{ from: '00:00', to: '24:00', maxGainDb: 0 }] };
    const named = ['làng Kte', 'làng Amil', 'làng Brel', 'làng O'].map((name) => ({ ...place, name }));
    const problems = refusals(workdays('03:15'), 1, [place, open, ...named]);
    expect(problems.map(({ text }) => text.match(/của (.*?)\./)?.[1])).toEqual([
      'làng Ơi Briu, làng Kte, làng Amil và 2 nơi khác',
    ]);
  });

  it('are offered times that suit all of them', () => {
    const strict = { ...at({ quiet: [{ ...noon, from: '11:00', to: '15:00' }] }), name: 'làng Kte' };
    const problems = refusals(workdays('12:00'), 20, [at({ quiet: [noon] }), strict]);
    expect(problems.map(({ nearest }) => nearest)).toEqual([
      ['10:40', '15:00'],
      ['10:40', '15:00'],
    ]);
  });

  it('are each judged in their own zone', () => {
    const tokyo = { ...place, name: 'thôn Xa', zone: 'Asia/Tokyo' };
    const evening = Date.parse('2026-11-02T20:00:00+07:00');
    const found = checkSchedule({
      timetable: { kind: 'now', at: evening },
      places: [place, tokyo],
      items: [],
      holidays: new Map(),
      now: evening,
    });
    expect(found.refusals).toMatchObject([{ text: expect.stringMatching(/^22:00 .* thôn Xa/) }]);
  });
});
