import { describe, expect, it } from 'vitest';
import type { ScheduleInput, SlotInput } from '../../../../controller/src/planning/inputs.js';
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
} from '../../../support/planning-world.js';
import { casesOf, listOf } from '../../../support/readable-table.js';

/** `tin 10p n5`: mục "tin", mười phút, nặng 5. Mục nhẹ nhất bị bỏ trước. */
const TABLE = `
| buổi  | các mục                                | tối đa | quá dài thì | làng nghe       | bị bỏ        |
|-------|----------------------------------------|--------|-------------|-----------------|--------------|
| 05:30 | hiệu 1p n9, tin 10p n5, nhạc 5p n1     | 16     | bỏ nhẹ nhất | hiệu, tin, nhạc | -            |
| 05:30 | hiệu 1p n9, tin 10p n5, nhạc 5p n1     | 15     | bỏ nhẹ nhất | hiệu, tin       | nhạc         |
| 05:30 | hiệu 1p n9, tin 10p n5, nhạc 5p n1     | 10     | bỏ nhẹ nhất | hiệu            | nhạc, tin    |
| 05:30 | hiệu 1p n9, tin 10p n5, nhạc 5p n1     | 15     | không phát  | -               | -            |
| 05:30 | hiệu 1p n9, tin 10p n5, nhạc 5p n1     | 16     | không phát  | hiệu, tin, nhạc | -            |
| 05:30 | một 10p n5, hai 10p n5, ba 10p n5      | 20     | bỏ nhẹ nhất | một, hai        | ba           |
| 05:30 | một 10p n1, hai 10p n5, ba 10p n5      | 20     | bỏ nhẹ nhất | hai, ba         | một          |
| 05:30 | một 10p n5                             | 9      | bỏ nhẹ nhất | -               | -            |
| 20:45 | hiệu 1p n9, tin 10p n5, nhạc 5p n1     | -      | bỏ nhẹ nhất | hiệu, tin       | nhạc         |
| 20:44 | hiệu 1p n9, tin 10p n5, nhạc 5p n1     | -      | bỏ nhẹ nhất | hiệu, tin, nhạc | -            |
`;

function slotsOf(cell: string | undefined): {
  slots: SlotInput[];
  bulletins: ReturnType<typeof bulletinOf>[];
} {
  const asked = listOf(cell).map((text) => {
    const [name = '', minutes = '', weight = ''] = text.split(' ');
    return { name, minutes: Number.parseInt(minutes, 10), weight: Number(weight.slice(1)) };
  });
  return {
    slots: asked.map(({ name, weight }) => slotOf(name, name, { weight })),
    bulletins: asked.map(({ name, minutes }) => bulletinOf(name, { minutes })),
  };
}

/** Cụm loa chỉ dùng tiếng Việt. */
const vietnamese = { ...placeOf().settings, languages: ['vi'] };
const minutes = (cell: string | undefined) => (cell ? Number(cell) * 60_000 : null);

