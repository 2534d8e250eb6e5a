import { type CivilTime, timeText } from '../calendar/civil-time.js';
import type { PlanningWorld, SlotContent } from '../inputs.js';
import type { LengthLimit } from '../programme/slot-problem.js';
import { languageName } from './language-name.js';
import type { PlanProblem } from './problems.js';

/** What the text names beside the problem itself. */
export interface Names {
  schedule(scheduleId: string): string;
  bulletin(bulletinId: string): string;
  station(stationId: string): string;
  /** What a slot is for, to be read in a sentence: `chuyên mục “NQ57”`. */
  slot(scheduleId: string, slot: string): string;
}

/** The names of what a world holds. */
export function namesOf(world: Pick<PlanningWorld, 'schedules' | 'bulletins' | 'stations'>): Names {
  const schedules = new Map(world.schedules.map((schedule) => [schedule.scheduleId, schedule]));
  const bulletin = (id: string) => world.bulletins.get(id)?.title ?? 'một bài đã xóa';
  const station = (id: string) => world.stations.get(id)?.name ?? 'một đài đã xóa';
  return {
    bulletin,
    station,
    schedule: (id) => schedules.get(id)?.title ?? 'lịch khác',
    slot(scheduleId, slot) {
      const found = schedules.get(scheduleId)?.slots.find((each) => each.slot === slot);
      return found ? contentText(found.content, { bulletin, station }) : 'một mục';
    },
  };
}

function contentText(
  content: SlotContent,
  { bulletin, station }: Pick<Names, 'bulletin' | 'station'>,
): string {
  switch (content.kind) {
    case 'tune':
    case 'ident':
    case 'bulletin':
      return `“${bulletin(content.bulletinId)}”`;
    case 'newest':
      return `chuyên mục “${content.column}”`;
    case 'relay':
      return `đài “${station(content.stationId)}”`;
    case 'filler':
      return 'nhạc đệm';
  }
}

/** A problem of a plan in Vietnamese, for staff: what is left out, when, and why. */
export function problemText(problem: PlanProblem, civil: CivilTime, names: Names): string {
  const date = problem.localDate.split('-').reverse().join('/');
  const when = `Buổi ${timeText(civil.minuteOf(problem.startsAt))} ngày ${date}`;
  return `${when}: ${problemWords(problem, civil, names)}`;
}

/** What is wrong, without the run it is wrong with. */
export function problemWords(problem: PlanProblem, civil: CivilTime, names: Names): string {
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
    case 'waits':
      return `phải chờ “${names.schedule(problem.by)}” phát xong lúc ${timeText(civil.minuteOf(problem.until))}; bài nào quá giờ thì bị bỏ.`;
    case 'plan_full':
      return 'quá nhiều buổi phát trong tám ngày, buổi này bị bỏ.';
    case 'suspended':
      return problem.slot === null
        ? `tạm dừng phát (${problem.name}), loa sẽ im.`
        : `${names.slot(problem.scheduleId, problem.slot)} tạm dừng (${problem.name}).`;
    case 'bulletin_missing':
      return 'một bản tin của chương trình không còn.';
    case 'bulletin_not_valid':
      return `“${names.bulletin(problem.bulletinId)}” ngoài thời gian hiệu lực.`;
    case 'nothing_new':
      return `chuyên mục “${problem.column}” không có bài mới để phát.`;
    case 'station_missing':
      return 'đài tiếp âm không còn.';
    case 'station_not_approved':
      return `đài “${names.station(problem.stationId)}” chưa được duyệt.`;
    case 'station_not_covered':
      return `đài “${names.station(problem.stationId)}” được duyệt cho địa bàn hoặc thời gian khác.`;
    case 'station_closed':
      return `giờ tiếp âm nằm ngoài giờ đã duyệt của đài “${names.station(problem.stationId)}”.`;
    case 'fallback_used':
      return `phát bài dự phòng “${names.bulletin(problem.bulletinId)}”.`;
    case 'dropped_for_length':
      return `bỏ ${names.slot(problem.scheduleId, problem.slot)} vì chương trình ${tooLongFor(problem.limit)}.`;
    case 'variant_missing':
      return `“${names.bulletin(problem.bulletinId)}” chưa có bản ${languageName(problem.language)}.`;
    case 'variant_not_recorded':
      return `bản ${languageName(problem.language)} của “${names.bulletin(problem.bulletinId)}” chưa có bản thu.`;
    case 'variant_not_approved':
      return `bản ${languageName(problem.language)} của “${names.bulletin(problem.bulletinId)}” chưa được duyệt.`;
    case 'variant_not_covered':
      return `bản ${languageName(problem.language)} của “${names.bulletin(problem.bulletinId)}” đã duyệt nhưng không cho nơi này vào giờ này: duyệt cho địa bàn khác, chưa tới ngày hoặc đã hết hạn.`;
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
