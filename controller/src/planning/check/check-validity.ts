import type { Instant } from '@loa/shared/instant';
import type { CivilTime } from '../calendar/civil-time.js';
import type { Occurrence } from '../calendar/timetable.js';
import type { ScheduleProblem } from './problem.js';
import { dateText } from './words.js';

/** Something that a schedule names, and when it may sound. */
export interface DatedItem {
  /** `Bài “Phòng lừa đảo”`, `Đài “VOV1”`. */
  name: string;
  /** Absent where it is a station. */
  bulletinId?: string;
  /** It sounds only when started in [validFrom, validUntil). */
  validFrom: Instant | null;
  validUntil: Instant | null;
  /** When the last of its approvals ends; null while it has none, which is told by other words. */
  approvedUntil: Instant | null;
}

/**
 * Runs for which something will not be valid, or not be approved any more, long before plans reach them. Of approvals
 * only what nobody would think of: that the first run is beyond them already, or some run of a timetable that ends. What
 * goes on for years is approved again as it comes (`goesOn`).
 */
export function warnValidity(
  items: readonly DatedItem[],
  { occurrences, goesOn }: { occurrences: readonly Occurrence[]; goesOn: boolean },
  civil: CivilTime,
): ScheduleProblem[] {
  const [first] = occurrences;
  return items.flatMap((item): ScheduleProblem[] => {
    const about = item.bulletinId === undefined ? {} : { bulletinId: item.bulletinId };
    const outside = occurrences.filter(({ startsAt }) => !isValid(item, startsAt));
    if (outside.length > 0) {
      const which = runsText(outside, occurrences.length);
      const text = `${item.name} chỉ có hiệu lực ${spanText(item, civil)}: ${which} loa không phát phần này. Hãy sửa thời gian hiệu lực hoặc ngày phát.`;
      return [{ code: 'outside_validity', text, ...about }];
    }
    const { approvedUntil } = item;
    if (approvedUntil === null) return [];
    const late = occurrences.filter(({ startsAt }) => startsAt >= approvedUntil);
    if (late.length === 0 || (goesOn && late[0] !== first)) return [];
    const which = runsText(late, occurrences.length);
    const text = `${item.name} được duyệt đến ${lastDay(approvedUntil, civil)}: ${which} loa không phát phần này, trừ khi sau ngày đó có người duyệt lại.`;
    return [{ code: 'approval_ends', text, ...about }];
  });
}

function isValid({ validFrom, validUntil }: DatedItem, at: Instant): boolean {
  return (validFrom === null || at >= validFrom) && (validUntil === null || at < validUntil);
}

/** "từ 05/11/2026 đến 30/11/2026", both days included. */
function spanText({ validFrom, validUntil }: DatedItem, civil: CivilTime): string {
  const from = validFrom === null ? [] : [`từ ${dateText(civil.dateOf(validFrom))}`];
  const until = validUntil === null ? [] : [`đến ${lastDay(validUntil, civil)}`];
  return [...from, ...until].join(' ');
}

/** The day of the last moment before an end. */
function lastDay(end: Instant, civil: CivilTime): string {
  return dateText(civil.dateOf(end - 1));
}

/** "buổi 18/05/2027", "3 buổi từ 01/12/2026", "cả 5 buổi". */
function runsText(some: readonly Occurrence[], all: number): string {
  const date = dateText(some[0]?.localDate ?? '');
  if (some.length === 1) return `buổi ${date}`;
  return some.length === all ? `cả ${all} buổi` : `${some.length} buổi từ ${date}`;
}
