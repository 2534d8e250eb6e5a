import { Role } from '@loa/shared/api/role';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiRoutes } from '../../../controller/src/http/api.js';
import { type Action, type Actor, roleMay } from '../../../controller/src/http/authorise.js';
import type { Route } from '../../../controller/src/http/route.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import {
  type ControllerWorld,
  call,
  PLACES,
  RECORDING,
  seedControllerWorld,
} from '../../support/controller-world.js';

let app: ControllerApp;
let world: ControllerWorld;
beforeAll(async () => {
  app = await startControllerApp({ settings: { signInAttempts: 1000 } });
  world = await seedControllerWorld(app);
});
afterAll(() => app.stop());

/** The whole table once more, by hand: changing who may do what means changing it in two places, on purpose. */
const ALL = Role.options;
const READERS = ALL.filter((role) => role !== 'technician');
const EXPECTED: Record<Action, readonly Role[]> = {
  'public.read': ALL,
  'public.signIn': ALL,
  'own.session': ALL,
  'own.token': ALL,
  'area.read': ALL,
  'area.write': ['admin'],
  'area.merge': ['admin'],
  'roster.read': ALL,
  'roster.write': ['admin'],
  'cluster.read': ALL,
  'cluster.write': ['admin', 'technician'],
  'box.read': ALL,
  'box.write': ['admin', 'technician'],
  'box.plan': ['admin', 'broadcaster', 'approver', 'technician', 'supervisor'],
  'recording.read': READERS,
  'recording.write': ['admin', 'broadcaster', 'approver', 'contributor'],
  'bulletin.read': READERS,
  'bulletin.write': ['admin', 'broadcaster', 'contributor'],
  'bulletin.withdraw': ['admin', 'broadcaster', 'approver', 'contributor'],
  'bulletin.approve': ['approver'],
  'campaign.read': ALL,
  'campaign.write': ['admin', 'broadcaster'],
  'answer.read': ALL.filter((role) => role !== 'contributor'),
  'programme.read': ALL,
  'programme.write': ['admin', 'broadcaster'],
  'station.read': ALL,
  'station.write': ['admin', 'broadcaster'],
  'station.approve': ['approver'],
  'suspension.read': ALL,
  'suspension.write': ['admin', 'broadcaster'],
  'calendar.read': ALL,
  'calendar.write': ['admin', 'broadcaster'],
  'decision.read': ALL,
  'decision.write': ['admin', 'broadcaster', 'approver'],
  'schedule.read': ALL,
  'schedule.write': ['admin', 'broadcaster'],
  'stop.read': ALL,
  'stop.write': ['admin', 'broadcaster', 'approver', 'technician', 'villageHead'],
  'playback.read': ALL,
  'event.read': ALL,
  'incident.read': ['admin', 'broadcaster', 'technician', 'supervisor', 'provinceViewer'],
  'audit.read': ['admin', 'supervisor'],
  'account.read': ['admin'],
  'account.write': ['admin'],
};

const routes = () => apiRoutes(app.api);
const pathOf = (route: Route) =>
  route.path
    .replace('{sha256}', RECORDING)
    .replace('{language}', 'vi')
    .replace('{boxId}', PLACES.box)
    .replace('{areaId}', PLACES.commune)
    .replace('{clusterId}', PLACES.cluster)
    .replace('{playbackId}', 'a'.repeat(26))
    .replace(/\{\w+\}/, 'nothing_here');

async function statusOf(route: Route, token: string | null): Promise<{ status: number; code: string }> {
  const abort = new AbortController();
  const response = await fetch(`${app.url}/api${pathOf(route)}`, {
    method: route.method.toUpperCase(),
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
    signal: abort.signal,
  });
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
    abort.abort();
    return { status: response.status, code: '' };
  }
  const body = (await response.json().catch(() => null)) as { error?: { code: string } } | null;
  return { status: response.status, code: body?.error?.code ?? '' };
}

describe('every route, whoever asks', () => {
  it('answers each role as the table says', async () => {
    const wrong: string[] = [];
    for (const route of routes()) {
      for (const role of Role.options) {
        const { status, code } = await statusOf(route, world.tokens[role]);
        const allowed = EXPECTED[route.action].includes(role);
        const denied = status === 403 && code === 'role_not_allowed';
        if (allowed === denied || status >= 500) {
          wrong.push(`${role} ${route.method} ${route.path}: ${status} ${code}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('asks whoever is not signed in to sign in, except health and signing in', async () => {
    const open: string[] = [];
    for (const route of routes()) {
      const { status } = await statusOf(route, null);
      if (status !== 401) open.push(`${route.method} ${route.path}`);
    }
    expect(open).toEqual(['get /health', 'post /session']);
  });

  it('refuses a wrong token everywhere, also where nobody need be signed in', async () => {
    const { status, code } = await statusOf(
      routes()[0] as Route,
      'no-such-token-no-such-token-no-such-token',
    );
    expect([status, code]).toEqual([401, 'bad_token']);
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

  it('sees only the own commune in lists', async () => {
    const response = await call(app, world.stranger, 'get', '/boxes');
    const { items } = (await response.json()) as { items: { id: string }[] };
    expect(items.map(({ id }) => id)).toEqual([PLACES.otherBox]);
  });
});