describe('a run that is too long', () => {
  it.each(casesOf(TABLE))('%s', (_, row) => {
    const { slots, bulletins } = slotsOf(row['các mục']);
    const schedule = scheduleOf('a', slots, {
      timetable: once('2026-11-02', row.buổi ?? ''),
      maxMs: minutes(row['tối đa']),
      overflow: row['quá dài thì'] === 'không phát' ? 'refuse' : 'dropLowest',
    });
    const built = planOf({ schedules: [schedule], bulletins });
    const dropped = built.problems.flatMap((p) => (p.kind === 'dropped_for_length' ? [p.slot] : []));
    expect({ nghe: built.playbacks.map(({ title }) => title), bỏ: dropped }).toEqual({
      nghe: listOf(row['làng nghe']),
      bỏ: listOf(row['bị bỏ']),
    });
    expect(built.problems.some(({ kind }) => kind === 'does_not_fit')).toBe(built.playbacks.length === 0);
  });

  it('is measured by the place too, whichever limit is the shorter', () => {
    const { slots, bulletins } = slotsOf('tin 10p n5, nhạc 5p n1');
    const limits = { ...placeOf().limits, maxSessionMs: 12 * 60_000 };
    const built = planOf(
      { schedules: [scheduleOf('a', slots, { maxMs: 14 * 60_000 })], bulletins },
      { limits, settings: vietnamese },
    );
    expect(built.problems).toMatchObject([{ kind: 'dropped_for_length', slot: 'nhạc', limit: 'place' }]);
  });

  it('may still begin late: its length is limited, not the hour of its end', () => {
    const { slots, bulletins } = slotsOf('tin 10p n5');
    const built = planOf({ schedules: [scheduleOf('a', slots, { maxMs: 10 * 60_000 })], bulletins });
    expect(built.playbacks).toMatchObject([{ latestStartAt: on('05:35') }]);
  });

  it('keeps what stands before music up to the hour, for leaving it out would end nothing earlier', () => {
    const { bulletins } = slotsOf('tin 10p n1, nhạc 5p n5, thời_tiết 20p n3, dặn 5p n2');
    const slots = [
      slotOf('tin', 'tin', { weight: 1 }),
      slotOf('nhạc', { kind: 'filler', bulletinIds: ['bulletin_nhạc'], until: '06:00' }),
      slotOf('thời_tiết', 'thời_tiết', { weight: 3 }),
      slotOf('dặn', 'dặn', { weight: 2 }),
    ];
    const built = planOf(
      { schedules: [scheduleOf('a', slots, { maxMs: 50 * 60_000 })], bulletins },
      { settings: vietnamese },
    );
    expect(heard(built)).toContain('06:00 thời_tiết');
    expect(heard(built)).toContain('05:30 tin');
    expect(built.problems).toMatchObject([{ kind: 'dropped_for_length', slot: 'dặn' }]);
  });

  it('holds no more than the 200 items of a session', () => {
    const names = Array.from({ length: 40 }, (_, n) => `tin${n}`);
    const languages = ['jra', 'bdq', 'km', 'blt', 'cmo', 'vi'];
    const variants = (name: string) =>
      bulletinOf(name).variants.flatMap((vi) =>
        languages.map((language) => ({ ...vi, language, variantId: `variant_${name}_${language}` })),
      );
    const bulletins = names.map((name) => bulletinOf(name, { variants: variants(name) }));
    const built = planOf(
      {
        schedules: [
          scheduleOf(
            'a',
            names.map((name) => slotOf(name, name)),
          ),
        ],
        bulletins,
      },
      { languagePolicy: 'eachInTurn', settings: { ...placeOf().settings, languages } },
    );
    expect(built.playbacks.length).toBeLessThanOrEqual(200);
    expect(built.playbacks.length).toBeGreaterThan(190);
    expect(built.problems.every((p) => p.kind === 'dropped_for_length' && p.limit === 'items')).toBe(true);
  });
});

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

  it('shorten a run of several items instead of leaving it out', () => {
    const { slots, bulletins } = slotsOf('tin 10p n5, nhạc 5p n1');
    const limits = { ...placeOf().limits, maxDayMs: 25 * 60_000 };
    const schedule = scheduleOf('a', slots, { timetable: daily('05:30', '17:00') });
    const built = planOf(
      { schedules: [schedule], bulletins },
      { limits, settings: vietnamese },
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
      { limits, settings: vietnamese },
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
    const slots = [slotOf('main', { kind: 'newest', column: 'NQ57', notWithinDays: 7 })];
    const rows = [
      scheduleOf('a', slots, { timetable: once('2026-11-02', '05:30') }),
      scheduleOf('b', slots, { timetable: once('2026-11-02', '17:00'), priority: 'priority' }),
    ];
    const limits = { ...placeOf().limits, maxSessionsPerDay: 1 };
    const bulletins = [
      bulletinOf('mới', { column: 'NQ57', signedAt: on('2026-10-20 00:00') }),
      bulletinOf('cũ', { column: 'NQ57' }),
    ];
    expect(heard(planOf({ schedules: rows, bulletins }, { limits }))).toEqual(['17:00 mới']);
  });
});
