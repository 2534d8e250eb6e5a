import { MINUTE } from '@loa/shared/instant';
import { PlaybackState, Reason } from '@loa/shared/playback';
import { describe, expect, it } from 'vitest';
import {
  type ExplainedPlayback,
  whyPlayback,
} from '../../../../controller/src/planning/answers/why-playback.js';
import { explain } from '../../../../controller/src/planning/answers/why-silent.js';
import { civilTime } from '../../../../controller/src/planning/calendar/civil-time.js';
import { languageName } from '../../../../controller/src/planning/plan/language-name.js';
import { KEPT_OUT } from '../../../support/vietnamese-texts.js';

const civil = civilTime('Asia/Ho_Chi_Minh');
const VIETNAMESE = /[ăâđêôơưàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự]/i;

describe('why a loudspeaker was silent', () => {
  const combinations = PlaybackState.options.flatMap((state) =>
    [null, ...Reason.options].map((reason) => ({ state, reason, ...explain(state, reason) })),
  );

  it('has one clause and one remedy for every state and reason', () => {
    expect(combinations).toHaveLength(PlaybackState.options.length * (Reason.options.length + 1));
    for (const { clause, remedy } of combinations) {
      expect(clause).toMatch(VIETNAMESE);
      expect(clause).toMatch(/^\p{Ll}.*[^.,; ]$/u);
      expect(remedy).toMatch(/^\p{Lu}.*\.$/u);
      expect(remedy).toMatch(VIETNAMESE);
      expect(`${clause} ${remedy}`).not.toMatch(KEPT_OUT);
    }
  });

  it('tells the reasons apart in every state', () => {
    for (const state of PlaybackState.options) {
      const told = combinations.filter((each) => each.state === state && each.reason !== null);
      expect(new Set(told.map(({ clause }) => clause)).size).toBe(Reason.options.length);
    }
  });

  it.each<[PlaybackState, Reason | null, string, string]>([
    ['missed', 'box_off', 'bị lỡ giờ vì bộ thu tắt vào giờ phát', 'Kiểm tra nguồn điện'],
    ['missed', 'clock_untrusted', 'bị lỡ giờ vì đồng hồ của bộ thu chưa chuẩn', 'lấy lại giờ'],
    ['missed', 'plan_late', 'bị lỡ giờ vì lịch đến bộ thu sau giờ phát', 'Đặt lịch sớm hơn'],
    ['missed', 'plan_expired', 'bị lỡ giờ vì bộ thu mất mạng quá lâu', 'SIM'],
    ['skipped', 'preempted', 'đã nhường bài khác vì loa phải nhường', 'Dời bài'],
    ['skipped', 'queue', 'đã nhường bài khác vì bài trước kéo dài', 'Dời bài'],
    ['interrupted', 'power', 'phát dở vì bộ thu mất điện', 'nguồn điện'],
    ['interrupted', 'stopped', 'phát dở vì có lệnh dừng loa', 'ai đã ra lệnh'],
    ['interrupted', 'ends_by', 'phát dở vì đã hết giờ', 'Rút ngắn'],
    ['failed', 'not_approved', 'không phát được vì chưa có người duyệt', 'Gửi duyệt lại'],
    ['failed', 'audio_missing', 'không phát được vì loa chưa tải được bài', 'mạng'],
    ['failed', 'output', 'không phát được vì loa hoặc âm ly', 'âm ly'],
    ['failed', 'disk_full', 'không phát được vì bộ nhớ', 'thẻ nhớ'],
    ['cancelled', 'removed', 'đã bị hủy vì bài đã được bỏ khỏi lịch', 'đặt lại'],
    ['unknown', 'unreachable', 'chưa rõ có phát hay không vì bộ thu chưa báo về', 'Gọi trưởng thôn'],
    ['planned', null, 'đang chờ giờ phát, loa chưa tải xong bài', 'Chưa cần làm gì'],
    ['finished', null, 'đã phát xong', 'âm lượng'],
  ])('%s %s: %s', (state, reason, clause, remedy) => {
    const told = explain(state, reason);
    expect(told.clause).toContain(clause);
    expect(told.remedy).toContain(remedy);
  });
});

