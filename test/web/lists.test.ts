import type { HolidayRule } from '@loa/shared/timetable';
import { describe, expect, it } from 'vitest';
import {
  holidayOf,
  newHoliday,
  type TypedHoliday,
  typedHoliday,
} from '../../controller/web/src/features/calendars/calendar-draft.js';

const typed = (part: Partial<TypedHoliday>) => ({ ...newHoliday('k'), name: 'Hội làng', ...part });
const daysOf = (part: Partial<TypedHoliday>) => holidayOf(typed(part))?.days ?? null;

describe('a holiday as it is filled in', () => {
  it.each<[Partial<TypedHoliday>, HolidayRule['days'][number]]>([
    [{ text: '2/9' }, { every: 'year', dates: [{ month: 9, day: 2 }] }],
    [
      { text: '30/4, 01-5' },
      {
        every: 'year',
        dates: [
          { month: 4, day: 30 },
          { month: 5, day: 1 },
        ],
      },
    ],
    [
      { kind: 'lunarYear', text: 'cuối/12 1/1' },
      {
        every: 'lunarYear',
        dates: [
          { month: 12, day: -1 },
          { month: 1, day: 1 },
        ],
      },
    ],
    [
      { kind: 'lunarYear', text: '30/2' },
      { every: 'lunarYear', dates: [{ month: 2, day: 30 }] },
    ],
    [
      { kind: 'date', text: '2/11/2026; 03/11/2026' },
      { every: 'date', dates: ['2026-11-02', '2026-11-03'] },
    ],
    [
      { kind: 'dateInRange', from: '2026-11-02', until: '2026-11-02' },
      { every: 'dateInRange', from: '2026-11-02', until: '2026-11-02' },
    ],
  ])('%o', (part, rule) => expect(daysOf(part)).toEqual([rule]));

  it.each<Partial<TypedHoliday>>([
    { name: ' ', text: '2/9' },
    { text: '' },
    { text: '31/4' },
    { text: '2/9, mai' },
    { text: 'cuối/12' },
    { kind: 'lunarYear', text: '31/1' },
    { kind: 'date', text: '31/02/2026' },
    { kind: 'date', text: '2/9' },
    { kind: 'dateInRange', from: '2026-11-03', until: '2026-11-02' },
    { kind: 'dateInRange', from: '2026-11-03' },
  ])('is not understood: %o', (part) => expect(holidayOf(typed(part))).toBeNull());

  it.each<HolidayRule>([
    { name: 'Tết', days: [{ every: 'lunarYear', dates: [{ month: 12, day: -1 }] }] },
    { name: 'Quốc khánh', days: [{ every: 'year', dates: [{ month: 9, day: 2 }] }] },
    { name: 'Bầu cử', days: [{ every: 'date', dates: ['2026-03-15'] }] },
    { name: 'Quốc tang', days: [{ every: 'dateInRange', from: '2026-11-02', until: '2026-11-04' }] },
    // No field shows these: they stay as they are.
    { name: 'Chợ phiên', days: [{ every: 'week', interval: 1, days: [7] }] },
    {
      name: 'Hai ngày',
      days: [
        { every: 'date', dates: ['2026-03-15'] },
        { every: 'year', dates: [{ month: 9, day: 2 }] },
      ],
    },
  ])('survives being opened and saved: $name', (holiday) =>
    expect(holidayOf(typedHoliday(holiday, 'k'))).toEqual(holiday),
  );
});
