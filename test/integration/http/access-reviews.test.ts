import { DueReviews } from '@loa/shared/api/access-reviews';
import { Today } from '@loa/shared/api/today';
import { DAY } from '@loa/shared/instant';
import { signGeneral } from '@loa/shared/trust/general';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { insertRoster } from '../../../controller/src/db/rosters.js';
import { runLoa } from '../../support/cli-bench.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { type ControllerWorld, call, PLACES, seedControllerWorld } from '../../support/controller-world.js';

let app: ControllerApp;
let world: ControllerWorld;
beforeEach(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
});
afterEach(() => app.stop());

const dueFor = async (token: string) =>
  DueReviews.parse(await (await call(app, token, 'get', `/access-reviews?area=${PLACES.commune}`)).json())
    .items.map(({ kind }) => kind)
    .sort();
const reviewed = (areaId: string = PLACES.commune, token = world.tokens.admin) =>
  call(app, token, 'post', `/areas/${areaId}/access-review`);

it('after twelve months approvers and accounts are to be looked through, on the home page and in the terminal', async () => {
  await app.advance(365 * DAY - 60_000);
  expect(await dueFor(world.tokens.admin)).toEqual([]);
  await app.advance(60_000);
  expect(await dueFor(world.tokens.admin)).toEqual(['accounts', 'roster']);
  const today = async (token: string) =>
    Today.parse(await (await call(app, token, 'get', `/today?area=${PLACES.commune}`)).json()).reviews;
  expect(await today(world.tokens.admin)).toHaveLength(2);
  // It is nobody else's task.
  expect(await today(world.tokens.broadcaster)).toEqual([]);
  const env = { LOA_SERVER: app.url };
  const told = await runLoa(['health'], { env: { ...env, LOA_TOKEN: world.tokens.admin } });
  expect(told).toMatchObject({ code: 0 });
  expect(told.output).toMatch(/The list of approvers of .*: last looked through on 2026-11-02/);
  expect((await runLoa(['health'], { env })).output).not.toContain('looked through');
});

it('accounts are looked through when an administrator says so, approvers by a new signed list; for a year', async () => {
  await app.advance(366 * DAY);
  expect((await reviewed(PLACES.village)).status).toBe(422);
  expect((await reviewed(PLACES.commune, world.tokens.approver)).status).toBe(403);
  expect((await reviewed()).status).toBe(204);
  expect(await dueFor(world.tokens.admin)).toEqual(['roster']);
  const { roster, rootKey } = world;
  const next = { ...roster, version: roster.version + 1 };
  const bytes = await signGeneral('roster', next, [rootKey]);
  await insertRoster(app.db, { roster: next, bytes }, app.clock.now());
  expect(await dueFor(world.tokens.admin)).toEqual([]);
  await app.advance(365 * DAY);
  expect(await dueFor(world.tokens.admin)).toEqual(['accounts', 'roster']);
});
