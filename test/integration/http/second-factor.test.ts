import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sealOpenTotps } from '../../../controller/src/http/second-factor.js';
import { createSealedSecrets } from '../../../controller/src/trust/sealed-secrets.js';
import { insertRow } from '../../support/acl-places.js';
import { type ControllerApp, startControllerApp, workingMorning } from '../../support/controller-app.js';
import { call, seedControllerWorld } from '../../support/controller-world.js';
import { browser, codeAt, PASSWORD, person, setUpApp } from '../../support/people.js';

const clock = workingMorning();
let app: ControllerApp;
beforeEach(async () => {
  app = await startControllerApp({ clock, settings: { secondFactorFor: ['admin', 'approver'] } });
});
afterEach(() => app.stop());

const NEXT_STEP_MS = 30_000;

describe('an authenticator app', () => {
  it('is asked for once it is set up, and a code that was looked over is worth nothing', async () => {
    await seedControllerWorld(app);
    await person(app, 'lan', 'broadcaster');
    const lan = browser(app);
    await lan.signIn('lan');
    const { secret } = await setUpApp(app, lan);
    const again = browser(app);
    expect(await again.signIn('lan')).toMatchObject({ status: 401, code: 'second_factor_needed' });
    // The code that confirmed the app is spent.
    expect(await again.signIn('lan', PASSWORD, codeAt(secret, clock.now()))).toMatchObject({
      code: 'wrong_code',
    });
    await clock.advance(NEXT_STEP_MS);
    const code = codeAt(secret, clock.now());
    expect(await again.signIn('lan', PASSWORD, code)).toMatchObject({ status: 201 });
    expect(await browser(app).signIn('lan', PASSWORD, code)).toMatchObject({
      status: 401,
      code: 'wrong_code',
    });
    expect(await browser(app).signIn('lan', PASSWORD, '000000')).toMatchObject({ code: 'wrong_code' });
    // Spent is also every code before it.
    const before = codeAt(secret, clock.now() - NEXT_STEP_MS);
    expect(await browser(app).signIn('lan', PASSWORD, before)).toMatchObject({ code: 'wrong_code' });
  });

  it('is sealed in the database, and worth nothing in another account’s row', async () => {
    await seedControllerWorld(app);
    const lan = browser(app);
    const chi = browser(app);
    for (const [login, at] of [['lan', lan] as const, ['chi', chi] as const]) {
      await person(app, login, 'broadcaster');
      await at.signIn(login);
    }
    const { secret } = await setUpApp(app, lan);
    await setUpApp(app, chi);
    const rows = () => JSON.stringify(app.sqlite.prepare('select * from totp').all());
    expect(rows()).not.toContain(secret);
    // Whoever writes to the database puts the secret that they know in the place of the other’s.
    app.sqlite.exec(`update totp set last_step = 0, secret = (select secret from totp where account_id = 'account_lan')
      where account_id = 'account_chi'`);
    await clock.advance(NEXT_STEP_MS);
    const code = codeAt(secret, clock.now());
    expect(await browser(app).signIn('chi', PASSWORD, code)).toMatchObject({ code: 'wrong_code' });
    expect(await browser(app).signIn('lan', PASSWORD, code)).toMatchObject({ status: 201 });
  });

  it('from before secrets were sealed is sealed at the next start, once, and goes on', async () => {
    await seedControllerWorld(app);
    await person(app, 'lan', 'broadcaster');
    const lan = browser(app);
    await lan.signIn('lan');
    const { secret } = await setUpApp(app, lan);
    app.sqlite.prepare('update totp set secret = ?').run(secret);
    expect(await sealOpenTotps(app.db, app.api.secrets)).toEqual([]);
    const sealed = JSON.stringify(app.sqlite.prepare('select secret from totp').all());
    expect(sealed).not.toContain(secret);
    expect(await sealOpenTotps(app.db, app.api.secrets)).toEqual([]);
    expect(JSON.stringify(app.sqlite.prepare('select secret from totp').all())).toBe(sealed);
    await clock.advance(NEXT_STEP_MS);
    const code = codeAt(secret, clock.now());
    expect(await browser(app).signIn('lan', PASSWORD, code)).toMatchObject({ status: 201 });
    // Without its key it is said whom that concerns; recovery codes go on.
    const other = createSealedSecrets('B'.repeat(43), app.random);
    expect(await sealOpenTotps(app.db, other)).toEqual(['account_lan']);
  });

  it('may be one step off, as telephones are, but not two', async () => {
    await seedControllerWorld(app);
    await person(app, 'lan', 'broadcaster');
    const lan = browser(app);
    await lan.signIn('lan');
    const { secret } = await setUpApp(app, lan);
    await clock.advance(10 * NEXT_STEP_MS);
    const late = codeAt(secret, clock.now() - 2 * NEXT_STEP_MS);
    expect(await browser(app).signIn('lan', PASSWORD, late)).toMatchObject({ code: 'wrong_code' });
    const early = codeAt(secret, clock.now() + NEXT_STEP_MS);
    expect(await browser(app).signIn('lan', PASSWORD, early)).toMatchObject({ status: 201 });
  });

  it('that is lost is stood in for by recovery codes, each once; they are kept as hashes', async () => {
    await seedControllerWorld(app);
    await person(app, 'lan', 'broadcaster');
    const lan = browser(app);
    await lan.signIn('lan');
    const { codes } = await setUpApp(app, lan);
    expect(codes).toHaveLength(10);
    const [first = '', second = ''] = codes;
    expect(await browser(app).signIn('lan', PASSWORD, first.toUpperCase())).toMatchObject({ status: 201 });
    expect(await browser(app).signIn('lan', PASSWORD, first)).toMatchObject({ code: 'wrong_code' });
    expect((await lan.send('get', '/second-factor')).body).toMatchObject({ recoveryCodesLeft: 9 });
    const stored = JSON.stringify(app.sqlite.prepare('select * from recovery_code').all());
    expect(stored).not.toContain(second);
    await lan.send('post', '/second-factor/recovery-codes', { password: PASSWORD });
    expect(await browser(app).signIn('lan', PASSWORD, second)).toMatchObject({ code: 'wrong_code' });
  });

  it('changes only for whoever knows the password, and never by a program’s token', async () => {
    const world = await seedControllerWorld(app);
    await person(app, 'lan', 'broadcaster');
    const lan = browser(app);
    await lan.signIn('lan');
    const wrong = await lan.send('post', '/second-factor/totp', { password: 'không phải' });
    expect(wrong).toMatchObject({ status: 422, code: 'wrong_password' });
    const byToken = await call(app, world.tokens.broadcaster, 'post', '/second-factor/totp', {
      password: PASSWORD,
    });
    expect(byToken.status).toBe(403);
  });
});

