export interface YearDate {
  month: number;
  day: number;
}

/** `18/5`, as dates are written here. */
export const yearDateText = ({ month, day }: YearDate): string => `${day}/${month}`;

/** Dates typed as `18/5`, `01/10` or `18-5`; what no year has is left out, so that it never looks taken. */
export function readYearDates(texts: readonly string[]): YearDate[] {
  const found = new Map<string, YearDate>();
  for (const text of texts) {
    const [, day, month] = /^\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*$/.exec(text) ?? [];
    const date = { month: Number(month), day: Number(day) };
    if (isInSomeYear(date)) found.set(yearDateText(date), date);
  }
  return [...found.values()].sort((a, b) => a.month - b.month || a.day - b.day);
}

function isInSomeYear({ month, day }: YearDate): boolean {
  // 2024 has a 29 February.
  const date = new Date(Date.UTC(2024, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
