import { describe, expect, it } from 'vitest';
import { scheduleLacks } from '../../../../controller/src/planning/answers/schedule-lacks.js';
import { civilTime } from '../../../../controller/src/planning/calendar/civil-time.js';
import { namesOf } from '../../../../controller/src/planning/plan/problem-text.js';
import {
  bulletinOf,
  daily,
  on,
  placeOf,
  planOf,
  scheduleOf,
  slotOf,
  stationOf,
  worldOf,
} from '../../../support/planning-world.js';

const civil = civilTime('Asia/Ho_Chi_Minh');
const relay = { kind: 'relay', stationId: 'station_VOV1', durationMs: 1_800_000 } as const;
const wish = {
  bulletins: [bulletinOf('Phòng dịch', { validUntil: on('2026-11-04 12:00') }), bulletinOf('Lời chào')],
  stations: [stationOf('VOV1', { grant: null })],
  schedules: [
    scheduleOf('sáng', [slotOf('a', 'Phòng dịch'), slotOf('b', 'Lời chào'), slotOf('c', relay)], {
      timetable: daily('06:00', '17:00'),
    }),
    scheduleOf('khác', [slotOf('a', 'gone')], { timetable: daily('12:00') }),
  ],
};
const around = { from: on('2026-11-03 00:00'), until: on('2026-11-06 00:00'), now: on('2026-11-03 00:00') };
const lacksAt = (villages: Record<string, string[]>) =>
  scheduleLacks(
    Object.entries(villages).map(([village, languages]) => {
      const { settings } = placeOf();
      const plan = planOf(wish, { settings: { ...settings, languages } }, around);
      return { plan, village, civil };
    }),
    'schedule_sáng',
    namesOf(worldOf(wish)),
  ).map(({ message }) => message);

describe('what is lacking of a schedule before it is saved', () => {
  it('is told once for all of its runs, by the first of them; the end of a bulletin was told already', () => {
    expect(lacksAt({ 'làng Yên': ['vi'], 'làng Ơi Briu': ['vi'] })).toEqual([
      'Buổi 06:00 ngày 03/11/2026 và 5 buổi nữa: đài “VOV1” chưa được duyệt.',
    ]);
  });

  it('names the villages where only some of them lack it', () => {
    expect(lacksAt({ 'làng Yên': ['vi'], 'làng Ơi Briu': ['jra', 'vi'] })).toContain(
      'Buổi 06:00 ngày 03/11/2026 và 5 buổi nữa ở làng Ơi Briu: “Lời chào” chưa có bản tiếng Jrai.',
    );
  });
});
