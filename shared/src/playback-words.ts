import type { PlaybackState } from './playback.js';

/** What each state is called towards people: on pages, in exported lists, in the terminal. */
export const PLAYBACK_WORDS = {
  planned: 'Chờ phát',
  ready: 'Loa đã có bài',
  claimed: 'Đang phát',
  started: 'Đang phát',
  suspended: 'Tạm nhường',
  finished: 'Đã phát xong',
  interrupted: 'Phát dở',
  missed: 'Lỡ giờ',
  skipped: 'Nhường bài khác',
  failed: 'Không phát được',
  cancelled: 'Đã hủy',
  unknown: 'Chưa rõ – loa chưa báo về',
} as const satisfies Readonly<Record<PlaybackState, string>>;
