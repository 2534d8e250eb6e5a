import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { insertSession } from '../../../controller/src/db/sessions.js';
import { type ControllerApp, startControllerApp, workingMorning } from '../../support/controller-app.js';
import { seedControllerWorld } from '../../support/controller-world.js';
import { browser, PASSWORD, person } from '../../support/people.js';

const clock = workingMorning();
let app: ControllerApp;
beforeEach(async () => {
  app = await startControllerApp({ clock, settings: { signInAttempts: 20 } });
  await seedControllerWorld(app);
  await person(app, 'lan', 'broadcaster');
  await person(app, 'nam', 'approver');
});
afterEach(() => app.stop());

async function guess(times: number, login = 'lan'): Promise<void> {
  for (let attempt = 0; attempt < times; attempt++) await browser(app).signIn(login, 'sai rồi');
}
const retryAt = (answer: { body: unknown }) =>
  (answer.body as { error: { details: { retryAt: number } } }).error.details.retryAt;

describe('guessing', () => {
  it('waits longer each time, says until when, and never locks anybody out for good', async () => {
    const waits: number[] = [];
    await guess(5);
    for (let round = 0; round < 8; round++) {
      const refused = await browser(app).signIn('lan', 'sai rồi');
      expect(refused).toMatchObject({ status: 429, code: 'too_many_attempts' });
      expect(refused.text).toMatch(/Hãy thử lại sau \d+ (giây|phút)/);
      waits.push((retryAt(refused) - clock.now()) / 1000);
      clock.step(retryAt(refused) - clock.now());
      await guess(1);
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900, 900]);
    clock.step(900_000);
    expect((await browser(app).signIn('lan')).status).toBe(201);
    // A right one forgives all.
    await guess(4);
    expect((await browser(app).signIn('lan')).status).toBe(201);
  });

  it('at one account leaves the others alone, until the address itself has to wait', async () => {
    await guess(5);
    expect((await browser(app).signIn('nam')).status).toBe(201);
    for (let other = 0; other < 15; other++) await guess(1, `nguoi-${other}`);
    expect(await browser(app).signIn('nam')).toMatchObject({ status: 429 });
  });

  it('at an account that does not exist waits alike, so that waiting tells nothing', async () => {
    await guess(5, 'khong-co');
    expect(await browser(app).signIn('khong-co', 'sai rồi')).toMatchObject({ status: 429 });
  });

  it('many at once gets no more tries than one after the other', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => browser(app).signIn('lan', 'sai rồi')),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(7);
  });

  it('is forgotten little by little, and keeps no name that was typed', async () => {
    await guess(4);
    clock.step(4 * 3_600_000);
    await guess(4);
    expect((await browser(app).signIn('lan')).status).toBe(201);
    await guess(1, PASSWORD.slice(0, 20));
    expect(JSON.stringify(app.sqlite.prepare('select * from sign_in_failure').all())).not.toContain('bốn');
  });

  it('at the password of an open page counts, too', async () => {
    const lan = browser(app);
    await lan.signIn('lan');
    const change = () =>
      lan.send('post', '/session/password', { current: 'sai rồi', next: 'ba con mèo mướp' });
    for (let attempt = 0; attempt < 5; attempt++) expect((await change()).code).toBe('wrong_password');
    expect(await change()).toMatchObject({ status: 429 });
  });

  it('is in the audit log of the account that was guessed at', async () => {
    await guess(2);
    const rows = app.sqlite
      .prepare("select subject, detail from audit where action = 'session.refused'")
      .all();
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows[0])).toContain('account_lan');
  });
});

