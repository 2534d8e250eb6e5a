import type { Campaign } from '@loa/shared/api/campaigns';
import { PriorityDecision } from '@loa/shared/api/conflicts';
import { pageOf } from '@loa/shared/api/page';
import type { Programme } from '@loa/shared/api/programmes';
import { ApiToken } from '@loa/shared/api/session';
import type { Station } from '@loa/shared/api/stations';
import type { Suspension } from '@loa/shared/api/suspensions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { insertAccount } from '../../../controller/src/db/accounts.js';
import { insertCampaign } from '../../../controller/src/db/campaigns.js';
import { insertColumn } from '../../../controller/src/db/columns.js';
import { decide, decisionId, insertDecision } from '../../../controller/src/db/decisions.js';
import { foldedNames } from '../../../controller/src/db/migrations/011-folded-names.js';
import { insertProgramme } from '../../../controller/src/db/programmes.js';
import { insertSchedule } from '../../../controller/src/db/schedules.js';
import { insertApiToken } from '../../../controller/src/db/sessions.js';
import { insertStation } from '../../../controller/src/db/stations.js';
import { insertSuspension } from '../../../controller/src/db/suspensions.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { type ControllerWorld, call, PLACES, seedControllerWorld } from '../../support/controller-world.js';

let app: ControllerApp;
let world: ControllerWorld;
beforeAll(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
});
afterAll(() => app.stop());

const NAMES = ['Đài Ơi Briu', 'Bản tin', 'An ninh', 'đá bóng', 'Dân ca'];
/** As they stand in a list: accents and capitals do not matter, đ is d. */
const SORTED = ['An ninh', 'Bản tin', 'đá bóng', 'Đài Ơi Briu', 'Dân ca'];

const common = { areaId: PLACES.commune, createdBy: 'account_admin', createdAt: 1, updatedAt: 1 };

const programme = (name: string, id: string): Programme => ({
  ...{ ...common, id, name, slots: [], maxMinutes: null, overflow: 'dropLowest', laterRuns: 'asPlace' },
  archivedAt: null,
});
const station = (name: string, id: string): Station => ({
  ...{ ...common, id, name, url: 'https://vov.vn/1', hours: [{ from: '05:00', to: '06:00' }] },
  ...{ fallbackBulletinId: null, grantId: null },
});
const campaign = (name: string, id: string, from: string): Campaign => ({
  ...{ ...common, id, name, from, until: '2026-12-31', topics: ['x'], columns: [], cancelledAt: null },
  ...{ areaIds: [PLACES.commune] },
  quotas: { playsPerWeek: 1, minutesPerWeek: null, populationCoverage: null },
});
const suspension = (id: string, from: string, part: Partial<Suspension> = {}): Suspension => ({
  ...{ id, name: id, from, until: from, music: true, columns: [], everything: false, cancelledAt: null },
  ...{ areaIds: [PLACES.village], createdBy: 'account_admin', createdAt: 1, ...part },
});

const Page = z.object({
  items: z.array(z.looseObject({ id: z.string().nullable(), name: z.string() })),
  next: z.string().nullable(),
});

async function read(path: string) {
  const answer = await call(app, world.tokens.admin, 'get', path);
  expect(answer.status, path).toBe(200);
  return Page.parse(await answer.json());
}

/** Every item of a list, two at a time; `meanwhile` runs after the first page. */
async function walk(path: string, meanwhile: () => Promise<void> = async () => undefined) {
  const found: string[] = [];
  let cursor: string | null = null;
  let pages = 0;
  do {
    const more: string = cursor === null ? '' : `&cursor=${cursor}`;
    const page = await read(`${path}limit=2${more}`);
    found.push(...page.items.map(({ name }) => name));
    cursor = page.next;
    if (pages++ === 0) await meanwhile();
  } while (cursor !== null);
  return { found, pages };
}

