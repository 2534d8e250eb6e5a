import { describe, expect, it } from 'vitest';
import type { SlotInput } from '../../../../controller/src/planning/inputs.js';
import {
  bulletinOf,
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
      { limits, settings: VIETNAMESE },
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
      { settings: VIETNAMESE },
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
