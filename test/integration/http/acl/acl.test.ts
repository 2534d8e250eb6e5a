import { Role } from '@loa/shared/api/role';
import { DAY } from '@loa/shared/instant';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAllow } from '../../../../controller/src/http/allow.js';
import type { Route, RoutePorts } from '../../../../controller/src/http/route.js';
import { type AclDoor, openAclDoor } from '../../../support/acl-door.js';
import { type AclPlace, seedAclPlace } from '../../../support/acl-places.js';
import { type ControllerApp, startControllerApp } from '../../../support/controller-app.js';
import {
  addAccount,
  type ControllerWorld,
  PLACES,
  seedControllerWorld,
} from '../../../support/controller-world.js';
import { ACL, type AclRow, WHOLE_ONLY } from './acl-table.js';

let app: ControllerApp;
let world: ControllerWorld;
let door: AclDoor;
let own: AclPlace;
let other: AclPlace;
let askers: Asker[];

/** Somebody of the commune whose things are `own`. */
interface Asker {
  name: string;
  token: string | null;
  role: Role | null;
  /** A deputy outside the days of acting. */
  dormant?: true;
}

beforeAll(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
  own = seedAclPlace(app, 'own', world.accountIds.contributor);
  other = seedAclPlace(app, 'other', world.accountIds.contributor);
  door = await openAclDoor(app);
  askers = [
    ...Role.options.map((role) => ({ name: role, token: world.tokens[role], role })),
    { name: 'deputy who acts', token: await deputy('acting', -1, 1), role: 'approver' },
    { name: 'deputy after', token: await deputy('after', -2, -1), role: 'approver', dormant: true },
    { name: 'nobody', token: null, role: null },
  ];
});
afterAll(async () => {
  await door.stop();
  await app.stop();
});

async function deputy(name: string, fromDays: number, untilDays: number): Promise<string> {
  const id = `account_deputy_${name}`;
  const token = await addAccount(app, id, 'approver', PLACES.commune);
  const now = app.clock.now();
  app.sqlite
    .prepare('update account set deputy_for = ?, acting_from = ?, acting_until = ? where id = ?')
    .run(world.accountIds.approver, now + fromDays * DAY, now + untilDays * DAY, id);
  return token;
}

const nameOf = ({ method, path }: Route) => `${method} ${path}`;

/** The routes that the table knows; that it knows all of them is a test of its own. */
const routes = () => door.routes.filter((route) => ACL[nameOf(route)] !== undefined);

function rowOf(route: Route): AclRow {
  const row = ACL[nameOf(route)];
  if (!row) throw new Error(`${nameOf(route)} is not in the table.`);
  return row;
}

async function decide(route: Route, asker: Asker, place: AclPlace): Promise<string> {
  const { query, body, params } = rowOf(route).ask(place);
  return send(route, asker, { ...place, ...params }, { query, body });
}

function send(
  route: Route,
  { token }: Asker,
  place: AclPlace,
  { query = {}, body }: { query?: Record<string, string> | undefined; body?: unknown },
): Promise<string> {
  const names: Record<string, string> = {
    ...place,
    ...{ areaId: place.commune, language: 'vi', kid: 'k'.repeat(43) },
    ...{ sessionId: 'session_none', tokenId: 'token_none', uploadId: 'upload_none', importId: 'import_none' },
  };
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => names[name] ?? `no-${name}`);
  const search = new URLSearchParams(query).toString();
  const method = route.method;
  return door.ask({ method, path: search ? `${path}?${search}` : path, token, ...(body ? { body } : {}) });
}

/** What the table says of it. */
function expected(route: Route, { role, dormant }: Asker, where: 'own' | 'other'): string {
  const row = rowOf(route);
  if (row.who === 'public') return 'would_do';
  if (role === null) return 'not_signed_in';
  if (row.who === 'signedIn') return 'would_do';
  if (!row.who.includes(role)) return 'role_not_allowed';
  if (dormant && route.method !== 'get' && !READS_BY_POST.includes(nameOf(route))) return 'not_acting';
  if (dormant && NEEDS_THE_RIGHT.includes(nameOf(route))) return 'not_acting';
  if (row.ownThing || (row.hidden && where === 'other')) return 'not_found';
  return WHOLE_ONLY.includes(nameOf(route)) || where === 'other' ? 'outside_area' : 'would_do';
}

const READS_BY_POST = ['post /speech/estimate'];
/** Looking at these is part of approving or making. */
const NEEDS_THE_RIGHT = [
  ...[
    'get /variants/{variantId}/approval',
    'get /variants/{variantId}/heard',
    'get /stations/{stationId}/proposal',
  ],
  ...['get /uploads', 'get /speech/voices', 'get /boxes/{boxId}/plan'],
];

