import { describe, expect, it } from 'vitest';
import { civilTime } from '../../../../controller/src/planning/calendar/civil-time.js';
import { type DatedItem, warnValidity } from '../../../../controller/src/planning/check/check-validity.js';

const civil = civilTime('Asia/Ho_Chi_Minh');
const on = (localDate: string, time = '17:00') => ({
  ...{ localDate, occurrenceId: 'occ_1', startsAt: civil.instantOf(localDate, time) },
});
const at = (date: string) => civil.instantOf(date, '00:00');
const item = (more: Partial<DatedItem>): DatedItem => ({
  ...{ name: 'Bài “Tết”', validFrom: null, validUntil: null, approvedUntil: null },
  ...more,
});
const told = (some: Partial<DatedItem>, dates: string[], goesOn = false) =>
  warnValidity([item(some)], { occurrences: dates.map((date) => on(date)), goesOn }, civil).map(
    ({ code, text }) => `${code}: ${text}`,
  );

describe('what a schedule names', () => {
  it('is valid on every run, or says from when on it is not', () => {
    const valid = { validFrom: at('2026-11-05'), validUntil: at('2026-12-01') };
    expect(told(valid, ['2026-11-05', '2026-11-30'])).toEqual([]);
    expect(told(valid, ['2026-11-30', '2026-12-01'])).toEqual([
      'outside_validity: Bài “Tết” chỉ có hiệu lực từ 05/11/2026 đến 30/11/2026: buổi 01/12/2026 loa không phát phần này. Hãy sửa thời gian hiệu lực hoặc ngày phát.',
    ]);
    expect(told({ validUntil: at('2026-12-01') }, ['2026-11-30', '2026-12-01', '2026-12-02'], true)).toEqual([
      'outside_validity: Bài “Tết” chỉ có hiệu lực đến 30/11/2026: 2 buổi từ 01/12/2026 loa không phát phần này. Hãy sửa thời gian hiệu lực hoặc ngày phát.',
    ]);
    expect(told({ validFrom: at('2026-12-03') }, ['2026-11-30', '2026-12-01'])).toEqual([
      'outside_validity: Bài “Tết” chỉ có hiệu lực từ 03/12/2026: cả 2 buổi loa không phát phần này. Hãy sửa thời gian hiệu lực hoặc ngày phát.',
    ]);
  });

  it('is approved for a first run that is far off, or says that somebody has to approve it again', () => {
    const approved = { approvedUntil: at('2027-02-21') };
    expect(told(approved, ['2027-02-20'], true)).toEqual([]);
    expect(told(approved, ['2027-05-18'], true)).toEqual([
      'approval_ends: Bài “Tết” được duyệt đến 20/02/2027: buổi 18/05/2027 loa không phát phần này, trừ khi sau ngày đó có người duyệt lại.',
    ]);
  });

  it('says so of later runs where the timetable ends, and not where it goes on for years', () => {
    const approved = { approvedUntil: at('2027-02-21') };
    expect(told(approved, ['2027-02-20', '2027-02-21'], true)).toEqual([]);
    expect(told(approved, ['2027-02-20', '2027-02-21'])).toHaveLength(1);
  });

  it('says nothing of approvals that are still to come', () => {
    expect(told({}, ['2027-05-18'])).toEqual([]);
  });
});
