import { describe, expect, it } from 'vitest';
import { editLacks } from '../../../../controller/src/planning/answers/edit-lacks.js';
import { civilTime } from '../../../../controller/src/planning/calendar/civil-time.js';
import type { PlaceInput, ScheduleInput } from '../../../../controller/src/planning/inputs.js';
import { namesOf } from '../../../../controller/src/planning/plan/problem-text.js';
import {
  bulletinOf,
  daily,
  on,
  planOf,
  scheduleOf,
  slotOf,
  VIETNAMESE,
  worldOf,
} from '../../../support/planning-world.js';

const civil = civilTime('Asia/Ho_Chi_Minh');
const bulletins = [bulletinOf('Tin', { minutes: 10 }), bulletinOf('Dài', { minutes: 20 })];
const around = { from: on('2026-11-03 00:00'), until: on('2026-11-05 00:00'), now: on('2026-11-03 00:00') };
const at = (name: string, time: string, content: string, change: Partial<ScheduleInput> = {}) =>
  scheduleOf(name, [slotOf('a', content)], { timetable: daily(time), ...change });

interface Said {
  schedules: readonly ScheduleInput[];
  /** By village; where none are named, one is. */
  places?: Record<string, Partial<PlaceInput>>;
}

/** What is told of an edit that makes the first of the second. */
function toldOf(before: Said, after: Said, now = around.now) {
  const plans = ({ schedules, places = { 'làng Yên': {} } }: Said) =>
    Object.entries(places).map(([village, place]) => ({
      plan: planOf(
        { bulletins, schedules },
        { boxId: `box_${village}`, settings: VIETNAMESE, ...place },
        { ...around, now },
      ),
      village,
      civil,
    }));
  const names = namesOf(worldOf({ bulletins, schedules: [...before.schedules, ...after.schedules] }));
  return editLacks({ before: plans(before), after: plans(after), names, now });
}
const messages = (before: Said, after: Said, now?: number) =>
  toldOf(before, after, now).warnings.map(({ code, message }) => `${code}: ${message}`);

describe('what an edit would take from runs, before it is saved', () => {
  const hours = (to: string) => ({ ...VIETNAMESE, hours: [{ from: '05:30', to, maxGainDb: 0 }] });
  const news = [at('Sáng', '06:00', 'Tin'), at('Tối', '20:00', 'Tin')];

  it('is told once for all runs, and where, if not everywhere', () => {
    const before = { schedules: news, places: { 'làng Yên': {}, 'làng Ơi Briu': {} } };
    const early = { 'làng Yên': {}, 'làng Ơi Briu': { settings: hours('19:00') } };
    expect(messages(before, { ...before, places: early })).toEqual([
      'outside_hours: “Tối”, buổi 20:00 ngày 03/11/2026 và 1 buổi nữa ở làng Ơi Briu: nằm ngoài khung giờ phát, loa sẽ im.',
    ]);
  });

  it('leaves out what is wrong already, and what becomes right', () => {
    const shut = { 'làng Yên': { settings: hours('19:00') } };
    expect(messages({ schedules: news, places: shut }, { schedules: news, places: shut })).toEqual([]);
    expect(messages({ schedules: news, places: shut }, { schedules: news })).toEqual([]);
  });

  it('is what a neighbour loses, too: it waits, or waits in vain', () => {
    const longer = (content: string) => ({
      schedules: [at('Sáng', '06:00', content), at('Thông báo', '06:12', 'Tin')],
    });
    const waits = longer('Dài');
    expect(messages(longer('Tin'), waits)).toEqual([
      expect.stringMatching(/^waits: “Thông báo”, .*: phải chờ “Sáng” phát xong lúc 06:20; bài nào quá giờ/),
    ]);
    // Within the five minutes that an ordinary item may be late.
    const near = { schedules: [at('Sáng', '06:00', 'Dài'), at('Thông báo', '06:18', 'Tin')] };
    const apart = { schedules: [at('Sáng', '06:00', 'Tin'), at('Thông báo', '06:18', 'Tin')] };
    expect(messages(apart, near)).toEqual([
      'queues: “Thông báo”, buổi 06:18 ngày 03/11/2026 và 1 buổi nữa: phải đợi “Sáng” phát xong lúc 06:20.',
    ]);
    expect(messages(near, near)).toEqual([]);
  });

  it('says what breaks in where something is more urgent', () => {
    const urgent = at('Báo lũ', '06:18', 'Tin', { priority: 'priority' });
    const before = { schedules: [at('Sáng', '06:00', 'Tin'), urgent] };
    expect(messages(before, { schedules: [at('Sáng', '06:00', 'Dài'), urgent] })).toEqual([
      'yields: “Sáng”, buổi 06:00 ngày 03/11/2026 và 1 buổi nữa: bị “Báo lũ” ưu tiên hơn xen vào lúc 06:18.',
    ]);
  });

  it('says nothing of what is over, though the plans still hold it', () => {
    const silent = { schedules: news, places: { 'làng Yên': { settings: { ...VIETNAMESE, hours: [] } } } };
    expect(messages({ schedules: news }, silent, on('2026-11-03 12:00'))).toEqual([
      expect.stringMatching(/“Tối”, buổi 20:00 ngày 03.11.2026 và 1 buổi nữa:/),
      expect.stringMatching(/“Sáng”, buổi 06:00 ngày 04.11.2026:/),
    ]);
    const [near, apart] = ['Dài', 'Tin'].map((content) => ({
      schedules: [at('Sáng', '06:00', content), at('Thông báo', '06:18', 'Tin')],
    }));
    if (!near || !apart) throw new Error('two edits');
    expect(messages(apart, near, on('2026-11-03 12:00'))).toEqual([
      'queues: “Thông báo”, buổi 06:18 ngày 04/11/2026: phải đợi “Sáng” phát xong lúc 06:20.',
    ]);
  });

  it('is what sounds at this moment and would be cut, and nothing that is over or kept', () => {
    const [before, after] = [{ schedules: news }, { schedules: news.slice(1) }];
    expect(messages(before, after, on('2026-11-03 06:05'))).toEqual([
      'cuts_sounding: “Sáng”, buổi 06:00 ngày 03/11/2026: đang phát, lưu thì cắt ngay giữa chừng.',
    ]);
    expect(messages(before, after, on('2026-11-03 06:11'))).toEqual([]);
    expect(messages(before, before, on('2026-11-03 06:05'))).toEqual([]);
  });

  it('that is more than anybody reads through is counted', () => {
    const many = Array.from({ length: 14 }, (_, n) => at(`Buổi ${n}`, `${6 + n}:00`.padStart(5, '0'), 'Tin'));
    const shut = { schedules: many, places: { 'làng Yên': { settings: { ...VIETNAMESE, hours: [] } } } };
    const { warnings, more } = toldOf({ schedules: many }, shut);
    expect([warnings.length, more]).toEqual([12, 2]);
    expect(warnings[0]?.message).toMatch(/^“Buổi 0”/);
  });
});