describe('the sentence about one playback', () => {
  const row: ExplainedPlayback = {
    title: 'Phòng lừa đảo trực tuyến',
    language: 'jra',
    plannedAt: civil.instantOf('2026-11-23', '17:00'),
    latestStartAt: civil.instantOf('2026-11-23', '17:05'),
    endsBy: civil.instantOf('2026-11-23', '17:08'),
    withdrawnAt: null,
    durationMs: 3 * MINUTE,
    deliveredMs: null,
    state: 'missed',
    reason: 'box_off',
    detail: null,
    provisional: false,
  };
  const now = civil.instantOf('2026-11-23', '17:20');
  const around = { civil, now, village: 'làng Ơi Briu', displacedBy: null, cancelled: null };

  it('says what, when, where and why', () => {
    expect(whyPlayback(row, around).text).toBe(
      'Bài “Phòng lừa đảo trực tuyến” (tiếng Jrai) lúc 17:00 ngày 23/11/2026 ở làng Ơi Briu bị lỡ giờ vì bộ thu tắt vào giờ phát.',
    );
  });

  it('says how much was heard, who went first, and what only the technician needs', () => {
    const cut = { ...row, state: 'interrupted', reason: 'power', deliveredMs: 65_000 } as const;
    expect(whyPlayback(cut, around).text).toContain(
      'mất điện giữa chừng; đã phát 1 phút 05 giây trên 3 phút.',
    );
    const displaced = { ...row, state: 'skipped', reason: 'preempted', provisional: true } as const;
    expect(whyPlayback(displaced, { ...around, displacedBy: 'Tiếp âm VOV' }).text).toContain(
      'nhường “Tiếp âm VOV”; đây là phỏng đoán',
    );
    const failed = { ...row, state: 'failed', reason: 'output', detail: 'aplay: busy' } as const;
    expect(whyPlayback(failed, around).text).toMatch(/\. \(Chi tiết kỹ thuật: aplay: busy\)$/);
  });

  it('does not call waiting what can sound no more, before the log has settled it', () => {
    const open = { ...row, state: 'ready', reason: null } as const;
    expect(whyPlayback(open, around).text).toContain(
      'chưa rõ có phát hay không vì bộ thu chưa báo về; đây là phỏng đoán',
    );
    expect(whyPlayback(open, { ...around, now: row.plannedAt }).text).toContain('đang chờ giờ phát');
    expect(whyPlayback(open, { ...around, displacedBy: 'VOV' }).text).toContain('nhường “VOV”');
    const withdrawn = { ...open, withdrawnAt: row.plannedAt - MINUTE };
    const cancelled = { at: row.plannedAt - MINUTE, who: 'Hoa', what: 'hủy lịch phát' };
    expect(whyPlayback(withdrawn, { ...around, cancelled }).text).toContain(
      'đã bị hủy vì bài đã được bỏ khỏi lịch; Hoa đã hủy lịch lúc 16:59 ngày 23/11/2026.',
    );
  });

  it('does not call waiting what could have begun long ago, though its session is not over', () => {
    const long = { ...row, endsBy: civil.instantOf('2026-11-23', '18:30'), reason: null } as const;
    for (const state of ['planned', 'ready'] as const) {
      expect(whyPlayback({ ...long, state }, around).text).toContain('vì bộ thu chưa báo về');
      const inTime = { ...around, now: row.latestStartAt };
      expect(whyPlayback({ ...long, state }, inTime).text).toContain('đang chờ giờ phát');
    }
    expect(whyPlayback({ ...long, state: 'started' }, around).text).toContain('đang phát');
  });

  it.each([
    ['vi', 'tiếng Việt'],
    ['jra', 'tiếng Jrai'],
    ['bdq', 'tiếng Bahnar'],
    ['km', 'tiếng Khmer'],
    ['km-KH', 'tiếng Khmer'],
    ['en', 'tiếng Anh'],
    ['xyz', 'tiếng xyz'],
  ])('names the language %s as %s', (tag, name) => {
    expect(languageName(tag)).toBe(name);
  });
});
