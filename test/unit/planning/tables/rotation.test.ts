import { describe, expect, it } from 'vitest';
import type { PlaceInput, ScheduleInput } from '../../../../controller/src/planning/inputs.js';
import { sessionId } from '../../../../controller/src/planning/plan/session-id.js';
import {
  bulletinOf,
  daily,
  on,
  placeOf,
  planOf,
  scheduleOf,
  slotOf,
  told,
  VIETNAMESE,
} from '../../../support/planning-world.js';
import { casesOf, listOf } from '../../../support/readable-table.js';

/** `05/10`, năm 2026. */
const day = (text: string) => `2026-${text.split('/').reverse().join('-')}`;
/** `A 05/10`: một bài và ngày duyệt hoặc ngày nghe. */
const dated = (cell: string | undefined) =>
  listOf(cell).map((text) => {
    const [name = '', date = ''] = text.split(' ');
    return { name, at: on(`${day(date)} 05:30`) };
  });
const column = (cell: string | undefined) =>
  dated(cell).map(({ name, at }) => bulletinOf(name, { column: 'NQ57', signedAt: at }));
const newest = (slot: string, notWithinDays: number) =>
  slotOf(slot, { kind: 'newest', column: 'NQ57', notWithinDays });
const memory = (cell: string | undefined): PlaceInput['memory'] => ({
  heard: new Map(dated(cell).map(({ name, at }) => [`bulletin_${name}`, at])),
  chosen: new Map(),
});

const ONE_RUN = `
| bài và ngày duyệt         | cụm loa đã nghe              | không lặp trong | nghe ngày 02/11 |
|---------------------------|------------------------------|-----------------|-----------------|
| A 01/10, B 05/10, C 20/10 | -                            | 7               | C               |
| A 01/10, B 05/10, C 20/10 | C 01/11                      | 7               | B               |
| A 01/10, B 05/10, C 20/10 | C 20/10                      | 7               | B               |
| A 01/10, B 05/10          | A 30/10, B 31/10             | 7               | -               |
| A 01/10, B 05/10          | A 26/10, B 27/10             | 7               | A               |
| A 01/10, B 05/10          | A 27/10, B 26/10             | 7               | B               |
| A 01/10, B 05/10          | A 20/10, B 20/10             | 7               | B               |
| A 01/10                   | A 01/11                      | 1               | A               |
| B 01/10, A 01/10          | -                            | 7               | A               |
| -                         | -                            | 7               | -               |
`;

/** Một chuyên mục, sáng 05:30 và chiều 17:00, tám ngày liền. */
const EIGHT_DAYS = `
| bài và ngày duyệt                 | buổi chiều | không lặp trong | sáng            | chiều           |
|-----------------------------------|------------|-----------------|-----------------|-----------------|
| A 01/10, B 02/10                  | lặp lại    | 2               | B A B A B A B A | B A B A B A B A |
| A 01/10, B 02/10, C 03/10         | bài khác   | 30              | C A - - - - - - | B - - - - - - - |
| A 01/10, B 02/10, C 03/10         | lặp lại    | 30              | C B A - - - - - | C B A - - - - - |
| A 01/10                           | lặp lại    | 7               | A - - - - - - A | A - - - - - - A |
`;

function eightDays(built: ReturnType<typeof planOf>, hour: string): string {
  const days = Array.from({ length: 8 }, (_, n) => `2026-11-${String(2 + n).padStart(2, '0')}`);
  return days
    .map((date) => built.playbacks.find((p) => p.plannedAt === on(`${date} ${hour}`))?.title ?? '-')
    .join(' ');
}

