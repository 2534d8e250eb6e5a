import { Health } from '@loa/shared/api/health';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { insertRoster } from '../../../controller/src/db/rosters.js';
import { signGeneral } from '../../../shared/src/trust/general.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { type ControllerWorld, seedControllerWorld } from '../../support/controller-world.js';

let app: ControllerApp;
let world: ControllerWorld;
beforeEach(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
});
afterEach(() => app.stop());

const health = async () => Health.parse(await (await fetch(`${app.url}/api/health`)).json());

it('names no account to whom it may concern, unless the signed roster says that all this is a demonstration', async () => {
  expect(await health()).toMatchObject({ demo: false, demoAccounts: [] });
  const roster = { ...world.roster, version: world.roster.version + 1, demo: true };
  const bytes = await signGeneral('roster', roster, [world.rootKey]);
  await insertRoster(app.db, { roster, bytes }, app.clock.now());
  const { demo, demoAccounts } = await health();
  expect(demo).toBe(true);
  expect(demoAccounts[0]).toEqual({ login: expect.any(String), name: expect.any(String), role: 'admin' });
  expect(demoAccounts.length).toBeGreaterThanOrEqual(8);
});