describe('a list by name', () => {
  beforeAll(async () => {
    for (const [at, name] of NAMES.entries()) {
      await insertProgramme(app.db, programme(name, `programme_${at}`));
      await insertStation(app.db, station(name, `station_${at}`));
      await insertColumn(app.db, {
        ...{ id: `column_${at}`, areaId: PLACES.commune, name, description: null, archivedAt: null },
        ...{ createdBy: 'account_admin', createdAt: 1 },
      });
    }
  });

  it.each(['/programmes?', '/stations?', '/columns?'])('%s is read to its end, each once', async (path) => {
    expect(await walk(path)).toEqual({ found: SORTED, pages: 3 });
  });

  it('repeats and leaves out nothing while somebody adds one before the page that is read', async () => {
    const add = () => insertProgramme(app.db, programme('Ái hữu', 'programme_new'));
    expect((await walk('/programmes?', add)).found).toEqual(SORTED);
    expect((await walk('/programmes?')).found).toEqual(['Ái hữu', ...SORTED]);
  });

  it.each(['/programmes?', '/stations?', '/columns?'])('%s is searched without accents', async (path) => {
    expect((await read(`${path}q=dai oi`)).items.map(({ name }) => name)).toEqual(['Đài Ơi Briu']);
    expect((await read(`${path}q=100%25`)).items).toEqual([]);
  });

  it('finds names from before they were kept for it', async () => {
    for (const table of ['account', 'programme', 'station', 'campaign'])
      await app.db.schema.alterTable(table).dropColumn('folded').execute();
    await foldedNames.up(app.db);
    for (const path of ['/programmes?', '/stations?'])
      expect((await read(`${path}q=dai oi`)).items.map(({ name }) => name)).toEqual(['Đài Ơi Briu']);
    expect((await walk('/stations?')).found).toEqual(SORTED);
    expect((await read('/accounts?q=account_admin')).items).toHaveLength(1);
  });

  it('of columns ends with those only ever typed, then with those that were put away', async () => {
    await call(app, world.tokens.broadcaster, 'post', '/bulletins', {
      ...{ title: 'Đố vui', kind: 'tin', areaId: PLACES.commune, columnName: 'A gõ tay' },
    });
    await call(app, world.tokens.admin, 'patch', '/columns/column_2', { archived: true });
    const { found } = await walk('/columns?archived=1&');
    expect(found).toEqual(['Bản tin', 'đá bóng', 'Đài Ơi Briu', 'Dân ca', 'A gõ tay', 'An ninh']);
    expect((await walk('/columns?')).found).not.toContain('An ninh');
  });
});

describe('a list that is short as a rule', () => {
  it('of holidays is read to its end: those of the place by name, then the country’s', async () => {
    for (const [at, name] of ['Lễ hội', 'Đâm trâu'].entries()) {
      const body = { areaId: PLACES.commune, name, holidays: [] };
      const answer = await call(app, world.tokens.admin, 'put', `/holiday-calendars/calendar_${at}`, body);
      expect(answer.status).toBe(200);
    }
    const sorted = ['Đâm trâu', 'Lễ hội', 'Ngày nghỉ lễ của Việt Nam'];
    expect(await walk('/holiday-calendars?')).toEqual({ found: sorted, pages: 2 });
    expect((await read('/holiday-calendars?id=calendar_0')).items.map(({ name }) => name)).toEqual([
      'Lễ hội',
    ]);
  });

  it('of stops is read to its end, the newest first', async () => {
    const made: string[] = [];
    for (let n = 0; n < 3; n++) {
      const answer = await call(app, world.tokens.admin, 'post', '/stops', { areaId: PLACES.village });
      made.push(z.looseObject({ id: z.string() }).parse(await answer.json()).id);
    }
    const found: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const answer = await call(
        app,
        world.tokens.admin,
        'get',
        `/stops?limit=2${cursor && `&cursor=${cursor}`}`,
      );
      const page: z.infer<typeof Ids> = Ids.parse(await answer.json());
      found.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    }
    // They were made at one instant: then their names decide.
    expect(found).toEqual(made.toSorted().toReversed());
  });
});

