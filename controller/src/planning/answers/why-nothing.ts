import type { Instant } from '@loa/shared/instant';
import { MINUTE } from '@loa/shared/instant';
import type { CivilTime } from '../calendar/civil-time.js';
import { type Names, problemText } from '../plan/problem-text.js';
import type { PlanProblem } from '../plan/problems.js';
import { clockText, whenText } from './civil-text.js';

/** A run that would have sounded, had its schedule not been cancelled. */
export interface CancelledRun {
  scheduleName: string;
  startsAt: Instant;
  by: string;
  cancelledAt: Instant;
}

/** A run that planning would make, of which the log has nothing. */
export interface UnloggedRun {
  scheduleName: string;
  startsAt: Instant;
}

export interface NothingFacts {
  at: Instant;
  civil: CivilTime;
  /** `làng Ơi Briu`. */
  village: string;
  /** Boxes of the cluster that are in use. */
  boxes: number;
  problems: readonly PlanProblem[];
  cancelled: readonly CancelledRun[];
  unlogged: readonly UnloggedRun[];
  names: Names;
}

/** Beyond this, a run has nothing to do with the question, milliseconds. */
const NEAR_MS = 60 * MINUTE;

/** What to do about each thing that keeps a run out of a plan. Total by type. */
const REMEDY: Record<PlanProblem['kind'], string> = {
  outside_hours: 'Dời lịch vào khung giờ phát của nơi này.',
  quiet_time: 'Dời lịch ra ngoài giờ yên tĩnh.',
  does_not_fit: 'Rút ngắn chương trình hoặc cho bắt đầu sớm hơn.',
  nothing_to_play: 'Xem bài nào chưa duyệt hoặc đã hết hiệu lực, rồi gửi duyệt.',
  suspended: 'Chờ hết thời gian tạm dừng, hoặc bỏ lệnh tạm dừng nếu không còn cần.',
  day_limit: 'Bớt buổi phát trong ngày, hoặc đổi mức giới hạn của nơi này.',
  awaiting_decision: 'Mở mục lịch ưu tiên trùng giờ và chọn lịch nào phát trước.',
  displaced: 'Dời một trong hai lịch sang giờ khác.',
  waits: 'Dời một trong hai lịch sang giờ khác, hoặc cho phép phát muộn hơn.',
  plan_full: 'Bớt số buổi phát trong tuần.',
  bulletin_missing: 'Chọn bản tin khác cho lịch này.',
  bulletin_not_valid: 'Sửa thời gian hiệu lực của bản tin, hoặc chọn bản tin khác.',
  variant_missing: 'Thêm bản thu cho thứ tiếng này.',
  variant_not_recorded: 'Thu hoặc tải bản thu lên, rồi gửi duyệt.',
  variant_not_approved: 'Gửi duyệt bài này.',
  variant_not_covered: 'Gửi duyệt lại cho đúng địa bàn và thời gian.',
  nothing_new: 'Soạn và gửi duyệt bài mới cho chuyên mục này.',
  station_missing: 'Chọn đài khác cho chương trình.',
  station_not_approved: 'Gửi duyệt đài tiếp âm.',
  station_not_covered: 'Gửi duyệt lại đài tiếp âm cho đúng địa bàn và thời gian.',
  station_closed: 'Dời lịch vào giờ đã duyệt của đài.',
  fallback_used: 'Duyệt bài chính trước giờ phát lần sau.',
  dropped_for_length: 'Rút ngắn chương trình, hoặc nâng mức dài cho phép.',
};

/** What tells the most comes first: a run that was wholly left out, before one that lacked a part. */
const PARTIAL: readonly PlanProblem['kind'][] = ['fallback_used', 'dropped_for_length', 'waits'];

/** Why the log has nothing of that time: one sentence, one remedy, judged by what is known now. */
export function whyNothing(facts: NothingFacts): { text: string; remedy: string } {
  const { at, civil, village } = facts;
  const near = <T extends { startsAt: Instant }>(runs: readonly T[]): T | undefined =>
    runs
      .filter(({ startsAt }) => Math.abs(startsAt - at) <= NEAR_MS)
      .toSorted((a, b) => Math.abs(a.startsAt - at) - Math.abs(b.startsAt - at))[0];
  if (facts.boxes === 0) {
    return {
      text: `Cụm loa này ở ${village} chưa có bộ thu nào đang dùng nên không phát được gì.`,
      remedy: 'Giao kỹ thuật lắp và nhận bộ thu.',
    };
  }
  const problem = near(facts.problems.toSorted((a, b) => Number(isPartial(a)) - Number(isPartial(b))));
  const cancelled = near(facts.cancelled);
  if (problem && !(cancelled && Math.abs(cancelled.startsAt - at) < Math.abs(problem.startsAt - at))) {
    const name = facts.names.schedule(problem.scheduleId);
    return {
      text: `Lịch “${name}”. ${problemText(problem, civil, facts.names)}`,
      remedy: REMEDY[problem.kind],
    };
  }
  if (cancelled) {
    const { scheduleName, by, cancelledAt, startsAt } = cancelled;
    return {
      text: `Buổi ${clockText(startsAt, civil)} của lịch “${scheduleName}” không phát vì ${by} đã hủy lịch lúc ${whenText(cancelledAt, civil)}.`,
      remedy: 'Nếu hủy nhầm, đặt lại lịch phát.',
    };
  }
  const unlogged = near(facts.unlogged);
  if (unlogged) {
    return {
      text: `Lịch “${unlogged.scheduleName}” có buổi ${whenText(unlogged.startsAt, civil)} ở ${village}, nhưng lúc đó chưa được giao cho bộ thu.`,
      remedy: 'Xem lịch được đặt hay duyệt sau giờ đó không; đặt và duyệt sớm hơn cho lần sau.',
    };
  }
  return {
    text: `Không có lịch phát nào ở ${village} quanh ${whenText(at, civil)}.`,
    remedy: 'Nếu cần phát vào giờ này, hãy đặt lịch.',
  };
}

function isPartial({ kind }: PlanProblem): boolean {
  return PARTIAL.includes(kind);
}
