import { describe, expect, it } from 'vitest';
import {
  type SoundedFacts,
  type SoundedRow,
  soundedAt,
  whySounded,
} from '../../../../controller/src/planning/answers/why-sounded.js';
import { civilTime } from '../../../../controller/src/planning/calendar/civil-time.js';

const civil = civilTime('Asia/Ho_Chi_Minh');
const at = (time: string, seconds = 0) => civil.instantOf('2026-11-23', time) + seconds * 1000;

const row: SoundedRow = {
  ...{
    id: 'a'.repeat(26),
    title: 'Thông báo họp',
    language: 'vi',
    plannedAt: at('03:15'),
    endsBy: at('03:30'),
  },
  ...{
    durationMs: 188_000,
    state: 'finished',
    reason: null,
    startedAt: at('03:15', 2),
    endedAt: at('03:18', 10),
  },
  ...{ deliveredMs: 188_000, rmsDbfs: -18.4, clockUncertaintyMs: 120 },
};

describe('what sounded at an instant', () => {
  it.each<[string, Partial<SoundedRow>, number, boolean]>([
    ['giữa bài', {}, at('03:16', 30), true],
    ['hỏi đúng phút bắt đầu, loa kêu 2 giây sau', {}, at('03:15'), true],
    ['hỏi từng giây, trước khi kêu', {}, at('03:15', 1), false],
    ['hỏi từng giây, đồng hồ có thể sai 2 giây', { clockUncertaintyMs: 2_000 }, at('03:15', 1), true],
    ['phút sau khi hết', {}, at('03:19'), false],
    ['phút trước khi kêu', {}, at('03:14'), false],
    ['chưa kêu', { startedAt: null, endedAt: null }, at('03:16'), false],
    ['chưa ghi giờ xong: tính theo độ dài', { endedAt: null }, at('03:17'), true],
    ['chưa ghi giờ xong: quá độ dài', { endedAt: null }, at('03:19'), false],
    ['chưa ghi giờ xong: buổi phát đã phải hết', { endedAt: null, endsBy: at('03:16') }, at('03:17'), false],
  ])('%s', (_what, more, instant, sounded) => {
    expect(soundedAt({ ...row, ...more }, instant)).toBe(sounded);
  });
});

const facts: SoundedFacts = {
  ...{ row, civil, village: 'làng Ơi Briu', cluster: 'Nhà rông', box: 'BT-01', schedule: 'Họp làng' },
  set: { at: at('02:50'), who: 'Nguyễn Thị Hoa', what: 'đặt lịch phát' },
  approved: [{ at: at('02:55'), who: 'Rơ Châm Nam', what: 'ký duyệt' }],
  changed: [{ at: at('02:58'), who: 'Nguyễn Thị Hoa', what: 'sửa lịch phát' }],
  hours: [
    { from: '05:30', to: '06:00', maxGainDb: -6 },
    { from: '06:00', to: '21:00', maxGainDb: 0 },
  ],
};

describe('the page about it', () => {
  it('says what, who set, who approved, who changed and what was allowed, a line each', () => {
    expect(whySounded(facts).text.split('\n')).toEqual([
      '23/11/2026, 03:15:02–03:18:10, làng Ơi Briu, cụm loa Nhà rông (bộ thu BT-01): “Thông báo họp” (tiếng Việt), đã phát xong.',
      'Đã phát 3 phút 08 giây trên 3 phút 08 giây, mức tiếng -18,4 dB; đồng hồ bộ thu sai không quá 0,1 giây.',
      'Lịch: “Họp làng”, Nguyễn Thị Hoa đặt lúc 02:50 ngày 23/11/2026, hẹn phát lúc 03:15 ngày 23/11/2026.',
      'Duyệt: Rơ Châm Nam ký duyệt lúc 02:55 ngày 23/11/2026.',
      'Thay đổi: Nguyễn Thị Hoa sửa lịch phát lúc 02:58 ngày 23/11/2026.',
      'Khung giờ của làng Ơi Briu hiện nay: 05:30–06:00 (giảm ít nhất 6 dB), 06:00–21:00; giờ này nằm ngoài khung.',
    ]);
  });

  it('names a village once, where its loudspeakers and their receiver are called like it', () => {
    const { text } = whySounded({ ...facts, cluster: 'Ơi Briu', box: 'Ơi Briu' });
    expect(text).toContain('–03:18:10, làng Ơi Briu: “Thông báo họp”');
  });

  it('says plainly what nobody wrote down', () => {
    const bare = { ...facts, schedule: null, set: null, approved: [], changed: [], hours: [] };
    const { text } = whySounded(bare);
    expect(text).toContain('Lịch: không theo lịch nào');
    expect(text).toContain('Duyệt: không thấy chữ ký duyệt trong hồ sơ.');
    expect(text).not.toContain('Thay đổi');
    expect(text).toContain('không được phát giờ nào');
  });

  it('does not call an allowed hour forbidden', () => {
    const morning = { ...row, startedAt: at('05:45') };
    expect(whySounded({ ...facts, row: morning }).text).not.toContain('ngoài khung');
  });
});
