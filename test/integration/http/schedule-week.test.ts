import { ScheduleWeek } from '@loa/shared/api/schedule-week';
import { SavedSchedule } from '@loa/shared/api/schedules';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { approvedBulletin } from '../../support/bulletin-flow.js';
import { call, PLACES } from '../../support/controller-world.js';
import { type PlannedApp, startPlannedApp } from '../../support/planned-app.js';

let bench: PlannedApp;
let bulletinId = '';
beforeAll(async () => {
  bench = await startPlannedApp();
  bulletinId = (await approvedBulletin(bench.app, bench.world)).bulletin.id;
});
afterAll(() => bench.stop());

const as = (method: string, path: string, body?: unknown, token = bench.world.tokens.broadcaster) =>
  call(bench.app, token, method, path, body);
const dateIn = (days: number) =>
  new Date(bench.app.clock.now() + days * 86_400_000 + 7 * 3_600_000).toISOString().slice(0, 10);
const week = async (area: string, token?: string) => {
  const answer = await as('get', `/areas/${area}/week?from=${dateIn(0)}&days=7`, undefined, token);
  return ScheduleWeek.parse(await answer.json());
};
const once = (fields: object = {}) => ({
  ...{ bulletinId, areaIds: [PLACES.village] },
  ...{ timetable: { kind: 'once', date: dateIn(3), time: '17:00' } },
  ...fields,
});
const errorOf = async (answer: Response) =>
  z
    .object({ error: z.object({ code: z.string(), details: z.unknown().optional() }) })
    .parse(await answer.json()).error;

describe('the week of an area', () => {
  it('has every run with its lasting name, moved ones where they went, and who hears it', async () => {
    const timetable = {
      ...{ kind: 'recurring', days: [{ every: 'day' }], except: [dateIn(2)] },
      times: [{ time: '11:00', occurrenceId: 'occ_noon' }],
      extra: [{ date: dateIn(1), times: [{ time: '11:20', occurrenceId: 'occ_noon' }] }],
    };
    const body = { bulletinId, areaIds: [PLACES.commune], timetable };
    const made = SavedSchedule.parse(await (await as('post', '/schedules', body)).json());
    const { schedules, runs, zone } = await week(PLACES.village);
    const own = runs.filter(({ scheduleId }) => scheduleId === made.schedule.id);
    expect(zone).toBe('Asia/Ho_Chi_Minh');
    expect(own.map(({ date, time }) => [date, time])).toContainEqual([dateIn(1), '11:20']);
    expect(own.map(({ date }) => date)).not.toContain(dateIn(2));
    expect(new Set(own.map(({ occurrenceId }) => occurrenceId))).toEqual(new Set(['occ_noon']));
    expect(schedules).toMatchObject([{ clusters: 1, approved: true, mayChange: true, durationMs: 20_000 }]);
    await as('post', `/schedules/${made.schedule.id}/cancel`);
    expect((await week(PLACES.village)).runs).toEqual([]);
  });

  it('offers to change only what is wholly the asker’s own', async () => {
    const body = once({ areaIds: [PLACES.village, PLACES.otherCommune] });
    const made = await as('post', '/schedules', body, bench.world.provinceAdmin);
    const { schedule } = SavedSchedule.parse(await made.json());
    const mine = async (token?: string) =>
      (await week(PLACES.commune, token)).schedules.map(({ mayChange }) => mayChange);
    expect(await mine()).toEqual([false]);
    expect(await mine(bench.world.provinceAdmin)).toEqual([true]);
    expect(await mine(bench.world.tokens.approver)).toEqual([false]);
    await as('post', `/schedules/${schedule.id}/cancel`, undefined, bench.world.provinceAdmin);
  });

  it('of a province is refused in words', async () => {
    const path = `/areas/${PLACES.province}/week?from=${dateIn(0)}`;
    const answer = await as('get', path, undefined, bench.world.provinceAdmin);
    expect([answer.status, (await errorOf(answer)).code]).toEqual([422, 'too_wide']);
  });
});

describe('a schedule that is sent again because its answer was lost', () => {
  const id = 'schedule_abcdefghijklmn23';
  const saved = async (body: object) =>
    SavedSchedule.parse(await (await as('post', '/schedules', body)).json());

  it('is one schedule, also where the controller gave its times their names', async () => {
    const timetable = { kind: 'recurring', days: [{ every: 'day' }], times: [{ time: '06:30' }] };
    const body = once({ id, timetable });
    const first = await saved(body);
    expect(await saved(body)).toEqual(first);
    expect(first.schedule.id).toBe(id);
    const { schedules } = await week(PLACES.village);
    expect(schedules).toHaveLength(1);
  });

  it('with other content is told where the first one is, and changes nothing', async () => {
    const answer = await as('post', '/schedules', once({ id, gainDb: -6 }));
    expect(answer.status).toBe(409);
    expect(await errorOf(answer)).toEqual({ code: 'already_saved', details: { scheduleId: id } });
  });

  it('is not found out by somebody else who guesses its name', async () => {
    const answer = await as('post', '/schedules', once({ id }), bench.world.tokens.admin);
    expect([answer.status, (await errorOf(answer)).code]).toEqual([409, 'id_taken']);
  });
});
