import { Area } from '@loa/shared/api/areas';
import { Box } from '@loa/shared/api/boxes';
import { Clusters } from '@loa/shared/api/clusters';
import { Fleet, Troubles } from '@loa/shared/api/fleet';
import { pageOf } from '@loa/shared/api/page';
import { MINUTE } from '@loa/shared/instant';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { foldedPlaces } from '../../../controller/src/db/migrations/012-folded-places.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { type ControllerWorld, call, PLACES, seedControllerWorld } from '../../support/controller-world.js';

let app: ControllerApp;
let world: ControllerWorld;
const boxIds: Record<string, string> = {};

/** Three villages with a cluster and a box each, beside the world's own two. */
beforeAll(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
  for (const name of ['Thôn 10', 'Thôn 2', 'Đăk Bla']) {
    const place = { parentId: PLACES.commune, level: 'village', kind: 'thôn', name };
    const area = Area.parse(await (await send('post', '/areas', place)).json());
    const cluster = await send('post', '/clusters', { areaId: area.id, name: `Nhà rông ${name}` });
    const { id: clusterId } = z.looseObject({ id: z.string() }).parse(await cluster.json());
    boxIds[name] = Box.parse(
      await (await send('post', '/boxes', { clusterId, name: `Loa ${name}` })).json(),
    ).id;
  }
  await send('put', `/clusters/${PLACES.cluster}/contact`, { name: 'Ông Hyơi', phone: '0912345678' });
  await send('patch', `/clusters/${PLACES.quietCluster}`, { lat: 13.5, lon: 108 });
});
afterAll(() => app.stop());

const send = (method: string, path: string, body?: unknown) =>
  call(app, world.tokens.admin, method, path, body);

async function read<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const answer = await send('get', path);
  expect(answer.status, path).toBe(200);
  return schema.parse(await answer.json());
}

const Page = pageOf(z.looseObject({ name: z.string().optional(), boxName: z.string().optional() }));
const nameOf = ({ name, boxName }: { name?: string | undefined; boxName?: string | undefined }) =>
  name ?? boxName;

/** Names of a list's items, one a page. */
async function walk(path: string): Promise<(string | undefined)[]> {
  const names: (string | undefined)[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: z.infer<typeof Page> = await read(`${path}limit=1${cursor && `&cursor=${cursor}`}`, Page);
    expect(page.items).toHaveLength(1);
    names.push(...page.items.map(nameOf));
    cursor = page.next;
  }
  return names;
}

const found = async (path: string) => (await read(path, Page)).items.map(nameOf);

async function heard(boxId: string, more: object = {}) {
  const now = app.clock.now();
  await app.db
    .updateTable('box')
    .set({ state: 'enrolled', last_seen_at: now })
    .set({ last_status: JSON.stringify({ boxId, connected: true, at: now, ...more }) })
    .where('id', '=', boxId)
    .execute();
}

describe('a list of places, loudspeakers or receivers', () => {
  it('is read to its end a page at a time, each once, as people count', async () => {
    expect(await walk('/areas?')).toEqual([PLACES.commune, 'Đăk Bla', 'Ơi Briu', 'Thôn 2', 'Thôn 10', 'Yên']);
    const villages = ['Đăk Bla', 'Ơi Briu', 'Thôn 2', 'Thôn 10', 'Yên'];
    expect(await walk('/areas?level=village&')).toEqual(villages);
    const clusters = (await read('/clusters?', Clusters)).items.map(({ areaName }) => areaName);
    expect(clusters).toEqual(villages);
    expect(await walk('/clusters?')).toEqual(await found('/clusters?'));
    expect(await walk('/boxes?')).toEqual([
      ...['Loa Đăk Bla', PLACES.box, 'Loa Thôn 2', 'Loa Thôn 10', PLACES.quietBox],
    ]);
  });

  it('is searched without accents, by its place, too', async () => {
    expect(await found('/areas?q=thon dak')).toEqual(['Đăk Bla']);
    expect(await found('/clusters?q=hyoi')).toEqual([PLACES.cluster]);
    expect(await found('/clusters?q=dak nha')).toEqual(['Nhà rông Đăk Bla']);
    expect(await found('/boxes?q=oi briu')).toEqual([PLACES.box]);
    expect(await found('/boxes?q=100%25')).toEqual([]);
    expect(await found(`/boxes?id=${PLACES.quietBox},${PLACES.otherBox},box_gone`)).toEqual([
      PLACES.quietBox,
    ]);
  });

  it('tells what clusters lack, and is narrowed to it', async () => {
    const { counts, items } = await read('/clusters?lack=phone', Clusters);
    expect(counts).toEqual({ all: 5, phone: 4, box: 0, position: 4 });
    expect(items.every(({ contact, boxes }) => contact === null && boxes === 1)).toBe(true);
    expect(await found('/clusters?lack=box')).toEqual([]);
    expect(await found(`/clusters?lack=position&q=yen`)).toEqual([]);
    const { items: all } = await read('/clusters?q=briu', Clusters);
    expect(all).toMatchObject([{ boxes: 1, contact: { name: 'Ông Hyơi', phone: '0912345678' } }]);
  });

  it('takes the new name at once, and a village that became part of another stands last', async () => {
    await send('patch', `/areas/${PLACES.quietVillage}`, { name: 'An Bình' });
    expect(await found('/areas?q=an binh')).toEqual(['An Bình']);
    const { items } = await read('/areas?q=thon', pageOf(Area));
    const [from, into] = ['Thôn 2', 'Thôn 10'].map((name) => items.find((area) => area.name === name)?.id);
    expect((await send('post', `/areas/${from}/merge`, { into })).status).toBe(200);
    expect((await found('/areas?')).at(-1)).toBe('Thôn 2');
    expect(await found('/areas?merged=false&q=thon')).toEqual(['Đăk Bla', 'Thôn 10']);
  });

  it('refuses more than a page and a bookmark that it never gave', async () => {
    for (const path of ['/areas', '/boxes', '/clusters', '/fleet', '/troubles', '/sims']) {
      expect((await send('get', `${path}?limit=101`)).status, path).toBe(400);
      expect((await send('get', `${path}?cursor=!`)).status, path).toBe(400);
    }
  });

  it('is told as a whole for trees and pickers', async () => {
    const { items } = await read('/areas/tree', z.object({ items: z.array(Area) }));
    expect(items[0]?.id).toBe(PLACES.commune);
    expect(items).toHaveLength(6);
  });

  it('finds names from before they were kept for it', async () => {
    for (const table of ['area', 'cluster', 'box'])
      for (const column of ['folded', 'name_order'])
        await app.db.schema.alterTable(table).dropColumn(column).execute();
    await app.db.schema.alterTable('cluster_contact').dropColumn('folded').execute();
    const before = await app.db.selectFrom('area').select('id').execute();
    await foldedPlaces.up(app.db);
    expect(before).not.toEqual([]);
    expect(await found('/areas?q=thon dak')).toEqual(['Đăk Bla']);
    expect(await found('/clusters?q=hyoi')).toEqual([PLACES.cluster]);
    expect(await walk('/boxes?q=loa&')).toEqual(['Loa Đăk Bla', 'Loa Thôn 2', 'Loa Thôn 10']);
  });
});

