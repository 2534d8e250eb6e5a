// What staff read. Words are those of the trade; nothing here names how it works inside.

const PLAYBACK = {
  planned: ['Chờ phát', ''],
  ready: ['Loa đã có bài', ''],
  claimed: ['Đang phát', 'good'],
  started: ['Đang phát', 'good'],
  suspended: ['Tạm nhường', 'warn'],
  finished: ['Đã phát xong', 'good'],
  interrupted: ['Phát dở', 'bad'],
  missed: ['Lỡ giờ', 'bad'],
  skipped: ['Nhường bài khác', 'warn'],
  failed: ['Không phát được', 'bad'],
  cancelled: ['Đã hủy', ''],
  unknown: ['Chưa rõ – loa chưa báo về', 'warn'],
};

const REASON = {
  power: 'loa mất điện giữa chừng',
  stopped: 'có lệnh dừng loa',
  removed: 'đã bỏ khỏi lịch',
  preempted: 'nhường bài ưu tiên hơn',
  queue: 'bài trước kéo dài',
  ends_by: 'hết giờ của buổi phát',
  outside_hours: 'ngoài khung giờ phát',
  not_approved: 'chưa được duyệt',
  audio_missing: 'loa chưa tải được bài',
  audio_damaged: 'tệp tải về loa bị hỏng',
  audio_undecodable: 'tệp âm thanh không đọc được',
  output: 'loa không ra tiếng',
  disk_full: 'bộ nhớ của bộ thu đã đầy',
  box_off: 'bộ thu tắt vào giờ phát',
  clock_untrusted: 'đồng hồ bộ thu chưa chuẩn',
  plan_late: 'lịch đến bộ thu quá muộn',
  plan_expired: 'bộ thu mất mạng quá lâu, lịch đã hết hạn',
  shutdown: 'bộ thu được tắt giữa chừng',
  unreachable: 'bộ thu chưa báo về',
};

/** @returns {{text: string, tone: string}} */
export function playbackWords(playback) {
  const [text, tone] = PLAYBACK[playback.state] ?? [playback.state, ''];
  const reason = playback.reason === null ? undefined : REASON[playback.reason];
  // "Chưa rõ – loa chưa báo về" says its reason already.
  const told = reason !== undefined && playback.state !== 'unknown';
  return { text: told ? `${text}: ${reason}` : text, tone };
}

/** @returns {{text: string, tone: string}} */
export function conditionWords({ kind, since }) {
  switch (kind) {
    case 'good':
      return { text: 'Tốt', tone: 'good' };
    case 'lost':
      return {
        text: since === null ? 'Chưa liên lạc lần nào' : `Mất liên lạc từ ${moment(since)}`,
        tone: 'bad',
      };
    case 'noSound':
      return { text: 'Có mạng nhưng không ra tiếng', tone: 'bad' };
    case 'clockUntrusted':
      return { text: 'Đồng hồ chưa chuẩn, tự im', tone: 'warn' };
    case 'diskFull':
      return { text: 'Đầy bộ nhớ', tone: 'bad' };
    case 'stopped':
      return { text: 'Đang dừng theo lệnh', tone: 'warn' };
    case 'noPlan':
      return { text: 'Chưa có lịch mới, tự im', tone: 'warn' };
    case 'notEnrolled':
      return { text: 'Chưa nhận', tone: '' };
    case 'revoked':
      return { text: 'Ngừng dùng', tone: '' };
    default:
      return { text: kind, tone: '' };
  }
}

const ZONE = 'Asia/Ho_Chi_Minh';
const clockFormat = new Intl.DateTimeFormat('vi-VN', {
  timeZone: ZONE,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const dayFormat = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE });

/** 05:12 */
export const clock = (at) => clockFormat.format(at);

/** 05:12 today, 05:12 ngày 03/11/2026 on another day. */
export function moment(at, now = Date.now()) {
  const day = dayFormat.format(at);
  if (day === dayFormat.format(now)) return clock(at);
  const [year, month, date] = day.split('-');
  return `${clock(at)} ngày ${date}/${month}/${year}`;
}

/** The first instant of today and of tomorrow. */
export function today(now = Date.now()) {
  const from = Date.parse(`${dayFormat.format(now)}T00:00:00+07:00`);
  return { from, to: from + 86_400_000 };
}