describe('a role that needs a second factor', () => {
  it('can do nothing before it is set up, and everything after', async () => {
    await seedControllerWorld(app);
    await person(app, 'chi', 'admin');
    const chi = browser(app);
    expect((await chi.signIn('chi')).body).toMatchObject({ mustSetUpSecondFactor: true });
    expect(await chi.send('get', '/areas')).toMatchObject({
      status: 403,
      code: 'second_factor_setup_needed',
    });
    expect(await chi.send('post', '/tokens', { label: 'x' })).toMatchObject({
      code: 'second_factor_setup_needed',
    });
    expect(await chi.send('get', '/events')).toMatchObject({ code: 'second_factor_setup_needed' });
    await setUpApp(app, chi);
    expect((await chi.send('get', '/session')).body).toMatchObject({ mustSetUpSecondFactor: false });
    expect((await chi.send('get', '/areas')).status).toBe(200);
    const removed = await chi.send('post', '/second-factor/totp/remove', { password: PASSWORD });
    expect(removed).toMatchObject({ status: 409, code: 'second_factor_required' });
  });

  it('is named by an admin of the whole, who binds sign-ins that are open already', async () => {
    const world = await seedControllerWorld(app);
    await person(app, 'lan', 'broadcaster');
    const lan = browser(app);
    await lan.signIn('lan');
    const policy = { secondFactorFor: ['broadcaster'] };
    expect((await call(app, world.tokens.admin, 'put', '/sign-in-policy', policy)).status).toBe(403);
    expect((await call(app, world.provinceAdmin, 'put', '/sign-in-policy', policy)).status).toBe(200);
    expect(await lan.send('get', '/areas')).toMatchObject({ code: 'second_factor_setup_needed' });
    const noted = app.sqlite.prepare("select detail from audit where action = 'signInPolicy.put'").all();
    expect(JSON.stringify(noted)).toContain('approver');
  });

  it('and has a passkey signs in by it: the password alone does not add an app beside it', async () => {
    const world = await seedControllerWorld(app);
    const passkey = (account_id: string) =>
      insertRow(app, 'passkey', {
        ...{
          kid: `kid_${account_id}`,
          account_id,
          credential_id: account_id,
          alg: 'ES256',
          removed_at: null,
        },
        jwk: JSON.stringify({ kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) }),
      });
    passkey(await person(app, 'chi', 'admin'));
    passkey(await person(app, 'lan', 'broadcaster'));
    expect(await browser(app).signIn('chi')).toMatchObject({ status: 401, code: 'passkey_needed' });
    expect((await browser(app).signIn('lan')).status).toBe(201);
    // A telephone with its only passkey is lost: the admin takes that away, too.
    await call(app, world.tokens.admin, 'post', '/accounts/account_chi/second-factor/reset');
    expect((await browser(app).signIn('chi')).body).toMatchObject({ mustSetUpSecondFactor: true });
  });

  it('and lost the telephone is let in again by an admin, who sees it in the log', async () => {
    const world = await seedControllerWorld(app);
    const id = await person(app, 'nam', 'approver');
    const nam = browser(app);
    await nam.signIn('nam');
    await setUpApp(app, nam);
    const reset = (token: string) => call(app, token, 'post', `/accounts/${id}/second-factor/reset`);
    expect((await reset(world.stranger)).status).toBe(403);
    expect((await reset(world.tokens.admin)).status).toBe(204);
    expect((await nam.send('get', '/session')).status).toBe(401);
    expect((await nam.signIn('nam')).body).toMatchObject({ mustSetUpSecondFactor: true });
    const actions = app.sqlite.prepare('select action from audit where subject = ? order by id').all(id);
    expect(actions).toContainEqual({ action: 'secondFactor.reset' });
  });
});