const Ids = pageOf(z.looseObject({ id: z.string() }));

describe('the list of accounts', () => {
  it('is read by name, and by role, state and words of name or login', async () => {
    for (const [at, name] of ['Đinh Ơn', 'Ẩn Danh'].entries()) {
      const account = { id: `account_list${at}`, login: `nguoi${at}`, name, role: 'approver' as const };
      const rest = { areaId: PLACES.village, personId: null, createdAt: 1, disabledAt: at === 0 ? null : 5 };
      await insertAccount(app.db, { ...account, ...rest }, null);
    }
    const { found } = await walk('/accounts?');
    expect(new Set(found).size).toBe(found.length);
    expect(found.indexOf('Ẩn Danh')).toBeLessThan(found.indexOf('Đinh Ơn'));
    const names = async (query: string) => (await read(`/accounts?${query}`)).items.map(({ name }) => name);
    expect(await names('q=dinh nguoi0')).toEqual(['Đinh Ơn']);
    expect(await names('state=disabled')).toEqual(['Ẩn Danh']);
    expect(await names('state=active&role=approver')).toContain('Đinh Ơn');
    expect(await names('state=active&role=approver')).not.toContain('Ẩn Danh');
  });

  it('is found by the new name once somebody is called otherwise', async () => {
    await call(app, world.tokens.admin, 'patch', '/accounts/account_list0', { name: 'Lò Thị Én' });
    expect((await read('/accounts?q=en')).items.map(({ name }) => name)).toContain('Lò Thị Én');
    expect((await read('/accounts?q=dinh')).items).toEqual([]);
  });
});

describe('a list by date', () => {
  it('of campaigns begins with the latest, loses none that begin on one day, and is searched by name', async () => {
    for (const [at, from] of ['2026-10-10', '2026-05-18', '2026-10-10', '2026-10-10'].entries())
      await insertCampaign(app.db, campaign(`Đợt ${at}`, `campaign_${at}`, from));
    expect((await walk('/campaigns?')).found).toEqual(['Đợt 3', 'Đợt 2', 'Đợt 0', 'Đợt 1']);
    expect((await read('/campaigns?q=dot 1')).items).toHaveLength(1);
  });

  it('of suspensions tells what touches a place, on some days, cancelled or not, or one alone', async () => {
    await insertSuspension(app.db, suspension('suspension_a', '2026-11-01'));
    await insertSuspension(app.db, suspension('suspension_b', '2026-11-03', { areaIds: [PLACES.commune] }));
    await insertSuspension(app.db, suspension('suspension_c', '2026-11-05', { cancelledAt: 9 }));
    await insertSuspension(
      app.db,
      suspension('suspension_d', '2026-11-04', { areaIds: [PLACES.otherCommune] }),
    );
    const ids = async (query: string) => (await walk(`/suspensions?${query}`)).found;
    expect(await ids('')).toEqual(['suspension_c', 'suspension_b', 'suspension_a']);
    // From above, too.
    expect(await ids(`area=${PLACES.village}&`)).toContain('suspension_b');
    expect(await ids('cancelled=false&')).toEqual(['suspension_b', 'suspension_a']);
    expect(await ids('from=2026-11-02&until=2026-11-04&')).toEqual(['suspension_b']);
    expect(await ids('id=suspension_a&')).toEqual(['suspension_a']);
    expect(await ids('id=suspension_d&')).toEqual([]);
  });
});

