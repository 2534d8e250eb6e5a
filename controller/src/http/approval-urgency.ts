import type { WaitingApproval } from '@loa/shared/api/approvals';
import { HOUR, MINUTE } from '@loa/shared/instant';
import { clockText, dateText, shortDate } from '../planning/answers/civil-text.js';
import type { FirstAirs } from '../planning/answers/first-air.js';
import type { CivilTime } from '../planning/calendar/civil-time.js';

type Urgency = WaitingApproval['urgency'];

export const URGENCY_ORDER: readonly Urgency[] = ['late', 'now', 'today', 'later', 'unscheduled'];

/** How urgent an approval is by when it would first be heard. */
export function urgencyOf({ next, late }: FirstAirs, civil: CivilTime, now: number): Urgency {
  if (late) return 'late';
  if (!next) return 'unscheduled';
  if (next.at - now <= HOUR) return 'now';
  return civil.dateOf(next.at) === civil.dateOf(now) ? 'today' : 'later';
}

/** "phát 17:00 hôm nay · còn 50 phút". */
export function urgencyText({ next, late }: FirstAirs, civil: CivilTime, now: number): string {
  const lost = late ? 'Đã lỡ một buổi phát. ' : '';
  if (!next) return `${lost}Chưa đặt lịch phát`;
  const day =
    civil.dateOf(next.at) === civil.dateOf(now) ? 'hôm nay' : `ngày ${shortDate(civil.dateOf(next.at))}`;
  const when = `${late ? 'Buổi tới' : 'Phát'} ${clockText(next.at, civil)} ${day}`;
  return `${lost}${when} · còn ${leftText(next.at - now)}`;
}

/** "Duyệt đến 20/02/2027 · Từ buổi 17:00 ngày 21/02 không phát được nữa" of what is approved and ends soon. */
export function endingText(endsAt: number, { next }: FirstAirs, civil: CivilTime): string {
  const until = `Duyệt đến ${clockText(endsAt, civil)} ngày ${dateText(civil.dateOf(endsAt))}`;
  if (!next) return until;
  return `${until} · Từ buổi ${clockText(next.at, civil)} ngày ${shortDate(civil.dateOf(next.at))} không phát được nữa`;
}

function leftText(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / MINUTE));
  if (minutes < 60) return `${minutes} phút`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} giờ` : `${hours} giờ ${minutes % 60} phút`;
  return `${Math.floor(hours / 24)} ngày`;
}
