import type { PlaybackState, Reason } from '@loa/shared/playback';

/** Why a loudspeaker was silent: what it was, and the one thing to do about it. */
export interface Explanation {
  /** Goes after "Bài … lúc …": begins in lower case, ends without a full stop. */
  clause: string;
  /** A whole sentence. */
  remedy: string;
}

/** What became of a playback, before the reason is told. */
const STATE: Record<PlaybackState, string> = {
  planned: 'đang chờ giờ phát',
  ready: 'đã có trong loa, đang chờ giờ phát',
  claimed: 'đang phát',
  started: 'đang phát',
  suspended: 'đang tạm nhường cho bài khác',
  finished: 'đã phát xong',
  interrupted: 'phát dở',
  missed: 'bị lỡ giờ',
  skipped: 'đã nhường bài khác',
  failed: 'không phát được',
  cancelled: 'đã bị hủy',
  unknown: 'chưa rõ có phát hay không',
};

const REASON: Record<Reason, Explanation> = {
  power: {
    clause: 'vì bộ thu mất điện giữa chừng',
    remedy: 'Kiểm tra nguồn điện và ổ cắm ở cụm loa; nếu bài còn cần nghe thì đặt lịch phát lại.',
  },
  stopped: {
    clause: 'vì có lệnh dừng loa',
    remedy: 'Xem ai đã ra lệnh dừng; nếu không cần nữa thì mở lại loa và đặt lịch phát lại.',
  },
  removed: {
    clause: 'vì bài đã được bỏ khỏi lịch',
    remedy: 'Nếu bỏ nhầm, đặt lại lịch phát cho bài này.',
  },
  preempted: {
    clause: 'vì loa phải nhường cho bài ưu tiên hơn',
    remedy: 'Dời bài này sang giờ khác, hoặc đổi mức ưu tiên.',
  },
  queue: {
    clause: 'vì bài trước kéo dài, đến lượt thì đã quá muộn',
    remedy: 'Dời bài ra xa bài trước, hoặc cho phép phát muộn hơn.',
  },
  ends_by: {
    clause: 'vì đã hết giờ của buổi phát',
    remedy: 'Rút ngắn chương trình, hoặc cho buổi phát bắt đầu sớm hơn.',
  },
  outside_hours: {
    clause: 'vì lúc đó nằm ngoài khung giờ được phép phát',
    remedy: 'Dời bài vào khung giờ phát của địa bàn.',
  },
  not_approved: {
    clause: 'vì chưa có người duyệt, hoặc phần duyệt không đúng với nơi này',
    remedy: 'Gửi duyệt lại bài cho đúng địa bàn và thời gian.',
  },
  audio_missing: {
    clause: 'vì loa chưa tải được bài về',
    remedy: 'Kiểm tra đường mạng hoặc SIM của bộ thu rồi đặt lịch phát lại.',
  },
  audio_damaged: {
    clause: 'vì tệp tải về loa bị hỏng',
    remedy: 'Loa sẽ tự tải lại; nếu vẫn hỏng, giao kỹ thuật kiểm tra thẻ nhớ của bộ thu.',
  },
  audio_undecodable: {
    clause: 'vì tệp âm thanh không đọc được',
    remedy: 'Thu hoặc tải lại bản thu này, gửi duyệt rồi đặt lịch phát lại.',
  },
  output: {
    clause: 'vì loa hoặc âm ly không nhận tiếng',
    remedy: 'Giao kỹ thuật kiểm tra âm ly, dây loa và đầu ra của bộ thu.',
  },
  disk_full: {
    clause: 'vì bộ nhớ của bộ thu đã đầy',
    remedy: 'Giao kỹ thuật dọn hoặc thay thẻ nhớ của bộ thu.',
  },
  box_off: {
    clause: 'vì bộ thu tắt vào giờ phát',
    remedy: 'Kiểm tra nguồn điện của bộ thu; nhờ trưởng thôn xem đèn báo.',
  },
  clock_untrusted: {
    clause: 'vì đồng hồ của bộ thu chưa chuẩn nên loa tự im',
    remedy: 'Kiểm tra mạng để bộ thu lấy lại giờ; nếu hay bị, giao kỹ thuật thay pin đồng hồ.',
  },
  plan_late: {
    clause: 'vì lịch đến bộ thu sau giờ phát',
    remedy: 'Đặt lịch sớm hơn; nếu mạng của bộ thu hay chập chờn thì đặt từ hôm trước.',
  },
  plan_expired: {
    clause: 'vì bộ thu mất mạng quá lâu, lịch trong bộ thu đã hết hạn',
    remedy: 'Kiểm tra đường mạng hoặc SIM của bộ thu; có mạng lại thì loa tự nhận lịch.',
  },
  shutdown: {
    clause: 'vì bộ thu được tắt giữa chừng',
    remedy: 'Hỏi người đã tắt bộ thu; tránh tắt hay nâng cấp trong giờ phát.',
  },
  unreachable: {
    clause: 'vì bộ thu chưa báo về',
    remedy: 'Gọi trưởng thôn hỏi loa có kêu không, và kiểm tra mạng của bộ thu.',
  },
};

/** Where the box gave no reason, as for what has not ended yet. */
const NO_REASON: Record<PlaybackState, Explanation> = {
  planned: {
    clause: 'loa chưa tải xong bài',
    remedy: 'Chưa cần làm gì; nếu sát giờ vẫn thế, kiểm tra mạng của bộ thu.',
  },
  ready: { clause: '', remedy: 'Chưa cần làm gì.' },
  claimed: { clause: '', remedy: 'Nếu không nghe tiếng, kiểm tra âm ly và dây loa.' },
  started: { clause: '', remedy: 'Nếu không nghe tiếng, kiểm tra âm ly và dây loa.' },
  suspended: { clause: '', remedy: 'Chờ bài ưu tiên xong, loa sẽ tự phát tiếp.' },
  finished: {
    clause: '',
    remedy: 'Nếu bà con không nghe tiếng, giao kỹ thuật kiểm tra âm ly, dây loa và âm lượng.',
  },
  interrupted: { clause: 'chưa rõ vì sao', remedy: 'Giao kỹ thuật xem bộ thu; đặt lịch phát lại nếu cần.' },
  missed: { clause: 'chưa rõ vì sao', remedy: 'Kiểm tra nguồn điện và mạng của bộ thu; đặt lịch phát lại.' },
  skipped: { clause: '', remedy: 'Dời bài này sang giờ khác.' },
  failed: { clause: 'chưa rõ vì sao', remedy: 'Giao kỹ thuật xem bộ thu; đặt lịch phát lại nếu cần.' },
  cancelled: { clause: '', remedy: 'Nếu hủy nhầm, đặt lại lịch phát.' },
  unknown: REASON.unreachable,
};

/** Total by type: every state and reason that a box or the controller can write has its words. */
export function explain(state: PlaybackState, reason: Reason | null): Explanation {
  const { clause, remedy } = reason === null ? NO_REASON[state] : REASON[reason];
  if (clause === '') return { clause: STATE[state], remedy };
  const separator = clause.startsWith('vì ') ? ' ' : ', ';
  return { clause: `${STATE[state]}${separator}${clause}`, remedy };
}
