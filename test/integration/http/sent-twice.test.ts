import { Campaign } from '@loa/shared/api/campaigns';
import { Programme } from '@loa/shared/api/programmes';
import { Station } from '@loa/shared/api/stations';
import { newId } from '@loa/shared/ids';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { draftBulletin } from '../../support/bulletin-flow.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { type ControllerWorld, call, PLACES, seedControllerWorld } from '../../support/controller-world.js';

let app: ControllerApp;
let world: ControllerWorld;
beforeEach(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
});
afterEach(() => app.stop());

const KINDS = {
  campaign: {
    path: '/campaigns',
    schema: Campaign,
    named: 'campaignId',
    body: () => ({
      ...{ areaId: PLACES.commune, name: 'Tuần lễ chuyển đổi số', from: '2026-11-09', until: '2026-11-15' },
      ...{ topics: ['chuyển đổi số'], columns: [], areaIds: [PLACES.village, PLACES.quietVillage] },
      quotas: { playsPerWeek: 3, minutesPerWeek: null, populationCoverage: null },
    }),
  },
  station: {
    path: '/stations',
    schema: Station,
    named: 'stationId',
    body: () => ({
      ...{ areaId: PLACES.commune, name: 'VOV4', url: 'https://vov.vn/vov4' },
      hours: [{ from: '05:30', to: '06:30' }],
    }),
  },
  programme: {
    path: '/programmes',
    schema: Programme,
    named: 'programmeId',
    body: async () => {
      const { bulletin } = await draftBulletin(app, world);
      return {
        ...{ areaId: PLACES.commune, name: 'Thời sự sáng' },
        slots: [{ slot: 'slot_tune', kind: 'tune', bulletinId: bulletin.id }],
      };
    },
  },
} as const;

describe.each(['campaign', 'station', 'programme'] as const)('a new %s whose answer was lost', (kind) => {
  const { path, schema, named, body } = KINDS[kind];
  const send = (what: object, token = world.tokens.admin) => call(app, token, 'post', path, what);
  const rows = async () => {
    const found = await sql<{ n: number }>`select count(*) as n from ${sql.table(kind)}`.execute(app.db);
    return found.rows[0]?.n;
  };

  it('is answered as the first time when it is sent again, and is there once', async () => {
    const asked = { ...(await body()), id: newId(kind, app.random) };
    const first = schema.parse(await (await send(asked)).json());
    expect(first.id).toBe(asked.id);
    await app.advance(60_000);
    const again = await send(asked);
    expect([again.status, schema.parse(await again.json())]).toEqual([201, first]);
    expect(await rows()).toBe(1);
    const written = await app.db
      .selectFrom('audit')
      .select('id')
      .where('action', '=', `${kind}.create`)
      .execute();
    expect(written).toHaveLength(1);
  });

  it('is not made of what was typed since, nor under somebody else’s id', async () => {
    const asked = { ...(await body()), id: newId(kind, app.random) };
    expect((await send(asked)).status).toBe(201);
    const other = await send({ ...asked, name: 'Tên khác' });
    expect(other.status).toBe(409);
    expect(await other.json()).toMatchObject({
      error: { code: 'already_saved', details: { [named]: asked.id } },
    });
    const theirs = await send(asked, world.tokens.broadcaster);
    expect(await theirs.json()).toMatchObject({ error: { code: 'id_taken' } });
    expect(await rows()).toBe(1);
  });

  it('is a new one each time where the sender gives it no id, and no other kind’s id is taken', async () => {
    const asked = await body();
    for (const _ of [1, 2]) expect((await send(asked)).status).toBe(201);
    expect(await rows()).toBe(2);
    expect((await send({ ...asked, id: newId('box', app.random) })).status).toBe(400);
  });
});
