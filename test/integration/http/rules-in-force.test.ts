import { PlaceRulesInForce } from '@loa/shared/api/rules-in-force';
import { signGeneral } from '@loa/shared/trust/general';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call, PLACES } from '../../support/controller-world.js';
import { type PlannedApp, startPlannedApp } from '../../support/planned-app.js';

let bench: PlannedApp;
beforeEach(async () => {
  bench = await startPlannedApp();
});
afterEach(() => bench.stop());

const as = (method: string, path: string, body?: unknown, token = bench.world.tokens.admin) =>
  call(bench.app, token, method, path, body);
const inForce = async (path: string, token?: string) =>
  PlaceRulesInForce.parse(await (await as('get', `${path}/rules-in-force`, undefined, token)).json());
const patch = async (path: string, body: object) => {
  expect((await as('patch', path, body)).status).toBe(200);
};
const area = (id: string) => `/areas/${id}`;
const CLUSTER = `/clusters/${PLACES.cluster}`;
const window = (from: string, to: string, maxGainDb = 0) => ({ from, to, maxGainDb });

describe('what holds at a place', () => {
  it('where nobody says anything is the usual hours, quieter in the early morning', async () => {
    const { here, above } = await inForce(area(PLACES.otherCommune), bench.world.stranger);
    expect(here).toEqual(above);
    expect(here).toEqual({
      ...{ hours: [window('05:30', '06:00', -6), window('06:00', '21:00')], usualHours: true, quiet: [] },
      ...{ maxSessionMinutes: null, maxDayMinutes: null, maxSessionsPerDay: null },
      ...{ languagePolicy: 'firstAvailable', repeatInEvening: true },
    });
  });

  it('is told beside what would hold without its own', async () => {
    const noon = { from: '11:30', to: '13:30', why: 'giờ nghỉ trưa' };
    await patch(area(PLACES.commune), {
      hours: [window('05:00', '06:00', -10), window('06:00', '21:00', -3)],
      rules: { maxDayMinutes: 90, languagePolicy: 'eachInTurn', repeatInEvening: false, quiet: [noon] },
    });
    await patch(area(PLACES.village), {
      hours: [window('05:30', '22:00')],
      rules: { maxDayMinutes: 120, languagePolicy: 'villageThenVietnamese' },
    });
    const { here, above } = await inForce(area(PLACES.village));
    expect(here).toMatchObject({
      ...{ hours: [window('05:30', '06:00', -10), window('06:00', '21:00', -3)], usualHours: false },
      ...{ maxDayMinutes: 90, languagePolicy: 'villageThenVietnamese', repeatInEvening: false },
      quiet: [noon],
    });
    expect(above).toMatchObject({
      hours: [window('05:00', '06:00', -10), window('06:00', '21:00', -3)],
      ...{ maxDayMinutes: 90, languagePolicy: 'eachInTurn', repeatInEvening: false },
    });
  });

  it('counts the signed limits with what is above', async () => {
    const { roster, rootKey } = bench.world;
    const limits = [{ areas: [PLACES.commune], windows: [window('06:00', '20:00', -3)] }];
    const bytes = await signGeneral('roster', { ...roster, version: 2, limits }, [rootKey]);
    const put = await as('put', `${area(PLACES.commune)}/roster`, {
      roster: Buffer.from(bytes).toString('utf8'),
    });
    expect(put.status).toBe(200);
    await patch(area(PLACES.commune), { hours: null });
    const { here, above } = await inForce(area(PLACES.village));
    expect(here).toEqual(above);
    expect(here).toMatchObject({ hours: [window('06:00', '20:00', -3)], usualHours: false });
  });

  it('at a cluster is what its box is sent, and above it what its village has', async () => {
    const school = { kind: 'school', name: 'Trường Kon Brung', maxGainDb: null };
    const lesson = { from: '07:00', to: '11:00', days: [1, 2], why: 'giờ học' };
    await patch(CLUSTER, {
      hours: [window('06:00', '18:00', -6)],
      rules: { neighbours: [{ ...school, quiet: [lesson] }], repeatInEvening: false },
    });
    await bench.settle();
    const { here, above } = await inForce(CLUSTER);
    expect(here).toMatchObject({
      hours: [window('06:00', '18:00', -6)],
      quiet: [{ ...lesson, why: 'giờ học, gần Trường Kon Brung' }],
      repeatInEvening: false,
    });
    expect((await bench.plan())?.settings.hours).toEqual(here.hours);
    expect(above).toEqual((await inForce(area(PLACES.village))).here);
  });
});