describe('the loudspeakers by village', () => {
  beforeAll(async () => {
    for (const id of Object.values(boxIds)) await heard(id);
    await heard(boxIds['Đăk Bla'] ?? '', { outputs: [{ id: 'alsa', ok: false }] });
    await heard(PLACES.box);
    await heard(PLACES.quietBox);
    await app.db
      .updateTable('box')
      .set({ last_seen_at: app.clock.now() - 60 * MINUTE })
      .where('id', '=', boxIds['Thôn 2'] ?? '')
      .execute();
    await send('put', `/boxes/${PLACES.box}/sim`, { number: '0987654321', expiresOn: '2026-11-05' });
    await send('put', `/boxes/${PLACES.quietBox}/sim`, { operator: 'Viettel' });
    await send('put', `/boxes/${boxIds['Đăk Bla']}/sim`, { expiresOn: '2027-11-05' });
  });

  it('stand with what needs somebody first, in the list and in each village, on whatever page', async () => {
    // Thôn 2 is part of Thôn 10: that village has one that is lost, and one that is well.
    const sorted = ['Loa Thôn 2', 'Loa Thôn 10', 'Loa Đăk Bla', PLACES.quietBox, PLACES.box];
    expect(await found('/fleet?')).toEqual(sorted);
    expect(await walk('/fleet?')).toEqual(sorted);
    const { villages } = await read('/fleet?limit=1', Fleet);
    expect(villages).toMatchObject([{ name: 'Thôn 10', good: 1, all: 2 }]);
  });

  it('are narrowed by how they are and by what is typed, and say how many are how', async () => {
    expect(await found('/fleet?view=trouble')).toEqual(['Loa Thôn 2', 'Loa Đăk Bla']);
    expect(await found('/fleet?view=sim')).toEqual([PLACES.box]);
    expect(await found('/fleet?q=hyoi')).toEqual([PLACES.box]);
    expect(await found('/fleet?q=0987 oi')).toEqual([PLACES.box]);
    expect(await found(`/fleet?cluster=${PLACES.cluster}`)).toEqual([PLACES.box]);
    expect(await found(`/fleet?box=${PLACES.quietBox}`)).toEqual([PLACES.quietBox]);
    const { views } = await read('/fleet?q=hyoi&limit=1', Fleet);
    const counts = Object.fromEntries(views.map(({ view, count }) => [view, count]));
    expect(counts).toMatchObject({ all: 5, trouble: 2, lost: 1, noSound: 1, good: 3, sim: 1, idle: 0 });
  });

  it('have their troubles by page, the worst first, with how many nobody mends', async () => {
    expect(await walk('/troubles?')).toEqual(['Loa Thôn 2', 'Loa Đăk Bla']);
    await send('put', `/boxes/${boxIds['Thôn 2']}/repair`, { assignee: 'Anh Tư' });
    const { items, counts } = await read('/troubles?open=true', Troubles);
    expect(items.map(({ boxName }) => boxName)).toEqual(['Loa Đăk Bla']);
    expect(counts).toEqual({ all: 2, silent: 2, open: 1 });
    expect(await found(`/troubles?box=${boxIds['Thôn 2']}`)).toEqual(['Loa Thôn 2']);
  });

  it('have their SIMs by page, those that end first before those that nobody knows the end of', async () => {
    expect(await walk('/sims?')).toEqual([PLACES.box, 'Loa Đăk Bla', PLACES.quietBox]);
    expect(await walk('/sims?within=30&')).toEqual([PLACES.box]);
  });
});
