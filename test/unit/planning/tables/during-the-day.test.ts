import { describe, expect, it } from 'vitest';
import type { PlaceInput } from '../../../../controller/src/planning/inputs.js';
import { planAhead } from '../../../../controller/src/planning/plan/plan-ahead.js';
import { prepareWorld } from '../../../../controller/src/planning/plan/prepare-world.js';
import { sessionId } from '../../../../controller/src/planning/plan/session-id.js';
import {
  bulletinOf,
  daily,
  FROM,
  heard,
  on,
  placeOf,
  planOf,
  scheduleOf,
  slotOf,
  VIETNAMESE,
  type WorldWish,
  worldOf,
} from '../../../support/planning-world.js';
import { casesOf, listOf } from '../../../support/readable-table.js';

/**
 * Hai lịch của một chuyên mục chỉ có bài A, dài 10 phút, không lặp trong 7 ngày: sáng 06:00 và chiều 17:00. Tính lại lịch
 * trong ngày, khi đã biết buổi sáng ra sao.
 */
const MORNING = `
| lúc tính | buổi sáng           | hôm nay còn nghe |
|----------|---------------------|------------------|
| 05:00    | chưa tới            | 06:00 A          |
| 06:05    | đang phát           | 06:00 A          |
| 12:00    | đã phát             | -                |
| 12:00    | bị lỡ               | -                |
| 12:00    | chưa từng có lịch   | 17:00 A          |
| 06:05    | chưa từng có lịch   | 06:00 A          |
`;

const bulletins = [bulletinOf('A', { column: 'NQ57', minutes: 10 })];
const slots = [slotOf('main', { kind: 'newest', column: 'NQ57', notWithinDays: 7 })];
const run = (name: string, time: string) =>
  scheduleOf(name, slots, { timetable: daily(time), laterRuns: 'anew' });
const column: WorldWish = { bulletins, schedules: [run('sang', '06:00'), run('chieu', '17:00')] };
const MORNING_RUN = sessionId('schedule_sang', '2026-11-02', 'occ_0600');

function remembered(morning: string | undefined): PlaceInput['memory'] {
  const known = morning !== 'chưa từng có lịch' && morning !== 'chưa tới';
  const counts = morning === 'đã phát' || morning === 'đang phát';
  return {
    heard: new Map(counts ? [['bulletin_A', on('06:00')]] : []),
    chosen: new Map(known ? [[`${MORNING_RUN}|main`, 'bulletin_A']] : []),
    begun: new Set(known ? [MORNING_RUN] : []),
  };
}

describe('what is left of a day', () => {
  it.each(casesOf(MORNING))('%s', (_, row) => {
    const now = on(row['lúc tính'] ?? '');
    const place = placeOf({ settings: VIETNAMESE, memory: remembered(row['buổi sáng']) });
    const until = on('2026-11-03 00:00');
    const ahead = planAhead(place, prepareWorld(worldOf(column)), { now, until });
    expect(ahead.playbacks.map(({ plannedAt, title }) => `${hour(plannedAt)} ${title}`)).toEqual(
      listOf(row['hôm nay còn nghe']),
    );
    // What the box is sent says the same of the hours to come; what is over stays as it was planned, or stays out.
    const sent = planOf(column, place, { from: FROM, until, now });
    const known = (row['buổi sáng'] === 'đã phát' || row['buổi sáng'] === 'bị lỡ') && ['06:00 A'];
    expect(heard(sent)).toEqual([...(known || []), ...listOf(row['hôm nay còn nghe'])]);
  });

  const hours = [
    { from: '05:30', to: '08:00', maxGainDb: 0 },
    { from: '16:00', to: '21:00', maxGainDb: 0 },
  ];
  const split = { ...VIETNAMESE, hours };
  const noon = { now: on('12:00'), until: on('2026-11-03 00:00') };

  it('counts this morning for the limits of the day, between hours too', () => {
    const place = placeOf({ settings: split, limits: { ...placeOf().limits, maxSessionsPerDay: 2 } });
    const three = scheduleOf('a', [slotOf('main', 'B')], { timetable: daily('05:30', '07:00', '17:00') });
    const world = prepareWorld(worldOf({ bulletins: [bulletinOf('B')], schedules: [three] }));
    const ahead = planAhead(place, world, noon);
    expect(ahead.playbacks).toEqual([]);
    expect(ahead.problems).toMatchObject([{ kind: 'day_limit', startsAt: on('17:00') }]);
  });

  it('repeats in the evening what this morning heard, though a newer one was approved since', () => {
    const place = placeOf({ settings: split, repeatInEvening: true });
    const both = scheduleOf('a', slots, { timetable: daily('06:00', '17:00') });
    const newer = bulletinOf('B', { column: 'NQ57', signedAt: on('09:00') });
    const world = prepareWorld(worldOf({ bulletins: [...bulletins, newer], schedules: [both] }));
    const ahead = planAhead(place, world, noon);
    expect(ahead.playbacks.map(({ title }) => title)).toEqual(['A']);
  });
});

const hour = (at: number) => new Date(at + 7 * 3_600_000).toISOString().slice(11, 16);
