import { CreatedAccount, HandedOver, LinkOffer, OneTimeLink } from '@loa/shared/api/accounts';
import { DAY, HOUR } from '@loa/shared/instant';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { insertRow } from '../../support/acl-places.js';
import { type ControllerApp, startControllerApp, workingMorning } from '../../support/controller-app.js';
import {
  addAccount,
  type ControllerWorld,
  call,
  PLACES,
  seedControllerWorld,
} from '../../support/controller-world.js';
import { browser, PASSWORD, person } from '../../support/people.js';

const clock = workingMorning();
let app: ControllerApp;
let world: ControllerWorld;
beforeEach(async () => {
  app = await startControllerApp({ clock });
  world = await seedControllerWorld(app);
});
afterEach(() => app.stop());

const admin = (method: string, path: string, body?: unknown) =>
  call(app, world.tokens.admin, method, path, body);
const codeOf = async (answer: Response) => ((await answer.json()) as { error: { code: string } }).error.code;
const tokenIn = (path: string) => path.split('#')[1] ?? '';
const lan = { login: 'lan', name: 'Nguyễn Thị Lan', role: 'broadcaster', areaId: PLACES.commune };

async function invited(): Promise<{ id: string; token: string; expiresAt: number }> {
  const created = CreatedAccount.parse(await (await admin('post', '/accounts', lan)).json());
  return {
    id: created.id,
    token: tokenIn(created.link?.path ?? ''),
    expiresAt: created.link?.expiresAt ?? 0,
  };
}
const use = (token: string, password = PASSWORD) =>
  browser(app).send('post', '/links/use', { token, password });

