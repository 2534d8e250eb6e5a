import { describe, expect, it } from 'vitest';
import { type NothingFacts, whyNothing } from '../../../../controller/src/planning/answers/why-nothing.js';
import { civilTime } from '../../../../controller/src/planning/calendar/civil-time.js';
import type { PlanProblem } from '../../../../controller/src/planning/plan/problems.js';

const civil = civilTime('Asia/Ho_Chi_Minh');
const at = (time: string) => civil.instantOf('2026-11-23', time);

function facts(more: Partial<NothingFacts> = {}): NothingFacts {
  return {
    ...{
      at: at('17:00'),
      civil,
      village: 'làng Ơi Briu',
      boxes: 1,
      problems: [],
      cancelled: [],
      unlogged: [],
    },
    names: {
      schedule: () => 'Bản tin chiều',
      bulletin: () => 'Phòng lừa đảo',
      station: () => 'VOV4',
      slot: () => 'nhạc đệm',
    },
    ...more,
  };
}

const where = (time: string) => ({
  ...{ scheduleId: 'schedule_one', localDate: '2026-11-23', occurrenceId: 'occ_one', startsAt: at(time) },
});
const outside = (time: string): PlanProblem => ({ ...where(time), kind: 'outside_hours' });
const suspended: PlanProblem = {
  ...where('17:00'),
  ...{ kind: 'suspended', slot: null, suspensionId: 'suspension_one', name: 'quốc tang' },
};
const dropped: PlanProblem = {
  ...where('17:00'),
  kind: 'dropped_for_length',
  slot: 'slot_one',
  limit: 'programme',
};
const hoa = { scheduleName: 'Bản tin chiều', by: 'Hoa', cancelledAt: at('08:00') };

describe('why the log has nothing', () => {
  it.each<[string, Partial<NothingFacts>, string, string]>([
    ['không có lịch', {}, 'Không có lịch phát nào ở làng Ơi Briu', 'hãy đặt lịch'],
    ['chưa có bộ thu', { boxes: 0, problems: [suspended] }, 'chưa có bộ thu nào', 'lắp và nhận'],
    ['tạm dừng', { problems: [suspended] }, 'quốc tang', 'bỏ lệnh tạm dừng'],
    ['ngoài giờ', { problems: [outside('17:10')] }, 'nằm ngoài khung giờ phát', 'Dời lịch vào khung giờ'],
    ['lỗi cách quá một giờ', { problems: [outside('19:00')] }, 'Không có lịch phát nào', 'hãy đặt lịch'],
    ['bỏ cả buổi nói trước bỏ một mục', { problems: [dropped, suspended] }, 'quốc tang', 'tạm dừng'],
    [
      'hủy',
      { cancelled: [{ ...hoa, startsAt: at('17:00') }] },
      'Buổi 17:00 của lịch “Bản tin chiều” không phát vì Hoa đã hủy lịch lúc 08:00 ngày 23/11/2026',
      'đặt lại',
    ],
    [
      'hủy gần hơn lỗi khác',
      { problems: [outside('17:50')], cancelled: [{ ...hoa, startsAt: at('17:05') }] },
      'Hoa đã hủy',
      'đặt lại',
    ],
    [
      'lỗi gần hơn chỗ hủy',
      { problems: [outside('17:00')], cancelled: [{ ...hoa, startsAt: at('17:40') }] },
      'nằm ngoài khung giờ',
      'Dời lịch',
    ],
    [
      'đặt quá muộn',
      { unlogged: [{ scheduleName: 'Bản tin chiều', startsAt: at('17:00') }] },
      'chưa được giao cho bộ thu',
      'đặt và duyệt sớm hơn',
    ],
  ])('%s', (_what, more, text, remedy) => {
    const told = whyNothing(facts(more));
    expect(told.text).toContain(text);
    expect(told.remedy).toContain(remedy);
  });
});