describe('a sign-in', () => {
  it('ends after 12 hours without use, and after 14 days of use', async () => {
    const lan = browser(app);
    const signedInAt = clock.now();
    expect((await lan.signIn('lan')).body).toMatchObject({ expiresAt: signedInAt + 12 * 3_600_000 });
    for (let half = 0; half < 30; half++) {
      clock.step(11 * 3_600_000);
      const me = await lan.send('get', '/session');
      const ended = clock.now() >= signedInAt + 14 * 86_400_000;
      expect([half, me.status]).toEqual([half, ended ? 401 : 200]);
    }
    const other = browser(app);
    await other.signIn('lan');
    clock.step(12 * 3_600_000 + 1);
    expect((await other.send('get', '/session')).status).toBe(401);
  });

  it('ends after 12 hours in which a page that was left open asked by itself', async () => {
    const page = browser(app, 'Office PC', { 'loa-unattended': '1' });
    await page.signIn('lan');
    clock.step(11 * 3_600_000);
    expect((await page.send('get', '/today')).status).toBe(200);
    clock.step(3_600_000 + 1);
    expect((await page.send('get', '/today')).status).toBe(401);
  });

  it('is shown with where it came from, and ended from elsewhere', async () => {
    const office = browser(app, 'Office PC');
    const phone = browser(app, 'Phone');
    await office.signIn('lan');
    await phone.signIn('lan');
    const { items } = (await office.send('get', '/sessions')).body as {
      items: { id: string; userAgent: string; current: boolean; method: string; address: string }[];
    };
    expect(items.map(({ userAgent, current }) => [userAgent, current]).sort()).toEqual([
      ['Office PC', true],
      ['Phone', false],
    ]);
    expect(items[0]).toMatchObject({ method: 'password', address: expect.stringContaining('127.0.0.1') });
    const id = items.find(({ current }) => !current)?.id ?? '';
    const nam = browser(app);
    await nam.signIn('nam');
    expect((await nam.send('delete', `/sessions/${id}`)).status).toBe(404);
    expect((await office.send('delete', `/sessions/${id}`)).status).toBe(204);
    expect((await phone.send('get', '/session')).status).toBe(401);
    await phone.signIn('lan');
    expect((await office.send('post', '/sessions/end-others')).body).toEqual({ ended: 1 });
    expect((await office.send('get', '/session')).status).toBe(200);
  });

  it('is one of a hundred at most: the one not used for longest makes room', async () => {
    const forgotten = browser(app);
    await forgotten.signIn('lan');
    const { account_id } = await app.db
      .selectFrom('web_session')
      .select('account_id')
      .executeTakeFirstOrThrow();
    clock.step(1_000);
    const at = { createdAt: clock.now(), lastSeenAt: clock.now(), expiresAt: clock.now() + 86_400_000 };
    for (let n = 1; n < 100; n++) {
      const session = {
        id: `session_${n}`,
        hash: `hash_${n}`,
        accountId: account_id,
        method: 'password' as const,
      };
      await insertSession(app.db, { ...session, ...at, address: '127.0.0.1', userAgent: null });
    }
    expect((await forgotten.send('get', '/session')).status).toBe(200);
    await app.db
      .updateTable('web_session')
      .set({ last_seen_at: at.createdAt - 500 })
      .where('hash', 'not like', 'hash_%')
      .execute();
    const office = browser(app);
    await office.signIn('lan');
    const { items } = (await office.send('get', '/sessions')).body as { items: { current: boolean }[] };
    expect([items.length, items.filter(({ current }) => current).length]).toEqual([100, 1]);
    expect((await forgotten.send('get', '/session')).status).toBe(401);
  });

  it('everywhere else ends when the password changes, and an easy one is refused', async () => {
    const office = browser(app);
    const phone = browser(app);
    await office.signIn('lan');
    await phone.signIn('lan');
    const change = (next: string) => office.send('post', '/session/password', { current: PASSWORD, next });
    for (const easy of ['matkhau123', 'Mật khẩu 123', 'aaaaaaaaaaaa', '12341234123412', 'qwertyuiop']) {
      expect([easy, (await change(easy)).code]).toEqual([easy, 'weak_password']);
    }
    expect((await change('ba con mèo mướp')).status).toBe(204);
    expect((await phone.send('get', '/session')).status).toBe(401);
    expect((await office.send('get', '/session')).status).toBe(200);
    expect((await browser(app).signIn('lan')).status).toBe(401);
    expect((await browser(app).signIn('lan', 'ba con mèo mướp')).status).toBe(201);
  });

  it('replaces the one that the browser had', async () => {
    const lan = browser(app);
    await lan.signIn('lan');
    await lan.signIn('lan');
    const { items } = (await lan.send('get', '/sessions')).body as { items: unknown[] };
    expect(items).toHaveLength(1);
  });
});
