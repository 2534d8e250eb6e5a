import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { civilTime } from '../../../../controller/src/planning/calendar/civil-time.js';
import {
  compileTimetable,
  NO_HOLIDAYS,
} from '../../../../controller/src/planning/calendar/compile-timetable.js';
import { dateOfDay, dayNumber } from '../../../../controller/src/planning/calendar/day-number.js';
import { createSink } from '../../../../controller/src/planning/calendar/occurrence-sink.js';
import { expandInto, occurrencesOf } from '../../../../controller/src/planning/calendar/timetable.js';
import { Timetable } from '../../../../shared/src/timetable.js';

const DAY = 86_400_000;
const daily = (...times: string[]) =>
  Timetable.parse({
    kind: 'recurring',
    days: [{ every: 'day' }],
    times: times.map((time, at) => ({ occurrenceId: `occ_${at}`, time })),
  });

function soundsAt(timetable: Timetable, zone: string, from: string, until: string): string[] {
  const window = { from: Date.parse(from), until: Date.parse(until) };
  const found = occurrencesOf(timetable, { civil: civilTime(zone), holidays: NO_HOLIDAYS }, window);
  return found.map(
    ({ localDate, startsAt }) => `${localDate} ${new Date(startsAt).toISOString().slice(0, 16)}`,
  );
}

describe('dates and minutes of an instant', () => {
  const zones = [
    'Asia/Ho_Chi_Minh',
    'Europe/Berlin',
    'Australia/Lord_Howe',
    'America/Santiago',
    'Pacific/Apia',
    'America/St_Johns',
    'America/Nuuk',
    'Asia/Kathmandu',
    'UTC',
  ];
  // Changes of clocks among them, where a shortcut would show.
  const changes = [
    '2026-03-29T01:00Z',
    '2026-10-25T01:00Z',
    '2026-10-03T15:30Z',
    '2026-09-06T04:00Z',
    '2026-04-05T03:00Z',
    '2011-12-30T10:00Z',
    '2009-11-01T02:31Z',
    '2026-03-29T01:00Z',
  ].map((at) => Date.parse(at));
  const instant = fc.oneof(
    fc
      .tuple(fc.constantFrom(...changes), fc.integer({ min: -2 * DAY, max: 2 * DAY }))
      .map(([at, ms]) => at + ms),
    fc.integer({ min: Date.parse('1976-01-01'), max: Date.parse('2037-12-31') }),
  );

  it('are those of Temporal, in every zone', () => {
    const civils = new Map(zones.map((zone) => [zone, civilTime(zone)]));
    fc.assert(
      fc.property(fc.constantFrom(...civils), instant, ([zone, civil], at) => {
        const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
        expect([civil.dateOf(at), civil.minuteOf(at)]).toEqual([
          there.toPlainDate().toString(),
          there.hour * 60 + there.minute,
        ]);
      }),
      { numRuns: 1500, seed: 20261102 },
    );
  });

  it('begin with the first instant of a day and end with its last', () => {
    const civil = civilTime('Asia/Ho_Chi_Minh');
    const midnight = Date.parse('2026-12-01T00:00:00+07:00');
    expect([civil.dateOf(midnight - 1), civil.dateOf(midnight)]).toEqual(['2026-11-30', '2026-12-01']);
    expect([civil.minuteOf(midnight - 1), civil.minuteOf(midnight)]).toEqual([1439, 0]);
  });

  it('stay right however many days were asked for', () => {
    const civil = civilTime('Asia/Ho_Chi_Minh');
    const first = dayNumber('1976-01-01');
    for (let day = first; day < first + 21_000; day += 1) civil.startOfDay(dateOfDay(day));
    expect(civil.instantOf('2026-12-01', '05:30')).toBe(Date.parse('2026-12-01T05:30:00+07:00'));
  });
});

describe('where clocks change, a timetable', () => {
  it('keeps to the order of time when a gap moves one time past another', () => {
    expect(
      soundsAt(daily('02:30', '03:00'), 'Europe/Berlin', '2026-03-29T00:00Z', '2026-03-29T12:00Z'),
    ).toEqual(['2026-03-29 2026-03-29T01:00', '2026-03-29 2026-03-29T01:30']);
  });

  it('finds a time of the day before that a gap pushed over midnight into the window', () => {
    // Toronto went from 23:30 on 30/3/1919 to 00:30: its 23:45 is 00:45 on the 31st.
    expect(soundsAt(daily('23:45'), 'America/Toronto', '1919-03-31T04:40Z', '1919-03-31T12:00Z')).toEqual([
      '1919-03-30 1919-03-31T04:45',
    ]);
  });

  it('finds a midnight that stands in the window although the window ends on the day before', () => {
    // In St John's 00:01 on 1/11/2009 became 23:01 on 31/10 again.
    expect(soundsAt(daily('00:00'), 'America/St_Johns', '2009-11-01T02:00Z', '2009-11-01T03:00Z')).toEqual([
      '2009-11-01 2009-11-01T02:30',
    ]);
  });

  it('leaves out a day that did not happen, and does not play it twice on the next', () => {
    expect(soundsAt(daily('10:00'), 'Pacific/Apia', '2011-12-29T12:00Z', '2012-01-01T12:00Z')).toEqual([
      '2011-12-29 2011-12-29T20:00',
      '2011-12-31 2011-12-30T20:00',
      '2012-01-01 2011-12-31T20:00',
    ]);
  });

  it('is nothing in a window that ends before it begins', () => {
    expect(soundsAt(daily('10:00'), 'UTC', '2026-12-02T00:00Z', '2026-12-01T00:00Z')).toEqual([]);
  });
});

describe('occurrences as columns', () => {
  it('of many timetables follow each other, with room made as it is needed', () => {
    const civil = civilTime('Asia/Ho_Chi_Minh');
    const from = dayNumber('2026-12-01');
    const sink = createSink(1);
    const timetables = [
      daily('17:00', '05:30'),
      Timetable.parse({ kind: 'once', date: '2026-12-02', time: '09:00' }),
      Timetable.parse({ kind: 'now', at: Date.parse('2026-12-03T10:00:00+07:00') }),
      daily('06:00'),
    ];
    const ends = timetables.map((timetable) => {
      expandInto(compileTimetable(timetable, NO_HOLIDAYS), civil, from, from + 3, sink);
      return sink.length;
    });
    expect(ends).toEqual([6, 7, 8, 11]);
    const rows = Array.from({ length: sink.length }, (_, at) => [
      dateOfDay(sink.days[at] ?? 0),
      new Date((sink.starts[at] ?? 0) + 7 * 3_600_000).toISOString().slice(5, 16),
      sink.ids[at],
    ]);
    expect(rows).toEqual([
      ['2026-12-01', '12-01T05:30', 0],
      ['2026-12-01', '12-01T17:00', 1],
      ['2026-12-02', '12-02T05:30', 0],
      ['2026-12-02', '12-02T17:00', 1],
      ['2026-12-03', '12-03T05:30', 0],
      ['2026-12-03', '12-03T17:00', 1],
      ['2026-12-02', '12-02T09:00', 0],
      ['2026-12-03', '12-03T10:00', 0],
      ['2026-12-01', '12-01T06:00', 0],
      ['2026-12-02', '12-02T06:00', 0],
      ['2026-12-03', '12-03T06:00', 0],
    ]);
  });

  it('of a window of no days are none', () => {
    const sink = createSink();
    expandInto(compileTimetable(daily('06:00'), NO_HOLIDAYS), civilTime('UTC'), 20_000, 20_000, sink);
    expect(sink.length).toBe(0);
  });
});