describe('the newest of a column that was not heard here', () => {
  it.each(casesOf(ONE_RUN))('%s', (_, row) => {
    const slots = [newest('main', Number(row['không lặp trong']))];
    const built = planOf(
      { schedules: [scheduleOf('a', slots)], bulletins: column(row['bài và ngày duyệt']) },
      { memory: memory(row['cụm loa đã nghe']) },
    );
    expect(built.playbacks.map(({ title }) => title)).toEqual(listOf(row['nghe ngày 02/11']));
    expect(told(built).includes('nothing_new')).toBe(built.playbacks.length === 0);
  });

  it.each(casesOf(EIGHT_DAYS))('%s', (_, row) => {
    const schedule = scheduleOf('a', [newest('main', Number(row['không lặp trong']))], {
      timetable: daily('05:30', '17:00'),
      laterRuns: row['buổi chiều'] === 'lặp lại' ? 'repeat' : 'anew',
    });
    const built = planOf({ schedules: [schedule], bulletins: column(row['bài và ngày duyệt']) });
    expect({ sáng: eightDays(built, '05:30'), chiều: eightDays(built, '17:00') }).toEqual({
      sáng: row.sáng,
      chiều: row.chiều,
    });
  });

  it('two slots of a column in one run take two bulletins, and never one that the run plays anyway', () => {
    const slots = [newest('a', 7), newest('b', 7), slotOf('c', 'C')];
    const bulletins = column('A 01/10, B 05/10, C 20/10');
    expect(
      planOf({ schedules: [scheduleOf('a', slots)], bulletins }).playbacks.map(({ title }) => title),
    ).toEqual(['B', 'A', 'C']);
  });

  it('asks the custom of the place whether the evening repeats the morning', () => {
    const schedule = scheduleOf('a', [newest('main', 7)], { timetable: daily('05:30', '17:00') });
    const bulletins = column('A 01/10, B 05/10');
    const evening = (repeatInEvening: boolean) =>
      planOf({ schedules: [schedule], bulletins }, { repeatInEvening }).playbacks[1]?.title;
    expect([evening(true), evening(false)]).toEqual(['B', 'A']);
  });

  it('chooses anew in the evening when the bulletin of the morning may not sound then', () => {
    const [b, a] = column('B 05/10, A 01/10');
    if (!a || !b) throw new Error('two bulletins');
    const bulletins = [a, { ...b, validUntil: on('12:00') }];
    const schedule = scheduleOf('a', [newest('main', 7)], {
      timetable: daily('05:30', '17:00'),
      laterRuns: 'repeat',
    });
    expect(
      planOf({ schedules: [schedule], bulletins })
        .playbacks.slice(0, 2)
        .map(({ title }) => title),
    ).toEqual(['B', 'A']);
  });

  it('never changes what a run that has begun chose', () => {
    const schedule = scheduleOf('a', [newest('main', 7)]);
    const begun = sessionId('schedule_a', '2026-11-02', 'once');
    const chosen = new Map([[`${begun}|main`, 'bulletin_A']]);
    const bulletins = column('A 01/10, B 05/10');
    const heardNow = new Map([['bulletin_A', on('05:30:01')]]);
    const built = planOf(
      { schedules: [schedule], bulletins },
      { memory: { heard: heardNow, chosen } },
      { now: on('05:31') },
    );
    expect(built.playbacks.map(({ title }) => title)).toEqual(['A']);
  });

  it('a run that has begun and whose choice lost its approval plays its fallback, not something new', () => {
    const slots = [{ ...newest('main', 7), fallbackBulletinId: 'bulletin_dự_phòng' }];
    const begun = sessionId('schedule_a', '2026-11-02', 'once');
    const chosen = new Map([[`${begun}|main`, 'bulletin_B']]);
    const [a, b] = column('A 01/10, B 05/10');
    if (!a || !b) throw new Error('two bulletins');
    const withdrawn = { ...b, variants: b.variants.map((variant) => ({ ...variant, grant: null })) };
    const bulletins = [a, withdrawn, bulletinOf('dự_phòng')];
    const built = planOf(
      { schedules: [scheduleOf('a', slots)], bulletins },
      { memory: { heard: new Map(), chosen }, settings: VIETNAMESE },
      { now: on('05:31') },
    );
    expect(built.playbacks).toMatchObject([{ role: 'fallback', title: 'dự_phòng' }]);
    expect(told(built)).toEqual(['variant_not_approved vi', 'fallback_used']);
  });

  it('plays its fallback when the column has nothing new', () => {
    const slots = [{ ...newest('main', 7), fallbackBulletinId: 'bulletin_dự_phòng' }];
    const world = {
      schedules: [scheduleOf('a', slots)],
      bulletins: [...column('A 01/10'), bulletinOf('dự_phòng')],
    };
    const built = planOf(world, { memory: memory('A 01/11'), settings: VIETNAMESE });
    expect(built.playbacks).toMatchObject([{ role: 'fallback', title: 'dự_phòng' }]);
    expect(told(built)).toEqual(['nothing_new', 'fallback_used']);
  });

  it('does not believe that something was heard at a time still to come', () => {
    const heardLater = new Map([['bulletin_A', on('2026-11-04 05:30')]]);
    const schedule = scheduleOf('a', [newest('main', 7)], { timetable: daily('06:00') });
    const world = { schedules: [schedule], bulletins: column('A 01/10') };
    const days = (heardThen: Map<string, number>) =>
      planOf(world, { memory: { heard: heardThen, chosen: new Map() } }).playbacks.map(
        ({ localDate }) => localDate,
      );
    expect(days(heardLater)).toEqual(days(new Map()));
  });

  it('tells the same story whenever it is asked, as runs begin and become memory', () => {
    const schedule: ScheduleInput = scheduleOf('a', [newest('a', 3), newest('b', 3)], {
      timetable: daily('05:30', '17:00'),
    });
    const bulletins = column('A 01/10, B 02/10, C 03/10, D 04/10, E 05/10');
    const world = { schedules: [schedule], bulletins };
    const first = planOf(world).playbacks;
    const begun = first.filter(({ plannedAt }) => plannedAt <= on('2026-11-03 06:00'));
    const later = planOf(
      world,
      {
        memory: {
          heard: new Map(begun.map(({ bulletinId, plannedAt }) => [bulletinId ?? '', plannedAt])),
          chosen: new Map(
            begun.map(({ sessionId: id, slot, bulletinId }) => [`${id}|${slot}`, bulletinId ?? '']),
          ),
        },
      },
      { from: on('2026-11-03 00:00'), now: on('2026-11-03 06:00') },
    ).playbacks;
    expect(later).toEqual(first.filter(({ plannedAt }) => plannedAt >= on('2026-11-03 00:00')));
  });

  it('leaves a slot empty for which a run that has begun chose nothing', () => {
    const schedule = scheduleOf(
      'a',
      [newest('main', 7), slotOf('tin', { kind: 'bulletin', bulletinId: 'bulletin_tin' })],
      {
        timetable: daily('05:30', '17:00'),
        laterRuns: 'repeat',
      },
    );
    const bulletins = [...column('A 02/11'), bulletinOf('tin')];
    const begun = new Set([sessionId('schedule_a', '2026-11-02', 'occ_0530')]);
    const titles = (known: PlaceInput['memory']) =>
      planOf({ schedules: [schedule], bulletins }, { memory: known }, { now: on('05:31') })
        .playbacks.slice(0, 4)
        .map(({ title }) => title);
    expect(titles({ ...memory('-'), begun })).toEqual(['tin', 'A', 'tin', 'tin']);
    expect(titles(memory('-'))).toEqual(['A', 'tin', 'A', 'tin']);
  });

  it('is the same for all boxes of a cluster, also for one that came after the morning', () => {
    const schedule = scheduleOf('a', [newest('main', 7)], {
      timetable: daily('05:30', '17:00'),
      laterRuns: 'repeat',
    });
    const world = { schedules: [schedule], bulletins: column('A 01/10, B 05/10') };
    const titles = (boxId: string, since: number) =>
      planOf(world, placeOf({ boxId, since })).playbacks.map(
        ({ title, plannedAt }) => `${plannedAt} ${title}`,
      );
    expect(titles('box_new', on('12:00'))).toEqual(titles('box_a', 0).slice(1));
  });
});