describe('who may do what: role × route × own and other area', () => {
  it('knows every route, and no route that is gone', () => {
    const there = door.routes.map(nameOf);
    const unknown = there.filter((name) => ACL[name] === undefined);
    expect(unknown, 'give each a row in test/integration/http/acl/acl-table.ts').toEqual([]);
    expect(Object.keys(ACL).filter((name) => !there.includes(name))).toEqual([]);
  });

  it('decides as the table says, 0 wrong', async () => {
    const wrong: string[] = [];
    let decisions = 0;
    for (const route of routes()) {
      const wheres = rowOf(route).here ? (['own'] as const) : (['own', 'other'] as const);
      const asked = askers.flatMap((asker) => wheres.map((where) => ({ asker, where })));
      const judged = asked.map(async ({ asker, where }) => {
        const said = await decide(route, asker, where === 'own' ? own : other);
        const right = expected(route, asker, where);
        if (said !== right)
          wrong.push(`${asker.name}, ${nameOf(route)}, ${where} area: ${said}, not ${right}`);
      });
      decisions += (await Promise.all(judged)).length;
    }
    expect(wrong).toEqual([]);
    expect(decisions).toBeGreaterThan(2000);
  }, 120_000);

  it('lets an admin of the whole reach each commune', async () => {
    const asker: Asker = { name: 'province', token: world.provinceAdmin, role: 'admin' };
    const wrong: string[] = [];
    for (const route of routes()) {
      if (!isFor(rowOf(route), 'admin') || rowOf(route).ownThing) continue;
      for (const place of [own, other]) {
        const said = await decide(route, asker, place);
        if (said !== 'would_do') wrong.push(`${nameOf(route)}: ${said}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 30_000);

  it('keeps contributors to what they wrote', async () => {
    const contributor: Asker = { name: 'contributor', token: world.tokens.contributor, role: 'contributor' };
    const broadcaster: Asker = { name: 'broadcaster', token: world.tokens.broadcaster, role: 'broadcaster' };
    for (const route of routes()) {
      const row = rowOf(route);
      if (!row.ownWork) continue;
      const theirs = { ...own, ...row.ownWork(own) };
      expect([nameOf(route), await send(route, contributor, theirs, row.ask(theirs))]).toEqual([
        nameOf(route),
        'not_own',
      ]);
      expect([nameOf(route), await send(route, broadcaster, theirs, row.ask(theirs))]).toEqual([
        nameOf(route),
        'would_do',
      ]);
    }
  });
});

describe('with a rule taken away', () => {
  /** Wrong decisions over a part of the routes, by a door that was tampered with. */
  async function wrongWith(allow: RoutePorts['allow']): Promise<string[]> {
    const honest = door;
    door = await openAclDoor(app, { allow });
    try {
      const wrong: string[] = [];
      for (const route of routes().filter(({ path }) => /^.(bulletins|boxes|stops|accounts)/.test(path))) {
        for (const asker of askers.filter(({ name }) => name === 'admin' || name === 'contributor')) {
          if ((await decide(route, asker, other)) !== expected(route, asker, 'other'))
            wrong.push(nameOf(route));
        }
      }
      return wrong;
    } finally {
      await door.stop();
      door = honest;
    }
  }

  it('the areas: the table tells', async () => {
    expect(await wrongWith(async () => null)).toContain('post /boxes/{boxId}/revoke');
  });

  it('all but the first of several areas: the table tells', async () => {
    const real = createAllow(app.api);
    const first: RoutePorts['allow'] = (actor, action, { areas, createdBy }) =>
      real(actor, action, { areas: areas.length > 1 ? [PLACES.commune] : areas, createdBy });
    expect(await wrongWith(first)).toContain('post /stops');
  });
});

describe('the table itself', () => {
  const changing = () =>
    routes().filter(({ method, action }) => method !== 'get' && !action.endsWith('.read'));
  const mayChange = (role: Role) =>
    changing()
      .filter((route) => Array.isArray(rowOf(route).who) && isFor(rowOf(route), role))
      .map(nameOf);

  it('lets supervisors and the province look and nothing else', () => {
    expect(mayChange('supervisor')).toEqual([]);
    expect(mayChange('provinceViewer')).toEqual([]);
  });

  it('never lets a technician schedule, nor set a relay, nor touch what is said', () => {
    const touched = mayChange('technician').filter((name) =>
      /schedules|programmes|stations|campaigns|bulletins|variants|sets|suspensions/.test(name),
    );
    expect(touched).toEqual([]);
  });

  it('lets a village head stop the loudspeakers and start nothing', () => {
    expect(mayChange('villageHead')).toEqual(['post /stops', 'post /stops/{stopId}/lift']);
  });

  it('lets nobody approve but approvers', () => {
    for (const route of routes()) {
      if (!/\/approval\/|\/grant$|\/heard$|\/reject$|\/proposal$/.test(route.path)) continue;
      expect([nameOf(route), rowOf(route).who]).toEqual([nameOf(route), ['approver']]);
    }
  });
});

function isFor(row: AclRow, role: Role): boolean {
  return typeof row.who === 'string' || row.who.includes(role);
}
