import { Account } from '@loa/shared/api/accounts';
import { IssuedApiToken, Me } from '@loa/shared/api/session';
import { DAY } from '@loa/shared/instant';
import { openSqlite } from '@loa/shared/node/sqlite';
import { Kysely, SqliteDialect } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AccountRecord, insertAccount } from '../../../controller/src/db/accounts.js';
import { initial } from '../../../controller/src/db/migrations/001-initial.js';
import { planning } from '../../../controller/src/db/migrations/002-planning.js';
import { trust } from '../../../controller/src/db/migrations/008-trust.js';
import { type ControllerApp, startControllerApp, workingMorning } from '../../support/controller-app.js';
import { type ControllerWorld, call, PLACES, seedControllerWorld } from '../../support/controller-world.js';
import { browser } from '../../support/people.js';

const PASSWORD = 'mật khẩu rất dài 🎙️';
let app: ControllerApp;
let world: ControllerWorld;
const clock = workingMorning();
beforeEach(async () => {
  app = await startControllerApp({ clock });
  world = await seedControllerWorld(app);
  const account: AccountRecord = {
    ...{ id: 'account_lan', login: 'lan', name: 'Lan', role: 'broadcaster', areaId: PLACES.commune },
    ...{ personId: null, createdAt: clock.now(), disabledAt: null },
  };
  await insertAccount(app.db, account, await app.api.passwords.hash(PASSWORD));
});
afterEach(() => app.stop());