describe('an invitation', () => {
  it('lets its person choose a password, once, within 72 hours; it is kept as a hash', async () => {
    const { token, expiresAt } = await invited();
    expect(expiresAt).toBe(clock.now() + 72 * HOUR);
    expect(JSON.stringify(app.sqlite.prepare('select * from one_time_link').all())).not.toContain(token);
    expect((await browser(app).signIn('lan', '-')).status).toBe(401);
    const offer = await browser(app).send('post', '/links/read', { token });
    expect(LinkOffer.parse(offer.body)).toMatchObject({
      kind: 'invite',
      login: 'lan',
      areaName: PLACES.commune,
    });
    expect(await use(token, 'nguyenthilan')).toMatchObject({ code: 'weak_password' });
    expect((await use(token)).body).toEqual({ login: 'lan' });
    expect((await browser(app).signIn('lan')).status).toBe(201);
    expect(await use(token, 'một câu khác hẳn')).toMatchObject({ status: 409, code: 'link_used' });
  });

  it('that is too late, replaced, or of a disabled account lets nobody in', async () => {
    const { id, token } = await invited();
    const second = OneTimeLink.parse(await (await admin('post', `/accounts/${id}/link`)).json());
    expect(await use(token)).toMatchObject({ status: 404, code: 'link_unknown' });
    clock.step(72 * HOUR);
    expect(await use(tokenIn(second.path))).toMatchObject({ status: 409, code: 'link_expired' });
    const third = OneTimeLink.parse(await (await admin('post', `/accounts/${id}/link`)).json());
    await admin('post', `/accounts/${id}/disable`);
    expect(await use(tokenIn(third.path))).toMatchObject({ status: 404 });
    expect(await codeOf(await admin('post', `/accounts/${id}/link`))).toBe('account_disabled');
  });

  it('used by two at once lets one in', async () => {
    const { token } = await invited();
    const answers = await Promise.all([use(token), use(token, 'một câu khác hẳn')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});

describe('a reset', () => {
  it('holds one hour and ends every sign-in and token of before', async () => {
    const id = await person(app, 'lan', 'broadcaster');
    const thief = browser(app);
    await thief.signIn('lan');
    const token = await thief.send('post', '/tokens', { label: 'ở lại' });
    const link = OneTimeLink.parse(await (await admin('post', `/accounts/${id}/link`)).json());
    expect(link).toMatchObject({ kind: 'reset', expiresAt: clock.now() + HOUR });
    expect((await use(tokenIn(link.path), 'một câu khác hẳn')).status).toBe(200);
    expect((await thief.send('get', '/session')).status).toBe(401);
    const issued = (token.body as { token: string }).token;
    expect((await call(app, issued, 'get', '/session')).status).toBe(401);
    expect((await browser(app).signIn('lan')).status).toBe(401);
  });
});

describe('an account', () => {
  it('is changed within the admin’s area only, and nobody changes the own role', async () => {
    const id = await person(app, 'lan', 'contributor');
    const patch = (body: object, of = id) => admin('patch', `/accounts/${of}`, body);
    expect(await (await patch({ role: 'broadcaster', languages: ['vi', 'bdq'] })).json()).toMatchObject({
      ...{ role: 'broadcaster', languages: ['vi', 'bdq'] },
    });
    expect((await patch({ areaId: PLACES.otherCommune })).status).toBe(403);
    expect((await patch({ areaId: PLACES.province })).status).toBe(403);
    expect(await codeOf(await patch({ role: 'approver' }, world.accountIds.admin))).toBe('own_account');
    expect(await codeOf(await patch({ personId: 'person_nam' }, world.accountIds.admin))).toBe('own_account');
  });

  it('that was disabled may be let in again, with nothing of before', async () => {
    const id = await person(app, 'lan', 'broadcaster');
    const page = browser(app);
    await page.signIn('lan');
    await admin('post', `/accounts/${id}/disable`);
    expect((await page.signIn('lan')).status).toBe(401);
    await admin('post', `/accounts/${id}/enable`);
    expect((await page.send('get', '/session')).status).toBe(401);
    expect((await page.signIn('lan')).status).toBe(201);
    await admin('post', `/accounts/${id}/sessions/end`);
    expect((await page.send('get', '/session')).status).toBe(401);
  });
});

describe('a deputy (KT.)', () => {
  const deputy = (fields: object = {}) => ({
    ...{ deputyFor: world.accountIds.approver, actingFrom: clock.now(), actingUntil: clock.now() + 7 * DAY },
    ...fields,
  });
  const create = (fields: object = {}, more: object = {}) =>
    admin('post', '/accounts', { ...lan, role: 'approver', deputy: deputy(fields), ...more });

  it('stands in for an approver of the place, between two dates at most a year apart', async () => {
    expect((await create({ actingUntil: clock.now() })).status).toBe(400);
    expect((await create({ actingUntil: clock.now() + 400 * DAY })).status).toBe(400);
    expect((await create({}, { role: 'broadcaster' })).status).toBe(400);
    expect(await codeOf(await create({ deputyFor: world.accountIds.broadcaster }))).toBe('wrong_principal');
    await addAccount(app, 'account_elsewhere', 'approver', PLACES.otherCommune);
    expect(await codeOf(await create({ deputyFor: 'account_elsewhere' }))).toBe('wrong_principal');
    expect((await create()).status).toBe(201);
  });

  it('has a name and languages to change though whom they stand in for has left, and no other right', async () => {
    const id = await person(app, 'pho', 'approver');
    await admin('patch', `/accounts/${id}`, { deputy: deputy() });
    expect((await admin('post', `/accounts/${world.accountIds.approver}/disable`)).status).toBe(200);
    const renamed = await admin('patch', `/accounts/${id}`, {
      name: 'Rơ Châm Phó',
      languages: ['vi', 'jra'],
    });
    expect(renamed.status).toBe(200);
    for (const change of [{ deputy: deputy() }, { areaId: PLACES.village }, { role: 'approver' }])
      expect(await codeOf(await admin('patch', `/accounts/${id}`, change))).toBe('wrong_principal');
  });

  it('is told on the own page, and loses the right when the dates end while signed in', async () => {
    const id = await person(app, 'pho', 'approver');
    await admin('patch', `/accounts/${id}`, { deputy: deputy() });
    const pho = browser(app);
    await pho.signIn('pho');
    expect((await pho.send('get', '/session')).body).toMatchObject({ deputy: { acting: true } });
    insertRow(app, 'bulletin', { id: 'bulletin_x', kind: 'tin', area_id: PLACES.commune });
    insertRow(app, 'variant', {
      id: 'variant_x',
      bulletin_id: 'bulletin_x',
      language: 'vi',
      state: 'submitted',
    });
    const reject = () => pho.send('post', '/variants/variant_x/reject', { reason: 'Sai tên thôn' });
    const end = clock.now() + 7 * DAY;
    while (clock.now() < end) {
      expect((await pho.send('get', '/bulletins')).status).toBe(200);
      clock.step(6 * HOUR);
    }
    expect(await reject()).toMatchObject({ status: 403, code: 'not_acting' });
    expect((await pho.send('get', '/session')).body).toMatchObject({ deputy: { acting: false } });
    expect((await pho.send('get', '/bulletins')).status).toBe(200);
    await admin('patch', `/accounts/${id}`, { deputy: deputy() });
    expect((await reject()).status).toBe(200);
  });
});

describe('a handover', () => {
  it('gives what somebody looked after to a colleague in one step; who made it stays written', async () => {
    const from = await person(app, 'lan', 'contributor');
    const to = await person(app, 'mai', 'contributor');
    const page = browser(app);
    await page.signIn('lan');
    const made = await page.send('post', '/bulletins', {
      title: 'Dở dang',
      kind: 'tin',
      areaId: PLACES.commune,
    });
    const { id } = made.body as { id: string };
    insertRow(app, 'schedule', {
      ...{ id: 'schedule_x', area_id: PLACES.commune, bulletin_id: id, created_by: from, state: 'active' },
      ...{ priority: 'normal', lateness: 'skip', resume: 'resume', gain_db: 0 },
      timetable: JSON.stringify({ kind: 'once', date: '2026-12-01', time: '17:00' }),
    });
    const mai = browser(app);
    await mai.signIn('mai');
    const change = () => mai.send('patch', `/bulletins/${id}`, { sourceUnit: 'Trạm y tế' });
    expect(await change()).toMatchObject({ status: 403, code: 'not_own' });
    const done = await admin('post', `/accounts/${from}/handover`, { to, reason: 'Nghỉ hưu' });
    const { moved, warnings, account } = HandedOver.parse(await done.json());
    expect(moved).toMatchObject({ bulletins: 1, schedules: 1 });
    expect(warnings.map(({ code }) => code)).toEqual(['cannot_change']);
    expect(account.disabledAt).toBe(clock.now());
    expect((await page.send('get', '/session')).status).toBe(401);
    expect((await change()).status).toBe(200);
    const { items } = (await mai.send('get', '/bulletins?mine=1')).body as { items: unknown[] };
    expect(items).toMatchObject([{ id, createdBy: from, ownerId: to }]);
    expect(
      app.sqlite.prepare("select created_by, owner_id from schedule where id = 'schedule_x'").get(),
    ).toEqual({
      ...{ created_by: from, owner_id: to },
    });
  });

  it('goes to somebody else who can reach the place, and says when the person may still approve', async () => {
    const from = await person(app, 'nam', 'approver');
    await admin('patch', `/accounts/${from}`, { personId: 'person_nam' });
    const hand = (to: string) => admin('post', `/accounts/${from}/handover`, { to });
    const inVillage = await person(app, 'thon', 'broadcaster', PLACES.village);
    expect(await codeOf(await hand(inVillage))).toBe('wrong_successor');
    expect(await codeOf(await hand(from))).toBe('wrong_successor');
    expect((await hand('account_stranger')).status).toBe(422);
    const done = HandedOver.parse(await (await hand(world.accountIds.broadcaster)).json());
    expect(done.warnings.map(({ code }) => code)).toEqual(['still_approves']);
    expect(
      await codeOf(await admin('post', `/accounts/${world.accountIds.admin}/handover`, { to: from })),
    ).toBe('own_account');
  });
});
