import { type CivilTime, timeText } from './calendar/civil-time.js';
import type { PlanProblem } from './problems.js';

/** A problem of a plan in Vietnamese, for staff: what is left out, when, and why. */
export function problemText(problem: PlanProblem, civil: CivilTime): string {
  const when = `Buổi ${timeText(civil.minuteOf(problem.startsAt))} ngày ${problem.localDate.split('-').reverse().join('/')}`;
  switch (problem.kind) {
    case 'outside_hours':
      return `${when}: nằm ngoài khung giờ phát, loa sẽ im.`;
    case 'does_not_fit':
      return `${when}: không kịp xong trước ${timeText(civil.minuteOf(problem.closesAt))}, loa sẽ im.`;
    case 'nothing_to_play':
      return `${when}: chưa có bài nào phát được.`;
    case 'bulletin_missing':
      return `${when}: bản tin không còn.`;
    case 'bulletin_not_valid':
      return `${when}: bản tin ngoài thời gian hiệu lực.`;
    case 'variant_missing':
      return `${when}: chưa có bản tiếng ${problem.language}.`;
    case 'variant_not_recorded':
      return `${when}: bản tiếng ${problem.language} chưa có bản thu.`;
    case 'variant_not_approved':
      return `${when}: bản tiếng ${problem.language} chưa được duyệt.`;
    case 'variant_not_covered':
      return `${when}: bản tiếng ${problem.language} được duyệt cho địa bàn hoặc thời gian khác.`;
  }
}
