import { describe, expect, it } from 'vitest';
import { civilTime } from '../../../../controller/src/planning/calendar/civil-time.js';
import { openUntil, stretchesOf, strictestHours } from '../../../../controller/src/planning/place/hours.js';

const zone = civilTime('Asia/Ho_Chi_Minh');
const at = (text: string) => Date.parse(`${text}+07:00`);
const window = (from: string, to: string, maxGainDb = 0) => ({ from, to, maxGainDb });

describe('the strictest hours', () => {
  it('are what every layer allows, at the lowest cap', () => {
    expect(
      strictestHours([
        [window('05:30', '06:00', -6), window('06:00', '21:00')],
        [window('05:45', '11:00', -3), window('13:30', '22:00')],
      ]),
    ).toEqual([window('05:45', '06:00', -6), window('06:00', '11:00', -3), window('13:30', '21:00')]);
  });

  it('are nothing when the layers share no hour', () => {
    expect(strictestHours([[window('05:00', '06:00')], [window('06:00', '07:00')]])).toEqual([]);
  });

  it('are 05:30-21:00 where nobody set any', () => {
    expect(stretchesOf(strictestHours([]))).toEqual([{ from: 330, to: 1260 }]);
  });
});

describe('open until', () => {
  const hours = [window('05:30', '06:00', -6), window('06:00', '21:00')];

  it.each([
    ['2026-11-02T05:30:00', '2026-11-02T21:00:00'],
    ['2026-11-02T05:59:59', '2026-11-02T21:00:00'],
    ['2026-11-02T20:59:00', '2026-11-02T21:00:00'],
  ])('%s runs through touching windows to %s', (from, to) => {
    expect(openUntil(at(from), hours, zone)).toBe(at(to));
  });

  it.each(['2026-11-02T03:15:00', '2026-11-02T05:29:59', '2026-11-02T21:00:00'])('%s is closed', (from) => {
    expect(openUntil(at(from), hours, zone)).toBeNull();
  });

  it('runs over midnight where the whole day is open', () => {
    const end = openUntil(at('2026-11-02T23:58:00'), [window('00:00', '24:00')], zone);
    expect(end).toBeGreaterThanOrEqual(at('2026-11-03T23:58:00'));
  });

  it('runs over midnight into a morning window', () => {
    const hours = [window('00:00', '01:00'), window('22:00', '24:00')];
    expect(openUntil(at('2026-11-02T23:00:00'), hours, zone)).toBe(at('2026-11-03T01:00:00'));
  });

  it('goes by the wall clock where DST repeats an hour', () => {
    const berlin = civilTime('Europe/Berlin');
    const secondPass = Date.parse('2026-10-25T01:30:00Z');
    expect(openUntil(secondPass, [window('02:00', '02:45')], berlin)).toBe(secondPass + 15 * 60_000);
  });

  it.each([
    ['America/New_York', '2027-03-14', '01:30', '02:30', 30],
    ['America/New_York', '2027-03-14', '01:30', '03:00', 30],
    ['America/New_York', '2027-03-14', '01:30', '03:30', 60],
    // Midnight itself is swallowed: 24:00 is the last instant of the day before.
    ['Africa/Cairo', '2027-04-29', '23:30', '24:00', 30],
  ])(
    '%s, %s: what a DST gap swallows does not stay open beyond it (%s to %s)',
    (name, date, from, to, minutes) => {
      const civil = civilTime(name);
      const start = civil.instantOf(date, from);
      expect(openUntil(start, [window('05:00', '06:00'), window('01:20', to)], civil)).toBe(
        start + minutes * 60_000,
      );
    },
  );
});
