import { describe, expect, it } from 'vitest';
import type { ScheduleInput } from '../../../../controller/src/planning/inputs.js';
import {
  bulletinOf,
  daily,
  heard,
  on,
  once,
  placeOf,
  planOf,
  scheduleOf,
  slotOf,
  VIETNAMESE,
} from '../../../support/planning-world.js';
import { casesOf, listOf } from '../../../support/readable-table.js';

/** `S 05:30 10p`: buổi S lúc 05:30, mười phút; `ưt` là ưu tiên, `kc` là khẩn cấp; `mới 12:00` được đặt lúc 12:00 hôm ấy. */
const DAYS = `
| số buổi | số phút | các buổi                                     | làng nghe        | quá giới hạn        |
|---------|---------|----------------------------------------------|------------------|---------------------|
| 2       | -       | A 05:30 10p, B 11:00 10p, C 17:00 10p        | A, B             | C bỏ                |
| 2       | -       | A 05:30 10p, B 11:00 10p, C 17:00 10p ưt     | A, C             | B bỏ                |
| 2       | -       | A 05:30 10p, B 11:00 10p, C 17:00 10p kc     | A, B, C          | -                   |
| 1       | -       | A 05:30 10p, C 17:00 10p ưt                  | C                | A bỏ                |
| 1       | -       | A 05:30 10p, C 17:00 10p ưt mới 12:00        | A                | C bỏ                |
| -       | 20      | A 05:30 10p, B 11:00 10p, C 17:00 10p        | A, B             | C bỏ                |
| -       | 20      | A 05:30 15p, B 11:00 10p, C 17:00 5p         | A, C             | B bỏ                |
| -       | 20      | A 05:30 15p, B 11:00 10p ưt, C 17:00 10p ưt  | B, C             | A bỏ                |
`;

function runsOf(cell: string | undefined): {
  schedules: ScheduleInput[];
  bulletins: ReturnType<typeof bulletinOf>[];
} {
  const asked = listOf(cell).map((text) => text.split(' '));
  return {
    schedules: asked.map(([name = '', time = '', , rank, , since]) =>
      scheduleOf(name, [slotOf('main', name)], {
        timetable: once('2026-11-02', time),
        priority: rank === 'ưt' ? 'priority' : rank === 'kc' ? 'emergency' : 'normal',
        notBefore: since === undefined ? 0 : on(since),
        createdAt: since === undefined ? 0 : on(since),
      }),
    ),
    bulletins: asked.map(([name = '', , length = '']) =>
      bulletinOf(name, { minutes: Number.parseInt(length, 10) }),
    ),
  };
}

describe('the limits of a day', () => {
  it.each(casesOf(DAYS))('%s', (_, row) => {
    const limits = {
      ...placeOf().limits,
      maxSessionsPerDay: row['số buổi'] ? Number(row['số buổi']) : null,
      maxDayMs: minutes(row['số phút']),
    };
    const built = planOf(runsOf(row['các buổi']), { limits });
    const beyond = built.problems.flatMap((p) =>
      p.kind === 'day_limit'
        ? [`${p.scheduleId.slice('schedule_'.length)} ${p.shortened ? 'rút ngắn' : 'bỏ'}`]
        : [],
    );
    expect({ nghe: built.playbacks.map(({ title }) => title), quá: beyond }).toEqual({
      nghe: listOf(row['làng nghe']),
      quá: listOf(row['quá giới hạn']),
    });
  });

  const slots = [slotOf('tin', 'tin'), slotOf('nhạc', 'nhạc', { weight: 1 })];
  const bulletins = [bulletinOf('tin', { minutes: 10 }), bulletinOf('nhạc', { minutes: 5 })];
  const minutes = (cell: string | undefined) => (cell ? Number(cell) * 60_000 : null);

  it('shorten a run of several items instead of leaving it out', () => {
    const limits = { ...placeOf().limits, maxDayMs: 25 * 60_000 };
    const schedule = scheduleOf('a', slots, { timetable: daily('05:30', '17:00') });
    const built = planOf(
      { schedules: [schedule], bulletins },
      { limits, settings: VIETNAMESE },
      { until: on('2026-11-03 00:00') },
    );
    expect(heard(built)).toEqual(['05:30 tin', '05:40 nhạc', '17:00 tin']);
    expect(built.problems).toMatchObject([
      { kind: 'day_limit', limit: 'minutes', shortened: true },
      { kind: 'dropped_for_length', slot: 'nhạc', limit: 'day' },
    ]);
    const refusing = { ...schedule, overflow: 'refuse' as const };
    const refused = planOf(
      { schedules: [refusing], bulletins },
      { limits, settings: VIETNAMESE },
      { until: on('2026-11-03 00:00') },
    );
    expect(heard(refused)).toEqual(['05:30 tin', '05:40 nhạc']);
  });

  it('of one day say nothing of the next', () => {
    const limits = { ...placeOf().limits, maxSessionsPerDay: 1 };
    const schedule = scheduleOf('a', [slotOf('main', 'tin')], { timetable: daily('05:30', '17:00') });
    expect(
      planOf({ schedules: [schedule], bulletins: [bulletinOf('tin')] }, { limits }).playbacks,
    ).toHaveLength(8);
  });

  it('leave what a silent run would have played to the next one', () => {
    const newest = [slotOf('main', { kind: 'newest', column: 'NQ57', notWithinDays: 7 })];
    const rows = [
      scheduleOf('a', newest, { timetable: once('2026-11-02', '05:30') }),
      scheduleOf('b', newest, { timetable: once('2026-11-02', '17:00'), priority: 'priority' }),
    ];
    const limits = { ...placeOf().limits, maxSessionsPerDay: 1 };
    const columns = [
      bulletinOf('mới', { column: 'NQ57', signedAt: on('2026-10-20 00:00') }),
      bulletinOf('cũ', { column: 'NQ57' }),
    ];
    expect(heard(planOf({ schedules: rows, bulletins: columns }, { limits }))).toEqual(['17:00 mới']);
  });
});
