import { Bulletin, BulletinHistory, BulletinScript } from '@loa/shared/api/bulletins';
import { Column, Vocabulary } from '@loa/shared/api/columns';
import { pageOf } from '@loa/shared/api/page';
import { Today } from '@loa/shared/api/today';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { approvedBulletin, draftBulletin, submit } from '../../support/bulletin-flow.js';
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
let clerk: string;
beforeEach(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
  clerk = world.tokens.broadcaster;
});
afterEach(() => app.stop());

async function get<T>(schema: z.ZodType<T>, path: string, token = clerk): Promise<T> {
  const answer = await call(app, token, 'get', path);
  const body = await answer.json();
  if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(body)}`);
  return schema.parse(body);
}

async function titles(query: string, token = clerk): Promise<string[]> {
  const { items } = await get(pageOf(Bulletin), `/bulletins?${query}`, token);
  return items.map(({ title }) => title).sort();
}

async function make(fields: object, token = clerk): Promise<Bulletin> {
  const answer = await call(app, token, 'post', '/bulletins', {
    kind: 'tin',
    areaId: PLACES.commune,
    ...fields,
  });
  if (answer.status !== 201) throw new Error(await answer.text());
  return Bulletin.parse(await answer.json());
}

describe('the search of bulletins', () => {
  it('finds words in titles, columns, units, topics and texts, whatever the accents, đ as d, in any form', async () => {
    await make({ title: 'Lịch cắt điện ở Đăk Bla', sourceUnit: 'Điện lực' });
    await make({ title: 'Khai giảng', columnName: 'Bình dân học vụ số', topics: ['VNeID'] });
    await draftBulletin(app, world, { title: 'Họp làng', text: 'Mời bà con đến nhà rông tối nay.' });
    const find = (q: string) => titles(`q=${encodeURIComponent(q)}`);
    expect(await find('dak bla')).toEqual(['Lịch cắt điện ở Đăk Bla']);
    expect(await find('ĐIỆN LỰC')).toEqual(['Lịch cắt điện ở Đăk Bla']);
    expect(await find('lịch cắt'.normalize('NFD'))).toEqual(['Lịch cắt điện ở Đăk Bla']);
    expect(await find('binh dan vneid')).toEqual(['Khai giảng']);
    expect(await find('nha rong')).toEqual(['Họp làng']);
    expect(await find('nhà rông điện')).toEqual([]);
    expect(await find('100%_')).toEqual([]);
    expect(await find('')).toHaveLength(3);
  });

  it('goes on with an edit: the old words are gone', async () => {
    const { bulletin } = await draftBulletin(app, world, { title: 'Họp làng', text: 'Nhà rông.' });
    await call(app, clerk, 'patch', `/bulletins/${bulletin.id}`, { title: 'Tiêm phòng', taskRef: 'NV-07' });
    await call(app, clerk, 'put', `/bulletins/${bulletin.id}/variants/vi`, { text: 'Trạm y tế.' });
    expect(await titles('q=hop')).toEqual([]);
    expect(await titles('q=nha')).toEqual([]);
    expect(await titles('q=tiem%20tram')).toEqual(['Tiêm phòng']);
    expect((await get(Bulletin, `/bulletins/${bulletin.id}`)).taskRef).toBe('NV-07');
  });

  it('is narrowed by state, kind, column, topic, language and author, page by page', async () => {
    await make({ title: 'Nháp', columnName: 'NQ57', topics: ['STEM'] });
    const { variant } = await draftBulletin(app, world, { title: 'Gửi' });
    await submit(app, world, variant.id);
    await make({ title: 'Của cộng tác viên', kind: 'bai' }, world.tokens.contributor);
    await approvedBulletin(app, world);
    expect(await titles('state=submitted')).toEqual(['Gửi']);
    expect(await titles('state=approved,submitted')).toEqual(['Gửi', 'Phòng lừa đảo trực tuyến']);
    expect(await titles('state=draft')).toEqual(['Của cộng tác viên', 'Nháp']);
    expect(await titles('kind=bai')).toEqual(['Của cộng tác viên']);
    expect(await titles('column=NQ57')).toEqual(['Nháp']);
    expect(await titles('topic=STEM')).toEqual(['Nháp']);
    expect(await titles('language=vi')).toEqual(['Gửi', 'Phòng lừa đảo trực tuyến']);
    expect(await titles('mine=1', world.tokens.contributor)).toEqual(['Của cộng tác viên']);
    expect(await titles('q=a', world.stranger)).toEqual([]);
    const first = await get(pageOf(Bulletin), '/bulletins?mine=1&limit=2');
    const second = await get(pageOf(Bulletin), `/bulletins?mine=1&limit=2&cursor=${first.next}`);
    expect([first.items.length, second.items.length, second.next]).toEqual([2, 1, null]);
    expect((await call(app, clerk, 'get', '/bulletins?state=lost')).status).toBe(400);
  });
});

it('a returned language is found, and counted, though another language of its bulletin waits', async () => {
  const { bulletin, variant } = await draftBulletin(app, world, { title: 'Hai thứ tiếng' });
  await submit(app, world, variant.id);
  await call(app, world.tokens.approver, 'post', `/variants/${variant.id}/reject`, { reason: 'Sai số liệu' });
  await call(app, clerk, 'put', `/bulletins/${bulletin.id}/variants/jra`, { recordingSha256: RECORDING });
  const { variants } = await get(Bulletin, `/bulletins/${bulletin.id}`);
  const jarai = variants.find(({ language }) => language === 'jra');
  await submit(app, world, jarai?.id ?? '');
  for (const state of ['rejected', 'submitted', 'rejected,submitted'])
    expect(await titles(`mine=1&state=${state}`), state).toEqual(['Hai thứ tiếng']);
  expect(await titles('state=approved,draft')).toEqual([]);
  expect((await get(Bulletin, `/bulletins/${bulletin.id}`)).state).toBe('submitted');
  const { returnedToMe, waitingApprovals } = await get(Today, '/today');
  expect({ returnedToMe, waitingApprovals }).toEqual({ returnedToMe: 1, waitingApprovals: 1 });
});

describe('what stands around a bulletin', () => {
  it('tells who did what with it, the reason of a return too', async () => {
    const { bulletin, variant } = await draftBulletin(app, world, { title: 'Họp' });
    await submit(app, world, variant.id);
    const reason = 'Sai nội dung hoặc số liệu';
    await call(app, world.tokens.approver, 'post', `/variants/${variant.id}/reject`, { reason });
    const { items } = await get(BulletinHistory, `/bulletins/${bulletin.id}/history`);
    expect(items.map(({ who, what }) => [who, what])).toEqual([
      ['account_approver', 'trả lại bài'],
      ['account_broadcaster', 'gửi duyệt bài'],
      ['account_broadcaster', 'sửa bản thu hoặc lời đọc'],
      ['account_broadcaster', 'soạn bản tin'],
    ]);
    expect(items[0]).toMatchObject({ detail: reason, language: 'vi' });
    expect((await call(app, world.stranger, 'get', `/bulletins/${bulletin.id}/history`)).status).toBe(403);
  });

  it('prints the script with its author and who approved it', async () => {
    const { bulletin } = await approvedBulletin(app, world);
    const script = await get(BulletinScript, `/bulletins/${bulletin.id}/script`);
    expect(script).toMatchObject({ title: 'Phòng lừa đảo trực tuyến', authorName: 'account_broadcaster' });
    expect(script.variants).toMatchObject([
      {
        language: 'vi',
        text: 'Bà con chú ý.',
        words: 4,
        recordedMs: 20_000,
        approvedBy: [{ who: 'person_nam' }],
      },
    ]);
  });
});

describe('columns', () => {
  const columns = async (query = '') =>
    (await get(z.object({ items: z.array(Column) }), `/columns${query}`)).items;

  it('are registered, renamed, put away; those only borne by bulletins are shown too', async () => {
    await make({ title: 'Một', columnName: 'NQ57' });
    const body = { areaId: PLACES.commune, name: 'Bình dân học vụ số' };
    const made = Column.parse(await (await call(app, clerk, 'post', '/columns', body)).json());
    expect((await call(app, clerk, 'post', '/columns', body)).status).toBe(409);
    expect((await columns()).map(({ name, id, bulletins }) => [name, id !== null, bulletins])).toEqual([
      ['Bình dân học vụ số', true, 0],
      ['NQ57', false, 1],
    ]);
    const path = `/columns/${made.id}`;
    expect((await call(app, world.stranger, 'patch', path, { archived: true })).status).toBe(403);
    expect((await call(app, world.tokens.contributor, 'patch', path, { archived: true })).status).toBe(403);
    expect((await call(app, clerk, 'patch', path, { name: 'Học vụ số', archived: true })).status).toBe(200);
    expect((await columns()).map(({ name }) => name)).toEqual(['NQ57']);
    expect((await columns('?archived=1')).map(({ name }) => name)).toEqual(['NQ57', 'Học vụ số']);
  });

  it('and other words are offered where a bulletin is filled in, the most used first', async () => {
    await make({
      title: 'Một',
      columnName: 'NQ57',
      topics: ['VNeID', 'Giá cà phê'],
      sourceUnit: 'Công an xã',
    });
    await make({ title: 'Hai', topics: ['Giá cà phê'], taskRef: 'NV-01' });
    const words = await get(Vocabulary, '/vocabulary');
    expect(words.topics.slice(0, 2)).toEqual([
      { text: 'Giá cà phê', count: 2 },
      { text: 'VNeID', count: 1 },
    ]);
    expect(words.topics.filter(({ text }) => text === 'VNeID')).toHaveLength(1);
    expect(words.sourceUnits).toEqual([{ text: 'Công an xã', count: 1 }]);
    expect(words.taskRefs).toEqual([{ text: 'NV-01', count: 1 }]);
    expect(words.fieldCodes.find(({ code }) => code === '5')?.name).toContain('Khoa học');
  });
});
