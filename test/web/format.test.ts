import { describe, expect, it } from 'vitest';
import * as format from '../../controller/web/src/lib/format.js';

const at = Date.parse('2026-11-02T22:12:09Z');
const words = { h: 'giờ', min: 'phút', s: 'giây' };

describe('times', () => {
  it('are told in the villages’ time, by the 24-hour clock, day before month', () => {
    expect(format.clock(at)).toBe('05:12');
    expect(format.clockSeconds(at)).toBe('05:12:09');
    expect(format.date(at)).toBe('03/11/2026');
    expect(format.date('2026-11-02')).toBe('02/11/2026');
  });

  it('name their date only on another day', () => {
    expect(format.moment(at, at + 3_600_000)).toBe('05:12');
    expect(format.moment(at, at + 86_400_000)).toBe('05:12 03/11/2026');
  });

  it('of days name the last that counts, not the one that begins when they are over', () => {
    const [first, last] = [format.dayOf('2026-11-02'), format.dayOf('2026-11-08')];
    expect(format.days(first.from, last.to)).toBe('02/11/2026 – 08/11/2026');
  });

  it('say midnight as 00:00, never 24:00', () => {
    expect(format.clock(Date.parse('2026-11-02T17:00:00Z'))).toBe('00:00');
  });

  it('a civil day runs from its first instant to that of the next', () => {
    const { from, to } = format.dayOf('2026-11-02');
    expect([format.civilDate(from), format.civilDate(to - 1), format.civilDate(to)]).toEqual([
      '2026-11-02',
      '2026-11-02',
      '2026-11-03',
    ]);
  });
});

describe('amounts', () => {
  it.each([
    [45_000, '45 giây'],
    [59_600, '1 phút'],
    [12 * 60_000, '12 phút'],
    [65 * 60_000, '1 giờ 05 phút'],
    [120 * 60_000, '2 giờ'],
  ])('%i ms is %s', (ms, text) => expect(format.duration(ms, words)).toBe(text));

  it('are written the Vietnamese way, and the English way in English', () => {
    expect(format.percent(0.972, 'vi')).toBe('97,2%');
    expect([0, 0.0003, 0.9998, 1].map((share) => format.percent(share, 'vi'))).toEqual([
      '0%',
      '0,1%',
      '99,9%',
      '100%',
    ]);
    expect(format.number(1234.5, 'vi')).toBe('1.234,5');
    expect(format.number(1234.5, 'en')).toBe('1,234.5');
  });

  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1.000'],
    [1_234_567.04, '1.234.567'],
    [-12_345.67, '-12.345,7'],
    [99.96, '100'],
  ])('%d is written %s', (value, text) => {
    expect(format.number(value, 'vi')).toBe(text);
    expect(format.number(value, 'vi')).toBe(
      new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 1 }).format(value),
    );
  });
});
