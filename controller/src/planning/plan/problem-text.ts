import { type CivilTime, timeText } from '../calendar/civil-time.js';
import type { LengthLimit } from '../programme/slot-problem.js';
import type { PlanProblem } from './problems.js';

/** What the text names beside the problem itself. */
export interface Names {
  /** The title of a schedule, a bulletin's or a station's name; the id where it is not known. */
  schedule(scheduleId: string): string;
}

const NO_NAMES: Names = { schedule: () => 'lịch khác' };

/** A problem of a plan in Vietnamese, for staff: what is left out, when, and why. */
export function problemText(problem: PlanProblem, civil: CivilTime, names: Names = NO_NAMES): string {
  const date = problem.localDate.split('-').reverse().join('/');
  const when = `Buổi ${timeText(civil.minuteOf(problem.startsAt))} ngày ${date}`;
  return `${when}: ${what(problem, civil, names)}`;
}

function what(problem: PlanProblem, civil: CivilTime, names: Names): string {
  switch (problem.kind) {
    case 'outside_hours':
      return 'nằm ngoài khung giờ phát, loa sẽ im.';
    case 'quiet_time':
      return `rơi vào giờ yên tĩnh (${problem.why}), loa sẽ im.`;
    case 'does_not_fit':
      return `${tooLong(problem.limit, timeText(civil.minuteOf(problem.closesAt)))}, loa sẽ im.`;
    case 'nothing_to_play':
      return 'chưa có bài nào phát được.';
    case 'day_limit':
      return problem.shortened
        ? 'đã rút ngắn vì quá số phút phát trong ngày của nơi này.'
        : `quá ${problem.limit === 'sessions' ? 'số buổi' : 'số phút'} phát trong ngày của nơi này, loa sẽ im.`;
    case 'awaiting_decision':
      return `trùng giờ với “${names.schedule(problem.by)}”, cả hai đều ưu tiên. Hãy chọn lịch phát trước; trong khi chờ, buổi này nhường.`;
    case 'displaced':
      return `nhường “${names.schedule(problem.by)}” như đã chọn.`;
    case 'plan_full':
      return 'quá nhiều buổi phát trong tám ngày, buổi này bị bỏ.';
    case 'suspended':
      return problem.slot === null
        ? `tạm dừng phát (${problem.name}), loa sẽ im.`
        : `một mục tạm dừng (${problem.name}).`;
    case 'bulletin_missing':
      return 'bản tin không còn.';
    case 'bulletin_not_valid':
      return 'bản tin ngoài thời gian hiệu lực.';
    case 'nothing_new':
      return `chuyên mục “${problem.column}” không có bài mới để phát.`;
    case 'station_missing':
      return 'đài tiếp âm không còn.';
    case 'station_not_approved':
      return 'đài tiếp âm chưa được duyệt.';
    case 'station_not_covered':
      return 'đài tiếp âm được duyệt cho địa bàn hoặc thời gian khác.';
    case 'station_closed':
      return 'giờ tiếp âm nằm ngoài giờ đã duyệt của đài.';
    case 'fallback_used':
      return 'một mục chưa phát được, phát bài dự phòng.';
    case 'dropped_for_length':
      return `bỏ một mục vì chương trình ${tooLongFor(problem.limit)}.`;
    case 'variant_missing':
      return `chưa có bản tiếng ${problem.language}.`;
    case 'variant_not_recorded':
      return `bản tiếng ${problem.language} chưa có bản thu.`;
    case 'variant_not_approved':
      return `bản tiếng ${problem.language} chưa được duyệt.`;
    case 'variant_not_covered':
      return `bản tiếng ${problem.language} được duyệt cho địa bàn hoặc thời gian khác.`;
  }
}

function tooLong(limit: LengthLimit, closes: string): string {
  return limit === 'hours' || limit === 'quiet' ? `không kịp xong trước ${closes}` : tooLongFor(limit);
}

function tooLongFor(limit: LengthLimit): string {
  switch (limit) {
    case 'hours':
      return 'không kịp xong trước giờ nghỉ phát';
    case 'quiet':
      return 'không kịp xong trước giờ yên tĩnh';
    case 'programme':
      return 'dài hơn mức đã đặt';
    case 'place':
      return 'dài hơn mức mỗi buổi của nơi này';
    case 'day':
      return 'dài hơn số phút còn lại trong ngày';
    case 'items':
      return 'có quá nhiều bài';
  }
}
