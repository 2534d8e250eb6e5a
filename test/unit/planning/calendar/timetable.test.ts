import { describe, expect, it } from 'vitest';
import { civilTime } from '../../../../controller/src/planning/calendar/civil-time.js';
import { NO_HOLIDAYS } from '../../../../controller/src/planning/calendar/compile-timetable.js';
import { occurrencesOf } from '../../../../controller/src/planning/calendar/timetable.js';
import { Timetable } from '../../../../shared/src/timetable.js';

const iso = (at: number) => new Date(at).toISOString();

function expand(timetable: Timetable, zone: string, from: string, until: string) {
  const window = { from: Date.parse(from), until: Date.parse(until) };
  return occurrencesOf(timetable, { civil: civilTime(zone), holidays: NO_HOLIDAYS }, window).map(
    (o) => `${o.localDate} ${iso(o.startsAt)}`,
  );
}

const daily = (time: string, bounds: { from?: string; until?: string } = {}): Timetable =>
  Timetable.parse({
    kind: 'recurring',
    days: [{ every: 'day' }],
    times: [{ occurrenceId: 'occ_a', time }],
    ...bounds,
  });

describe('a recurring timetable', () => {
  it('sounds on its days at its times, in order of time', () => {
    const timetable = Timetable.parse({
      kind: 'recurring',
      days: [{ every: 'week', days: [1, 5] }],
      times: [
        { occurrenceId: 'occ_evening', time: '17:00' },
        { occurrenceId: 'occ_morning', time: '05:30' },
      ],
    });
    expect(
      expand(timetable, 'Asia/Ho_Chi_Minh', '2026-11-02T00:00:00+07:00', '2026-11-09T00:00:00+07:00'),
    ).toEqual([
      '2026-11-02 2026-11-01T22:30:00.000Z',
      '2026-11-02 2026-11-02T10:00:00.000Z',
      '2026-11-06 2026-11-05T22:30:00.000Z',
      '2026-11-06 2026-11-06T10:00:00.000Z',
    ]);
  });

  it('keeps to its first and last date, both included', () => {
    const timetable = daily('12:00', { from: '2026-11-03', until: '2026-11-04' });
    expect(expand(timetable, 'Asia/Ho_Chi_Minh', '2026-10-01T00:00:00Z', '2026-12-01T00:00:00Z')).toEqual([
      '2026-11-03 2026-11-03T05:00:00.000Z',
      '2026-11-04 2026-11-04T05:00:00.000Z',
    ]);
  });

  it('includes the first instant of the window and not the last', () => {
    expect(expand(daily('07:00'), 'UTC', '2026-11-02T07:00:00Z', '2026-11-03T07:00:00Z')).toEqual([
      '2026-11-02 2026-11-02T07:00:00.000Z',
    ]);
  });
});

describe('a day on which the clocks change', () => {
  it.each([
    // zone, local time, window day, what happens
    ['Europe/Berlin', '02:30', '2026-03-29', '2026-03-29T01:30:00.000Z', 'gap: moved forward to 03:30'],
    ['Europe/Berlin', '02:30', '2026-10-25', '2026-10-25T00:30:00.000Z', 'overlap: the first 02:30'],
    ['Europe/Berlin', '12:00', '2026-03-29', '2026-03-29T10:00:00.000Z', 'after the gap'],
    ['Europe/Berlin', '12:00', '2026-10-25', '2026-10-25T11:00:00.000Z', 'after the overlap'],
    ['America/New_York', '02:15', '2026-03-08', '2026-03-08T07:15:00.000Z', 'gap'],
    ['America/New_York', '01:15', '2026-11-01', '2026-11-01T05:15:00.000Z', 'overlap'],
    ['Australia/Lord_Howe', '02:10', '2026-10-04', '2026-10-03T15:40:00.000Z', 'gap of half an hour'],
    ['Australia/Lord_Howe', '01:45', '2026-04-05', '2026-04-04T14:45:00.000Z', 'overlap of half an hour'],
    ['America/Santiago', '00:30', '2026-09-06', '2026-09-06T04:30:00.000Z', 'midnight itself is in the gap'],
    ['Africa/Cairo', '00:00', '2026-04-24', '2026-04-23T22:00:00.000Z', 'midnight itself is in the gap'],
    ['Asia/Ho_Chi_Minh', '02:30', '2026-03-29', '2026-03-28T19:30:00.000Z', 'no change of clocks'],
    ['Asia/Kathmandu', '05:30', '2026-03-29', '2026-03-28T23:45:00.000Z', 'a zone of quarter hours'],
  ])('%s %s on %s is %s (%s)', (zone, time, date, instant) => {
    const at = Date.parse(instant);
    const timetable: Timetable = { kind: 'once', date, time };
    expect(expand(timetable, zone, iso(at - 86_400_000), iso(at + 86_400_000))).toEqual([
      `${date} ${instant}`,
    ]);
  });

  it('sounds exactly once a day all the same', () => {
    const found = expand(daily('02:30'), 'Europe/Berlin', '2026-03-27T00:00:00Z', '2026-04-01T00:00:00Z');
    expect(found.map((line) => line.slice(0, 10))).toEqual([
      '2026-03-27',
      '2026-03-28',
      '2026-03-29',
      '2026-03-30',
      '2026-03-31',
    ]);
  });
});

describe('single times', () => {
  it('"now" is the instant itself, on the local date that it has', () => {
    const at = Date.parse('2026-11-02T17:30:00Z');
    expect(
      occurrencesOf(
        { kind: 'now', at },
        { civil: civilTime('Asia/Ho_Chi_Minh'), holidays: NO_HOLIDAYS },
        { from: at, until: at + 1 },
      ),
    ).toEqual([{ occurrenceId: 'now', localDate: '2026-11-03', startsAt: at }]);
  });

  it('are nothing outside the window', () => {
    expect(
      expand(
        { kind: 'once', date: '2026-11-02', time: '05:30' },
        'UTC',
        '2026-11-03T00:00:00Z',
        '2026-11-04T00:00:00Z',
      ),
    ).toEqual([]);
  });
});
