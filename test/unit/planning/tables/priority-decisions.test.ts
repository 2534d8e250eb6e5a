import { describe, expect, it } from 'vitest';
import { pairKey, type ScheduleInput, type Winner } from '../../../../controller/src/planning/inputs.js';
import { Reason } from '../../../../shared/src/playback.js';
import { bulletinOf, on, once, planOf, scheduleOf, slotOf } from '../../../support/planning-world.js';
import { casesOf, listOf } from '../../../support/readable-table.js';

/**
 * `A 05:30 10p ưt 01/10`: lịch A lúc 05:30 ngày 02/11, mười phút, ưu tiên, đặt ngày 01/10; `tt` là thông thường.
 * `A>B 20/10`: ngày 20/10 có người chọn A phát trước B.
 */
const TABLE = `
| các lịch                                                                | đã chọn                             | vào kế hoạch | nhường              |
|-------------------------------------------------------------------------|-------------------------------------|--------------|---------------------|
| A 05:30 10p ưt 01/10, B 05:35 10p ưt 02/10                              | -                                   | A, B         | B chờ chọn với A    |
| A 05:30 10p ưt 02/10, B 05:35 10p ưt 01/10                              | -                                   | A, B         | A chờ chọn với B    |
| A 05:30 10p ưt 01/10, B 05:30 10p ưt 01/10                              | -                                   | A, B         | B chờ chọn với A    |
| A 05:30 10p ưt 01/10, B 05:40 10p ưt 02/10                              | -                                   | A, B         | -                   |
| A 05:30 10p ưt 01/10, B 05:35 10p ưt 02/10                              | A>B 20/10                           | A, B         | B nhường A          |
| A 05:30 10p ưt 01/10, B 05:35 10p ưt 02/10                              | B>A 20/10                           | A, B         | A nhường B          |
| A 05:30 10p ưt 01/10, B 05:35 10p tt 02/10                              | -                                   | A, B         | -                   |
| A 05:30 10p tt 01/10, B 05:35 10p tt 02/10                              | -                                   | A, B         | -                   |
| A 05:30 10p ưt 01/10, B 05:35 10p ưt 02/10, C 05:42 10p ưt 03/10        | -                                   | A, B, C      | B chờ chọn với A    |
| A 05:30 10p ưt 01/10, B 05:31 2p ưt 02/10, C 05:32 10p ưt 03/10         | A>B 20/10, B>C 20/10, C>A 20/10     | A, B, C      | B nhường A, C nhường A |
| A 05:30 10p ưt 01/10, B 05:31 2p ưt 02/10, C 05:32 10p ưt 03/10         | C>A 20/10, C>B 20/10                | A, B, C      | A nhường C, B nhường C |
`;

const dated = (text: string) => on(`2026-${text.split('/').reverse().join('-')} 12:00`);

function schedulesOf(cell: string | undefined) {
  const asked = listOf(cell).map((text) => text.split(' '));
  return {
    schedules: asked.map(([name = '', time = '', , rank, since = '']) =>
      scheduleOf(name, [slotOf('main', name)], {
        timetable: once('2026-11-02', time),
        priority: rank === 'ưt' ? 'priority' : 'normal',
        createdAt: dated(since),
      }),
    ),
    bulletins: asked.map(([name = '', , length = '']) =>
      bulletinOf(name, { minutes: Number.parseInt(length, 10) }),
    ),
  };
}

function winnersOf(cell: string | undefined): Map<string, Winner> {
  return new Map(
    listOf(cell).map((text) => {
      const [first = '', second = '', date = ''] = text.split(/[> ]/);
      const winner = { scheduleId: `schedule_${first}`, decidedAt: dated(date) };
      return [pairKey(`schedule_${first}`, `schedule_${second}`), winner];
    }),
  );
}

const nameOf = (scheduleId: string) => scheduleId.slice('schedule_'.length);

describe('two priority schedules at one time', () => {
  it.each(casesOf(TABLE))('%s', (_, row) => {
    const built = planOf({ ...schedulesOf(row['các lịch']), winners: winnersOf(row['đã chọn']) });
    const waiting = built.problems.flatMap((p) => {
      if (p.kind === 'awaiting_decision') return [`${nameOf(p.scheduleId)} chờ chọn với ${nameOf(p.by)}`];
      return p.kind === 'displaced' ? [`${nameOf(p.scheduleId)} nhường ${nameOf(p.by)}`] : [];
    });
    expect(waiting).toEqual(listOf(row.nhường));
    const givingWay = waiting.map((text) => text.split(' ')[0]);
    const all = listOf(row['vào kế hoạch']);
    expect(built.displaced.map(({ title }) => title)).toEqual(givingWay);
    expect(built.playbacks.map(({ title }) => title)).toEqual(
      all.filter((name) => !givingWay.includes(name)),
    );
  });

  it('what gives way is logged as skipped, by whom and why', () => {
    const built = planOf(schedulesOf('A 05:30 10p ưt 01/10, B 05:35 10p ưt 02/10'));
    expect(built.displaced).toMatchObject([
      { scheduleId: 'schedule_B', by: 'schedule_A', reason: 'preempted' },
    ]);
    expect(Reason.parse(built.displaced[0]?.reason)).toBe('preempted');
  });

  const decidedAt = (text: string) =>
    new Map([[pairKey('schedule_A', 'schedule_B'), { scheduleId: 'schedule_B', decidedAt: on(text) }]]);
  const both = schedulesOf('A 05:30 10p ưt 01/10, B 05:35 10p ưt 02/10');
  const titles = (built: ReturnType<typeof planOf>) => built.playbacks.map(({ title }) => title);

  it('a decision made before the first of them begins still counts', () => {
    expect(titles(planOf({ ...both, winners: decidedAt('05:29') }, {}, { now: on('05:33') }))).toEqual(['B']);
  });

  it('a decision made while the first sounds does not take it off the air: the winner waits for its end', () => {
    const built = planOf({ ...both, winners: decidedAt('05:33') }, {}, { now: on('05:33') });
    expect([titles(built), built.displaced]).toEqual([['A', 'B'], []]);
  });

  it('a word that is changed at noon does not bring back what gave way that morning', () => {
    const earlier = [{ scheduleId: 'schedule_A', decidedAt: on('05:00') }];
    const [[pair, word] = []] = decidedAt('12:00');
    if (!pair || !word) throw new Error('a word');
    const built = planOf(
      { ...both, winners: new Map([[pair, { ...word, earlier }]]) },
      {},
      { now: on('12:00') },
    );
    expect([titles(built), built.displaced.map(({ title }) => title)]).toEqual([['A'], ['B']]);
  });

  it('a word at noon, the first of all, does not bring back what gave way that morning either', () => {
    const built = planOf({ ...both, winners: decidedAt('12:00') }, {}, { now: on('12:00') });
    expect([titles(built), built.displaced.map(({ title }) => title)]).toEqual([['A'], ['B']]);
  });

  it('a schedule that is set while another sounds gives way to it', () => {
    const [a, b] = both.schedules;
    if (!a || !b) throw new Error('two schedules');
    const late: ScheduleInput = { ...b, notBefore: on('05:33'), createdAt: 0 };
    const built = planOf({ ...both, schedules: [{ ...a, createdAt: on('2026-11-01 12:00') }, late] });
    expect(titles(built)).toEqual(['A']);
  });

  it('what gave way does not come back when its time has passed', () => {
    for (const now of ['04:00', '05:31', '05:36', '12:00']) {
      const built = planOf(both, {}, { now: on(now) });
      expect([titles(built), built.displaced.length]).toEqual([['A'], 1]);
    }
  });
});
