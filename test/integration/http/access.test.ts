import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Action, type Actor, roleMay } from '../../../controller/src/http/authorise.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { type ControllerWorld, call, PLACES, seedControllerWorld } from '../../support/controller-world.js';
import { silentLogger } from '../../support/silent-logger.js';

let app: ControllerApp;
let world: ControllerWorld;
const warned: object[] = [];
beforeAll(async () => {
  const log = { ...silentLogger, warn: (fields: object) => void warned.push(fields) };
  app = await startControllerApp({ settings: { signInAttempts: 1000 }, log });
  world = await seedControllerWorld(app);
});
afterAll(() => app.stop());

describe('every route', () => {
  it('refuses a wrong token, also where nobody need be signed in', async () => {
    const wrong = 'no-such-token-no-such-token-no-such-token';
    const { error } = (await (await call(app, wrong, 'get', '/health')).json()) as {
      error: { code: string };
    };
    expect(error.code).toBe('bad_token');
  });

  it('is denied by default: an action that the table does not name', () => {
    const actor: Actor = { accountId: 'account_x', role: 'admin', areaId: PLACES.province };
    expect(roleMay(actor, 'made.up' as Action).ok).toBe(false);
  });
});

describe('an admin of another commune', () => {
  it('reaches nothing here', async () => {
    const tries = [
      ['get', `/areas/${PLACES.village}`],
      ['get', `/areas?area=${PLACES.commune}`],
      ['get', `/areas/${PLACES.province}`],
      ['patch', `/areas/${PLACES.commune}`, { name: 'Khác' }],
      ['get', `/boxes?area=${PLACES.village}`],
      ['get', `/boxes/${PLACES.box}`],
      ['post', `/boxes/${PLACES.box}/revoke`],
      ['post', `/boxes/${PLACES.box}/enrolment-code`],
      ['get', `/playbacks?box=${PLACES.box}`],
      ['get', `/playbacks?cluster=${PLACES.cluster}`],
      ['get', `/playbacks?area=${PLACES.province}`],
      ['get', `/audit?area=${PLACES.commune}`],
      ['get', `/incidents?area=${PLACES.commune}`],
      ['post', '/stops', { areaId: PLACES.commune }],
      ['post', '/stops', { areaId: PLACES.otherCommune, boxIds: [PLACES.box] }],
      [
        'post',
        '/accounts',
        { login: 'moi', name: 'Mới', password: 'bốn con trâu đen', role: 'admin', areaId: PLACES.commune },
      ],
    ] as const;
    for (const [method, path, body] of tries) {
      const response = await call(app, world.stranger, method, path, body);
      const { error } = (await response.json()) as { error: { code: string } };
      expect([path, response.status, error.code]).toEqual([path, 403, 'outside_area']);
    }
  });

  it('is written down when it tries, by whom and what', async () => {
    warned.length = 0;
    await call(app, world.stranger, 'post', `/boxes/${PLACES.box}/revoke`);
    await call(app, world.tokens.contributor, 'post', '/accounts', {});
    await call(app, null, 'get', '/boxes');
    expect(warned).toEqual([
      expect.objectContaining({ action: 'box.write', why: 'area', areas: [PLACES.village], role: 'admin' }),
      {
        ...{ action: 'account.write', why: 'role', role: 'contributor' },
        accountId: world.accountIds.contributor,
      },
    ]);
  });

  it('sees only the own commune in lists', async () => {
    const response = await call(app, world.stranger, 'get', '/boxes');
    const { items } = (await response.json()) as { items: { id: string }[] };
    expect(items.map(({ id }) => id)).toEqual([PLACES.otherBox]);
  });
});
