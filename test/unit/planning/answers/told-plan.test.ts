import { describe, expect, it } from 'vitest';
import { calendarSessions } from '../../../../controller/src/planning/answers/calendar-sessions.js';
import { runWarnings } from '../../../../controller/src/planning/answers/run-warnings.js';
import { itemKey } from '../../../../controller/src/planning/answers/told-item.js';
import { diffPlans, toldItems } from '../../../../controller/src/planning/answers/told-plan.js';
import { civilTime } from '../../../../controller/src/planning/calendar/civil-time.js';
import { namesOf } from '../../../../controller/src/planning/plan/problem-text.js';
import {
  bulletinOf,
  daily,
  on,
  planOf,
  scheduleOf,
  slotOf,
  stationOf,
  VIETNAMESE,
  variantOf,
  worldOf,
} from '../../../support/planning-world.js';

const civil = civilTime('Asia/Ho_Chi_Minh');
const place = { settings: VIETNAMESE };
const news = bulletinOf('tin', { minutes: 5 });
const music = bulletinOf('nhạc', { minutes: 4 });
const vov = stationOf('vov');
const programme = scheduleOf('sáng', [
  slotOf('slot_news', 'tin'),
  slotOf('slot_vov', { kind: 'relay', stationId: 'station_vov', durationMs: 600_000 }),
  slotOf('slot_fill', { kind: 'filler', bulletinIds: ['bulletin_nhạc'], until: '06:00' }),
]);
const wish = { schedules: [programme], bulletins: [news, music], stations: [vov] };

describe('a plan as people are told of it', () => {
  it('keeps every item apart, also pieces of music that a filler repeats', () => {
    const items = toldItems(planOf(wish, place));
    expect(items.map(({ role }) => role)).toEqual(['bulletin', 'relay', 'filler', 'filler', 'filler']);
    expect(new Set(items.map(itemKey)).size).toBe(items.length);
    expect(items.find(({ role }) => role === 'relay')).toMatchObject({ sound: vov.url, bulletinId: null });
  });

  it('is told as changed where a programme is filled otherwise, and as moved where it begins later', () => {
    const places = new Map([['box_a', { clusterId: 'cluster_a', village: 'làng Ơi Briu' }]]);
    const before = planOf(wish, place);
    expect(diffPlans([before], [planOf(wish, place)], places).changes).toEqual([]);
    const other = bulletinOf('khác', { minutes: 5 });
    const slots = [slotOf('slot_news', 'khác'), ...programme.slots.slice(1)];
    const refilled = planOf(
      { ...wish, schedules: [{ ...programme, slots }], bulletins: [news, music, other] },
      place,
    );
    expect(diffPlans([before], [refilled], places)).toMatchObject({
      boxes: 1,
      changes: [{ change: 'changed', title: 'khác' }],
      text: 'Đổi 1 lượt ở làng Ơi Briu.',
    });
    const longer = bulletinOf('tin', { minutes: 6 });
    const later = planOf({ ...wish, bulletins: [longer, music] }, place);
    expect(diffPlans([before], [later], places).changes.map(({ change }) => change)).toContain('moved');
    expect(diffPlans([before], [later], new Map()).boxes).toBe(0);
  });
});

describe('what is wrong with a run', () => {
  it('stands with the run that it is about, in words, and a silent one is in the calendar all the same', () => {
    const unapproved = bulletinOf('chờ', { variants: [variantOf('chờ', 'vi', { grant: null })] });
    const evening = scheduleOf('chiều', [slotOf('main', 'chờ')], { timetable: daily('17:00') });
    const silent = { ...wish, schedules: [programme, evening], bulletins: [news, music, unapproved] };
    const plan = planOf(silent, place, { until: on('2026-11-03 00:00') });
    const warnings = runWarnings(plan, civil, namesOf(worldOf(silent)));
    expect(warnings.map(({ code, slot }) => [code, slot])).toContainEqual(['variant_not_approved', 'main']);
    expect(warnings[0]?.text).toBe('bản tiếng Việt của “chờ” chưa được duyệt.');
    expect(warnings[0]?.about).toEqual({ title: 'chờ', language: 'vi' });
    const titles = new Map(silent.schedules.map(({ scheduleId, title }) => [scheduleId, title]));
    const sessions = calendarSessions([{ village: 'làng Ơi Briu', plan, warnings }], titles);
    expect(sessions.map(({ title, startsAt, location }) => [title, startsAt, location])).toEqual([
      ['sáng', on('05:30'), 'làng Ơi Briu'],
      ['chiều (chưa phát được)', on('17:00'), 'làng Ơi Briu'],
    ]);
    expect(sessions[0]?.description.split('\n').slice(0, 2)).toEqual(['tin', 'vov']);
  });
});
