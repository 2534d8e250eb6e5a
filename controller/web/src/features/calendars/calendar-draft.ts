import { CivilDate } from '@loa/shared/instant';
import { type DayRule, HolidayRule } from '@loa/shared/timetable';
import { z } from 'zod';

/** How the days of one holiday are filled in. */
export const DAY_KINDS = ['year', 'lunarYear', 'date', 'dateInRange'] as const;

const TypedHoliday = z.object({
  /** Tells rows apart while they are typed. */
  key: z.string(),
  name: z.string(),
  kind: z.enum(DAY_KINDS),
  /** `2/9, 3/9`, as dates of the year are written here. */
  text: z.string(),
  /** Civil dates; empty: not chosen. */
  from: z.string(),
  until: z.string(),
  /** What this form cannot show stays as it was. */
  kept: HolidayRule.nullable(),
});
export type TypedHoliday = z.infer<typeof TypedHoliday>;

export const CalendarDraft = z.object({
  name: z.string(),
  areaId: z.string(),
  holidays: z.array(TypedHoliday),
});
export type CalendarDraft = z.infer<typeof CalendarDraft>;

export const newHoliday = (key: string): TypedHoliday => ({
  ...{ key, name: '', kind: 'year', text: '', from: '', until: '', kept: null },
});

/** A holiday as it stands, to be changed. Pure. */
export function typedHoliday(holiday: HolidayRule, key: string): TypedHoliday {
  const { name, days } = holiday;
  const [only] = days;
  const empty = { ...newHoliday(key), name };
  if (!only || days.length > 1) return { ...empty, kept: holiday };
  switch (only.every) {
    case 'year':
    case 'lunarYear':
      return { ...empty, kind: only.every, text: only.dates.map(yearDateText).join(', ') };
    case 'date':
      return { ...empty, kind: 'date', text: only.dates.map(dateText).join(', ') };
    case 'dateInRange':
      return { ...empty, kind: 'dateInRange', from: only.from, until: only.until };
    default:
      return { ...empty, kept: holiday };
  }
}

/** What was filled in; null while a name or its days are missing or cannot be understood. Pure. */
export function holidayOf(typed: TypedHoliday): HolidayRule | null {
  const name = typed.name.trim();
  if (name === '') return null;
  if (typed.kept) return { ...typed.kept, name };
  const rule = ruleOf(typed);
  return rule && { name, days: [rule] };
}

function ruleOf({ kind, text, from, until }: TypedHoliday): DayRule | null {
  const parts = text.split(/[,;\s]+/).filter((part) => part !== '');
  switch (kind) {
    case 'year':
    case 'lunarYear': {
      const dates = parts.map((part) => readYearDate(part, kind === 'year' ? 31 : 30));
      return dates.length > 0 && dates.every((date) => date !== null) ? { every: kind, dates } : null;
    }
    case 'date': {
      const dates = parts.map(readDate);
      return dates.length > 0 && dates.every((date) => date !== null) ? { every: 'date', dates } : null;
    }
    case 'dateInRange':
      return from !== '' && from <= until ? { every: 'dateInRange', from, until } : null;
  }
}

/** `2/9` or `02-9`; the last day of a lunar month, whichever it is, is written `cuối/12`. */
function readYearDate(text: string, longest: number): { month: number; day: number } | null {
  const [, first = '', second = ''] = /^(\d{1,2}|cuối|end)[/.-](\d{1,2})$/i.exec(text.normalize('NFC')) ?? [];
  const month = Number(second);
  const day = /^\d/.test(first) ? Number(first) : -1;
  const isDay = day === -1 ? longest === 30 && first !== '' : day >= 1 && day <= longest;
  if (!isDay || month < 1 || month > 12) return null;
  // 2024 has a 29 February; no year has a 31 April.
  const real = longest === 30 || new Date(Date.UTC(2024, month - 1, day)).getUTCDate() === day;
  return real ? { month, day } : null;
}

function yearDateText({ month, day }: { month: number; day: number }): string {
  return `${day === -1 ? 'cuối' : day}/${month}`;
}

function readDate(text: string): string | null {
  const [, day = '', month = '', year = ''] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) ?? [];
  return CivilDate.safeParse(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`).data ?? null;
}

function dateText(date: string): string {
  return date.split('-').reverse().join('/');
}