describe('other lists', () => {
  it('of tokens begins with the newest', async () => {
    for (const [at, label] of ['một', 'hai', 'ba'].entries()) {
      const createdAt = app.clock.now() + 1 + at;
      await insertApiToken(app.db, {
        ...{ id: `token_${at}`, label, createdAt, expiresAt: createdAt + 1e9, revokedAt: null },
        ...{ hash: `hash ${at}`, accountId: world.accountIds.admin },
      });
    }
    const found: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const answer = await call(
        app,
        world.tokens.admin,
        'get',
        `/tokens?limit=2${cursor && `&cursor=${cursor}`}`,
      );
      const page = pageOf(ApiToken).parse(await answer.json());
      found.push(...page.items.map(({ label }) => label));
      cursor = page.next;
    }
    expect(found.slice(0, 3)).toEqual(['ba', 'hai', 'một']);
  });

  it('of whose changes may be chosen is found by name', async () => {
    const { items } = await read('/audit/actors?q=lo thi');
    expect(items).toEqual([{ id: 'account_list0', name: 'Lò Thị Én' }]);
    expect((await walk('/audit/actors?')).found).toContain('Lò Thị Én');
  });

  it('of pairs of urgent schedules tells the undecided first, and none of which one was cancelled', async () => {
    const schedule = async (name: string) => {
      const id = `schedule_${name}`;
      const once = { kind: 'once' as const, date: '2026-11-03', time: '08:00' };
      await insertSchedule(app.db, {
        ...{
          id,
          areaId: PLACES.commune,
          bulletinId: null,
          programmeId: 'programme_0',
          name,
          timetable: once,
        },
        ...{ areaIds: [PLACES.commune], clusterIds: [], priority: 'priority', lateness: 'skip', gainDb: 0 },
        ...{
          latestStartMinutes: null,
          resume: 'resume',
          state: 'active',
          cancelledAt: null,
          cancelledBy: null,
        },
        ...{ createdBy: 'account_admin', createdAt: 1, updatedAt: 1 },
      });
      return id;
    };
    const [a, b, c] = [await schedule('a'), await schedule('b'), await schedule('c')];
    const ask = async (elderId: string, youngerId: string, firstAt: number) => {
      const pair = { elderId, youngerId };
      await insertDecision(app.db, {
        ...{ id: decisionId(pair), areaId: PLACES.commune, ...pair, firstAt, createdAt: 1 },
      });
      return decisionId(pair);
    };
    const decided = await ask(a, b, 10);
    await decide(app.db, { id: decided, winner: a, by: 'account_admin', at: 5 });
    const open = [await ask(a, c, 30), await ask(b, c, 20)].reverse();
    const pages = async (): Promise<string[]> => {
      const ids: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const path = `/priority-decisions?limit=1${cursor && `&cursor=${cursor}`}`;
        const page = pageOf(PriorityDecision).parse(
          await (await call(app, world.tokens.admin, 'get', path)).json(),
        );
        ids.push(...page.items.map(({ id }) => id));
        cursor = page.next;
      }
      return ids;
    };
    expect(await pages()).toEqual([...open, decided]);
    await call(app, world.tokens.broadcaster, 'post', `/schedules/${b}/cancel`);
    expect(await pages()).toEqual([open[1]]);
  });
});

it.each([
  'accounts',
  'programmes',
  'stations',
  'columns',
  'campaigns',
  'suspensions',
  'approvals',
  'tokens',
  'reapprovals',
])('a page of %s is bounded, and a bookmark that means nothing is refused', async (list) => {
  const status = async (query: string) =>
    (await call(app, world.tokens[list === 'approvals' ? 'approver' : 'admin'], 'get', `/${list}?${query}`))
      .status;
  expect(await status('limit=101')).toBe(400);
  expect(await status('limit=100')).toBe(200);
  expect(await status('cursor=%3Cscript%3E')).toBe(400);
  const far = Buffer.from('9'.repeat(40)).toString('base64url');
  if (list !== 'tokens') expect(await status(`cursor=${far}.a`)).toBe(200);
  expect(await status(`cursor=${'A'.repeat(2900)}.a`)).toBe(400);
});
