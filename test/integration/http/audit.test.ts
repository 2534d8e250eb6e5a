import { AuditChain, AuditEntry } from '@loa/shared/api/logs';
import { pageOf } from '@loa/shared/api/page';
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

const changes = async (query: string) => {
  const answer = await call(app, world.tokens.supervisor, 'get', `/audit${query}`);
  expect(answer.status).toBe(200);
  return pageOf(AuditEntry).parse(await answer.json());
};

describe('the log of changes', () => {
  it('says in words who did what to which thing, also when it is gone', async () => {
    const { bulletin } = await draftBulletin(app, world);
    const { items } = await changes('');
    expect(items[0]).toMatchObject({ actor: 'account_broadcaster', what: 'sửa bản thu hoặc lời đọc' });
    expect(items[0]?.subjectName).toBe(bulletin.title);
    await app.db.deleteFrom('variant').execute();
    await app.db.deleteFrom('bulletin').execute();
    const [put, created] = (await changes('')).items;
    expect(put?.subjectName).toBeNull();
    expect(created).toMatchObject({ what: 'soạn bản tin', subjectName: bulletin.title });
  });

  it('is narrowed by person, kind and time, and goes on from page to page', async () => {
    await draftBulletin(app, world);
    await app.advance(60_000);
    const since = app.clock.now();
    const body = { areaId: PLACES.village };
    expect((await call(app, world.tokens.villageHead, 'post', '/stops', body)).status).toBe(201);
    const stop = (await changes(`?kind=sound`)).items;
    expect(stop).toMatchObject([{ actor: 'account_villagehead', what: 'ra lệnh dừng loa' }]);
    expect((await changes(`?from=${since}`)).items).toEqual(stop);
    expect((await changes(`?to=${since}&actor=account_villagehead`)).items).toEqual([]);
    const first = await changes('?kind=bulletin&limit=1');
    const second = await changes(`?kind=bulletin&limit=1&cursor=${first.next}`);
    expect([first, second].map(({ items }) => items[0]?.what)).toEqual([
      'sửa bản thu hoặc lời đọc',
      'soạn bản tin',
    ]);
  });

  it('is taken away as it is shown: by the same person, kind and time', async () => {
    await draftBulletin(app, world);
    const body = { areaId: PLACES.village };
    expect((await call(app, world.tokens.villageHead, 'post', '/stops', body)).status).toBe(201);
    const rowsOf = async (query: string) => {
      const path = `/audit/export?format=jsonl${query}`;
      const text = await (await call(app, world.tokens.supervisor, 'get', path)).text();
      return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as { id: number }]));
    };
    const shown = async (query: string) => (await changes(`?limit=500${query}`)).items;
    for (const query of [
      '',
      '&kind=sound',
      '&kind=bulletin',
      '&actor=account_villagehead',
      '&kind=sound&actor=cli',
    ]) {
      const exported = (await rowsOf(query)).map(({ id }) => id);
      expect(exported.reverse(), query).toEqual((await shown(query)).map(({ id }) => id));
    }
  });

  it('stands as it was written, until somebody changes it', async () => {
    await draftBulletin(app, world);
    const chain = async () =>
      AuditChain.parse(await (await call(app, world.tokens.supervisor, 'get', '/audit/chain')).json());
    expect(await chain()).toMatchObject({ state: 'whole', until: app.clock.now() });
    app.sqlite.exec('drop trigger audit_no_update');
    app.sqlite.exec(`update audit set actor = 'account_admin'`);
    await app.advance(25 * 3_600_000);
    expect(await chain()).toMatchObject({ state: 'broken', kind: 'changed', row: 1 });
  });
});
