export interface YearDate {
  month: number;
  /** Negative: from the end of the month; -1 is its last day. */
  day: number;
}

/** Days of the longest month of its kind. */
const LUNAR_MONTH = 30;

/** `18/5`, as dates are written here; `cuối/12` is the last day of December. */
export const yearDateText = ({ month, day }: YearDate): string => `${day === -1 ? 'cuối' : day}/${month}`;

/** Dates typed as `18/5`, `01/10`, `18-5` or `cuối/2`; what no year has is left out, so that it never looks taken. */
export function readYearDates(texts: readonly string[]): YearDate[] {
  return readDates(texts, isInSomeYear);
}

/** As `readYearDates`, of the lunar year, whose months have at most 30 days. */
export function readLunarDates(texts: readonly string[]): YearDate[] {
  return readDates(texts, ({ month, day }) => month >= 1 && month <= 12 && isDay(day, LUNAR_MONTH, 1));
}

function readDates(texts: readonly string[], exists: (date: YearDate) => boolean): YearDate[] {
  const found = new Map<string, YearDate>();
  for (const text of texts) {
    const [, day = '', month] =
      /^\s*(-?\d{1,2}|cuối|end)\s*[/.-]\s*(\d{1,2})\s*$/i.exec(text.normalize('NFC')) ?? [];
    const date = { month: Number(month), day: /\d/.test(day) ? Number(day) : -1 };
    if (day !== '' && exists(date)) found.set(yearDateText(date), date);
  }
  return [...found.values()].sort((a, b) => a.month - b.month || fromStart(a.day) - fromStart(b.day));
}

/** Days from the end come after those from the start. */
const fromStart = (day: number): number => (day > 0 ? day : 100 + day);

function isInSomeYear({ month, day }: YearDate): boolean {
  if (month < 1 || month > 12) return false;
  // 2024 has a 29 February.
  const length = new Date(Date.UTC(2024, month, 0)).getUTCDate();
  return isDay(day, length, 31);
}

/** Whether a month of so many days has it; from its end as many as `back`. */
function isDay(day: number, length: number, back: number): boolean {
  return day > 0 ? day <= length : day < 0 && -day <= Math.min(back, length);
}
