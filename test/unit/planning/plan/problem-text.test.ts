import { describe, expect, it } from 'vitest';
import { civilTime } from '../../../../controller/src/planning/calendar/civil-time.js';
import type { SlotContent } from '../../../../controller/src/planning/inputs.js';
import { namesOf, problemText } from '../../../../controller/src/planning/plan/problem-text.js';
import type { PlanProblem } from '../../../../controller/src/planning/plan/problems.js';
import { bulletinOf, on, scheduleOf, slotOf, worldOf } from '../../../support/planning-world.js';

const where = {
  scheduleId: 'schedule_a',
  localDate: '2026-11-02',
  occurrenceId: 'once',
  startsAt: on('05:30'),
};
const civil = civilTime('Asia/Ho_Chi_Minh');
const names = {
  schedule: (id: string) => (id === 'schedule_b' ? 'Bản tin lũ' : id),
  bulletin: (id: string) => (id === 'bulletin_a' ? 'Phòng dịch' : id),
  station: () => 'VOV4',
  slot: () => 'chuyên mục “NQ57”',
};

const TEXTS: [PlanProblem, string][] = [
  [{ ...where, kind: 'outside_hours' }, 'nằm ngoài khung giờ phát, loa sẽ im.'],
  [
    { ...where, kind: 'quiet_time', why: 'giờ nghỉ trưa' },
    'rơi vào giờ yên tĩnh (giờ nghỉ trưa), loa sẽ im.',
  ],
  [
    { ...where, kind: 'does_not_fit', limit: 'hours', closesAt: on('21:00'), endsAt: on('21:05') },
    'không kịp xong trước 21:00, loa sẽ im.',
  ],
  [
    { ...where, kind: 'does_not_fit', limit: 'place', closesAt: on('06:00'), endsAt: on('06:05') },
    'dài hơn mức mỗi buổi của nơi này, loa sẽ im.',
  ],
  [
    { ...where, kind: 'day_limit', limit: 'sessions', shortened: false },
    'quá số buổi phát trong ngày của nơi này, loa sẽ im.',
  ],
  [
    { ...where, kind: 'awaiting_decision', by: 'schedule_b' },
    'trùng giờ với “Bản tin lũ”, cả hai đều ưu tiên. Hãy chọn lịch phát trước; trong khi chờ, buổi này nhường.',
  ],
  [{ ...where, kind: 'displaced', by: 'schedule_b' }, 'nhường “Bản tin lũ” như đã chọn.'],
  [
    { ...where, kind: 'suspended', slot: null, suspensionId: 'suspension_a', name: 'quốc tang' },
    'tạm dừng phát (quốc tang), loa sẽ im.',
  ],
  [
    { ...where, kind: 'nothing_new', slot: 'a', column: 'NQ57' },
    'chuyên mục “NQ57” không có bài mới để phát.',
  ],
  [
    { ...where, kind: 'suspended', slot: 'a', suspensionId: 'suspension_a', name: 'quốc tang' },
    'chuyên mục “NQ57” tạm dừng (quốc tang).',
  ],
  [
    { ...where, kind: 'dropped_for_length', slot: 'a', limit: 'place' },
    'bỏ chuyên mục “NQ57” vì chương trình dài hơn mức mỗi buổi của nơi này.',
  ],
  [
    { ...where, kind: 'station_not_approved', slot: 'a', stationId: 'station_a' },
    'đài “VOV4” chưa được duyệt.',
  ],
  [
    { ...where, kind: 'station_closed', slot: 'a', stationId: 'station_a' },
    'giờ tiếp âm nằm ngoài giờ đã duyệt của đài “VOV4”.',
  ],
];

describe('what is wrong with a plan, as staff read it', () => {
  it.each(TEXTS)('%o', (problem, text) => {
    expect(problemText(problem, civil, names)).toBe(`Buổi 05:30 ngày 02/11/2026: ${text}`);
  });
});

describe('what a slot is called', () => {
  const contents: [SlotContent, string][] = [
    [{ kind: 'ident', bulletinId: 'bulletin_a' }, '“Lời xướng”'],
    [{ kind: 'tune', bulletinId: 'bulletin_gone' }, '“một bài đã xóa”'],
    [{ kind: 'newest', column: 'NQ57', notWithinDays: 7 }, 'chuyên mục “NQ57”'],
    [{ kind: 'relay', stationId: 'station_gone', durationMs: 60_000 }, 'đài “một đài đã xóa”'],
    [{ kind: 'filler', bulletinIds: ['bulletin_a'], until: 'nextHour' }, 'nhạc đệm'],
  ];

  it.each(contents)('%o', (content, text) => {
    const bulletins = [bulletinOf('a', { bulletinId: 'bulletin_a', title: 'Lời xướng' })];
    const called = namesOf(worldOf({ bulletins, schedules: [scheduleOf('a', [slotOf('a', content)])] }));
    expect(called.slot('schedule_a', 'a')).toBe(text);
    expect(called.slot('schedule_a', 'gone')).toBe('một mục');
  });
});
