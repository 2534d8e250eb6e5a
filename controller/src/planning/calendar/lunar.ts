import { getYearInfo } from '@dqcai/vn-lunar';

/** A month of the Vietnamese lunar calendar, as day numbers. */
export interface LunarMonth {
  /** 1..12; a leap month bears the number of the month before it. */
  month: number;
  leap: boolean;
  firstDay: number;
  /** 29 or 30. */
  length: number;
}

/** The Julian day number of 1970-01-01. */
const JULIAN_EPOCH = 2_440_588;
/** Lunar years whose months are known here; the source ends with 2199. Beyond them nothing is named: silence. */
const FIRST_YEAR = 1969;
const LAST_YEAR = 2199;

/**
 * Every month of those years in order. Computed once (2 ms) instead of remembered as it is asked for: a table that
 * never changes needs no owner. Việt Nam reckons by UTC+7, so China's calendar differs in some years (1985, 2007, 2030).
 */
const MONTHS: readonly LunarMonth[] = monthsOfYears(FIRST_YEAR, LAST_YEAR);

function monthsOfYears(first: number, last: number): LunarMonth[] {
  const found: LunarMonth[] = [];
  for (let year = first; year <= last; year++) {
    for (const { month, leap, jd } of getYearInfo(year)) {
      const firstDay = jd - JULIAN_EPOCH;
      const before = found.at(-1);
      if (before) before.length = firstDay - before.firstDay;
      found.push({ month, leap, firstDay, length: 0 });
    }
  }
  // The length of the very last month is not known without the year after it.
  found.pop();
  return found;
}

/** The months that have a day in [from, until), in order. */
export function lunarMonths(from: number, until: number): LunarMonth[] {
  let low = 0;
  let high = MONTHS.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const month = MONTHS[middle];
    if (month && month.firstDay + month.length <= from) low = middle + 1;
    else high = middle;
  }
  const found: LunarMonth[] = [];
  for (let at = low; at < MONTHS.length; at++) {
    const month = MONTHS[at];
    if (!month || month.firstDay >= until) break;
    found.push(month);
  }
  return found;
}