function signIn(password: string, headers: Record<string, string> = {}) {
  return fetch(`${app.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ login: 'Lan', password }),
  });
}

const cookieOf = (response: Response) => response.headers.getSetCookie()[0]?.split(';')[0] ?? '';

describe('signing in', () => {
  it('sets a cookie that scripts and foreign sites cannot use, and signing out ends it', async () => {
    const response = await signIn(PASSWORD);
    expect(response.status).toBe(201);
    expect(Me.parse(await response.json())).toMatchObject({ role: 'broadcaster', areaName: PLACES.commune });
    expect(response.headers.getSetCookie()[0]).toMatch(/HttpOnly.*SameSite=Strict/);
    const cookie = cookieOf(response);
    const me = () => fetch(`${app.url}/api/session`, { headers: { cookie } });
    expect((await me()).status).toBe(200);
    const out = await fetch(`${app.url}/api/session`, {
      method: 'DELETE',
      headers: { cookie, origin: app.url },
    });
    expect(out.status).toBe(204);
    expect((await me()).status).toBe(401);
  });

  it('reads a password alike however its accents are composed', async () => {
    expect((await signIn(PASSWORD.normalize('NFD'))).status).toBe(201);
  });

  it('says the same of a wrong password and an unknown login', async () => {
    const wrong = await signIn('không phải');
    const unknown = await fetch(`${app.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'ai-do', password: 'x' }),
    });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(await wrong.json()).toEqual(await unknown.json());
  });

  it('stops guessing after a few failures', async () => {
    for (let attempt = 0; attempt < 5; attempt++) await signIn('sai');
    const response = await signIn(PASSWORD);
    expect(response.status).toBe(429);
    expect(((await response.json()) as { error: { code: string } }).error.code).toBe('too_many_attempts');
  });

  it('ends after its time', async () => {
    const cookie = cookieOf(await signIn(PASSWORD));
    clock.step(8 * 86_400_000);
    const response = await fetch(`${app.url}/api/session`, { headers: { cookie } });
    expect(response.status).toBe(401);
  });

  it('refuses a change by cookie that no page of ours sent', async () => {
    const cookie = cookieOf(await signIn(PASSWORD));
    const stop = (headers: Record<string, string>) =>
      fetch(`${app.url}/api/stops`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ areaId: PLACES.commune }),
      });
    expect((await stop({})).status).toBe(403);
    expect((await stop({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await stop({ 'sec-fetch-site': 'cross-site', origin: app.url })).status).toBe(403);
    expect((await stop({ 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await stop({ origin: 'null' })).status).toBe(403);
    expect((await stop({ origin: 'http://127.0.0.1:1' })).status).toBe(403);
    expect((await stop({ origin: app.url, 'content-type': 'text/plain' })).status).toBe(415);
    expect((await stop({ origin: app.url })).status).toBe(201);
    expect((await stop({ 'sec-fetch-site': 'same-origin' })).status).toBe(201);
  });

  it('is refused to a foreign page that would sign its visitor in', async () => {
    expect((await signIn(PASSWORD, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });
});

describe('API tokens', () => {
  async function issue(body: object = {}): Promise<{ status: number; body: unknown }> {
    const lan = browser(app);
    await lan.signIn('lan', PASSWORD);
    return lan.send('post', '/tokens', { label: 'Máy tính ở xã', ...body });
  }

  it('are shown once, act for their account, and fall when revoked', async () => {
    const issued = await issue();
    expect(issued.status).toBe(201);
    const { id, token } = IssuedApiToken.parse(issued.body);
    expect((await call(app, token, 'get', '/session')).status).toBe(200);
    const list = await (await call(app, token, 'get', '/tokens')).text();
    expect(list).not.toContain(token);
    expect((await call(app, token, 'delete', `/tokens/${id}`)).status).toBe(204);
    expect((await call(app, token, 'get', '/session')).status).toBe(401);
  });

  it('of somebody else cannot be revoked', async () => {
    const { id } = IssuedApiToken.parse((await issue()).body);
    expect((await call(app, world.tokens.admin, 'delete', `/tokens/${id}`)).status).toBe(404);
  });

  it('end after a year, or when asked for, and after two years at the latest; their list says when', async () => {
    const usual = IssuedApiToken.parse((await issue()).body);
    expect(usual.expiresAt).toBe(app.clock.now() + 365 * DAY);
    const { token, expiresAt } = IssuedApiToken.parse((await issue({ days: 1 })).body);
    expect((await issue({ days: 731 })).status).toBe(400);
    const list = await (await call(app, token, 'get', '/tokens')).json();
    expect(list).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ expiresAt })]) });
    await app.advance(DAY - 1_000);
    expect((await call(app, token, 'get', '/session')).status).toBe(200);
    await app.advance(1_000);
    const late = await call(app, token, 'get', '/session');
    expect(late.status).toBe(401);
    expect(await late.text()).toContain('hết hạn');
  });

  it('make no other tokens: a stolen one would never end', async () => {
    const { token } = IssuedApiToken.parse((await issue()).body);
    const more = await call(app, token, 'post', '/tokens', { label: 'nữa', days: 730 });
    expect(more.status).toBe(403);
    expect(await more.text()).toContain('people_only');
  });

  it('from before they had an end, have one a year after they were made', async () => {
    const sqlite = openSqlite(':memory:');
    const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqlite }) });
    await initial.up(db);
    await planning.up(db);
    sqlite.exec('pragma foreign_keys = off');
    sqlite.exec(
      "insert into api_token (hash, id, account_id, label, created_at) values ('h', 'i', 'a', 'l', 5)",
    );
    await trust.up(db);
    expect(sqlite.prepare('select expires_at from api_token').get()).toEqual({ expires_at: 5 + 365 * DAY });
    await db.destroy();
  });
});

describe('accounts', () => {
  it('lose their sessions and tokens at once when disabled', async () => {
    const cookie = cookieOf(await signIn(PASSWORD));
    const disabled = await call(app, world.tokens.admin, 'post', '/accounts/account_lan/disable');
    expect(Account.parse(await disabled.json()).disabledAt).toBe(clock.now());
    expect((await fetch(`${app.url}/api/session`, { headers: { cookie } })).status).toBe(401);
    expect((await signIn(PASSWORD)).status).toBe(401);
  });

  it('cannot share a login, nor lock themselves out', async () => {
    const twice = {
      login: 'LAN',
      name: 'Lan',
      password: 'bốn con trâu đen',
      role: 'approver',
      areaId: PLACES.commune,
    };
    expect((await call(app, world.tokens.admin, 'post', '/accounts', twice)).status).toBe(409);
    const own = await call(app, world.tokens.admin, 'post', `/accounts/${world.accountIds.admin}/disable`);
    expect(own.status).toBe(409);
  });

  it('never show their password hash', async () => {
    const list = await (await call(app, world.tokens.admin, 'get', '/accounts')).text();
    expect(list).not.toContain('argon2');
  });
});
