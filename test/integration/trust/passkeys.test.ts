import { CreationOptions, Passkey, PasskeyPlace, RequestOptions } from '@loa/shared/api/keys';
import type { Alg } from '@loa/shared/messages/jwk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listAudit } from '../../../controller/src/db/audit.js';
import { type BrowserSession, browserAt, cookieOf, signedIn } from '../../support/browser-session.js';
import { type ControllerApp, startControllerApp, workingMorning } from '../../support/controller-app.js';
import { call, PLACES, seedControllerWorld } from '../../support/controller-world.js';
import {
  type Changes,
  createSoftwarePasskey,
  PASSKEY_ORIGIN,
  type SoftwarePasskey,
} from '../../support/software-passkey.js';

const clock = workingMorning();
let app: ControllerApp;
let lan: BrowserSession;
let accountId: string;
beforeEach(async () => {
  app = await startControllerApp({ clock, settings: { publicUrl: PASSKEY_ORIGIN } });
  await seedControllerWorld(app);
  lan = await signedIn(app, PASSKEY_ORIGIN, { login: 'lan', areaId: PLACES.commune });
  const me = (await (await lan.send('get', '/session')).json()) as { accountId: string };
  accountId = me.accountId;
});
afterEach(() => app.stop());

async function register(key: SoftwarePasskey, changes?: Changes, session = lan): Promise<Response> {
  const asked = await session.send('post', '/passkeys/prepare', { label: 'Điện thoại' });
  const { challenge } = CreationOptions.parse(await asked.json());
  return session.send('post', '/passkeys', {
    label: 'Điện thoại',
    credential: key.register(challenge, changes),
  });
}

async function signInWith(key: SoftwarePasskey, changes?: Changes): Promise<Response> {
  const stranger = browserAt(app, PASSKEY_ORIGIN);
  const { challenge } = RequestOptions.parse(
    await (await stranger.send('post', '/session/passkey/prepare')).json(),
  );
  const userHandle = Buffer.from(accountId).toString('base64url');
  return stranger.send('post', '/session/passkey', {
    credential: key.assert(challenge, { userHandle, ...changes }),
  });
}

const codeOf = async (answer: Response) => ((await answer.json()) as { error: { code: string } }).error.code;

describe('a passkey', () => {
  it.each<Alg>(['ES256', 'EdDSA', 'RS256'])('of %s is registered and signs its owner in', async (alg) => {
    const key = createSoftwarePasskey(alg);
    const made = await register(key);
    expect(made.status).toBe(201);
    expect(Passkey.parse(await made.json())).toMatchObject({ kid: key.kid, alg, approves: [] });
    const answer = await signInWith(key);
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({ accountId, mustSetUpSecondFactor: false });
    const again = browserAt(app, PASSKEY_ORIGIN, cookieOf(answer));
    expect((await again.send('get', '/session')).status).toBe(200);
    const [first] = await listAudit(app.db, { root: PLACES.commune, before: null, limit: 1 });
    expect(first).toMatchObject({ action: 'session.create', detail: { method: 'passkey' } });
  });

  it('is refused when it did not ask for a finger, a face or a PIN', async () => {
    const key = createSoftwarePasskey();
    expect(await codeOf(await register(key, { flags: 0x01 }))).toBe('passkey_refused');
    await register(key);
    expect(await codeOf(await signInWith(key, { flags: 0x01 }))).toBe('wrong_passkey');
  });

  it.each<[string, Changes]>([
    ['a phishing page', { origin: 'https://loa.example.evil' }],
    ['another relying party', { rpId: 'example.evil' }],
    ['a ceremony of another kind', { type: 'webauthn.other' }],
    ['another account than its own', { userHandle: Buffer.from('account_nobody').toString('base64url') }],
  ])('signs nobody in from %s', async (_name, changes) => {
    const key = createSoftwarePasskey();
    await register(key);
    expect((await signInWith(key, changes)).status).toBe(401);
  });

  it('signs nobody in twice with one answer, nor after five minutes', async () => {
    const key = createSoftwarePasskey();
    await register(key);
    const stranger = browserAt(app, PASSKEY_ORIGIN);
    const ask = async () =>
      RequestOptions.parse(await (await stranger.send('post', '/session/passkey/prepare')).json()).challenge;
    const credential = key.assert(await ask());
    expect((await stranger.send('post', '/session/passkey', { credential })).status).toBe(201);
    expect(await codeOf(await stranger.send('post', '/session/passkey', { credential }))).toBe(
      'ceremony_over',
    );
    const late = key.assert(await ask());
    clock.step(5 * 60_000);
    expect(await codeOf(await stranger.send('post', '/session/passkey', { credential: late }))).toBe(
      'ceremony_over',
    );
  });

  it('that was copied shows by its counter', async () => {
    const key = createSoftwarePasskey();
    await register(key);
    await signInWith(key);
    await app.db.updateTable('passkey').set({ sign_count: 1_000 }).execute();
    expect((await signInWith(key)).status).toBe(401);
  });

  it('signs nobody in once it was removed or its account disabled', async () => {
    const key = createSoftwarePasskey();
    await register(key);
    await app.db.updateTable('account').set({ disabled_at: 1 }).where('id', '=', accountId).execute();
    expect((await signInWith(key)).status).toBe(401);
    await app.db.updateTable('account').set({ disabled_at: null }).execute();
    expect((await lan.send('delete', `/passkeys/${key.kid}`)).status).toBe(204);
    expect((await signInWith(key)).status).toBe(401);
    expect(await (await lan.send('get', '/passkeys')).json()).toEqual({ items: [] });
  });

  it('is taken neither from a program’s token nor twice', async () => {
    const world = await call(app, null, 'get', '/passkeys');
    expect(world.status).toBe(401);
    const token = 'account_admin'.padEnd(30, '-').concat('-token');
    expect(await codeOf(await call(app, token, 'post', '/passkeys/prepare', { label: 'x' }))).toMatch(
      /session_needed|passkeys_impossible/,
    );
    const key = createSoftwarePasskey();
    await register(key);
    expect(await codeOf(await register(key))).toBe('passkey_known');
  });

  it('is one of ten at most, however many are begun at once', async () => {
    const begun = await Promise.all(
      Array.from({ length: 11 }, () => lan.send('post', '/passkeys/prepare', { label: 'Điện thoại' })),
    );
    const answers: Response[] = [];
    for (const asked of begun) {
      const { challenge } = CreationOptions.parse(await asked.json());
      const credential = createSoftwarePasskey().register(challenge);
      answers.push(await lan.send('post', '/passkeys', { label: 'Điện thoại', credential }));
    }
    expect(answers.map(({ status }) => status)).toEqual([...Array.from({ length: 10 }, () => 201), 409]);
    for (const refused of [answers.at(-1), await lan.send('post', '/passkeys/prepare', { label: 'x' })])
      expect(await refused?.json()).toMatchObject({
        error: { code: 'too_many_passkeys', message: expect.stringContaining('xóa khóa không dùng') },
      });
  });
});

describe('where passkeys work', () => {
  const at = async (origin: string) =>
    PasskeyPlace.parse(await (await browserAt(app, origin).send('get', '/passkeys/place')).json());

  it('is the address that the operator named, or this very machine', async () => {
    expect(await at(PASSKEY_ORIGIN)).toEqual({
      possible: true,
      rpId: 'loa.example.vn',
      origin: PASSKEY_ORIGIN,
    });
    expect(await at('http://192.168.1.5:8080')).toMatchObject({ possible: false, why: 'no_tls' });
    expect(await at('https://192.168.1.5')).toMatchObject({ possible: false, why: 'no_name' });
    expect(await at('https://loa.example.evil')).toMatchObject({
      possible: false,
      why: 'other_address',
      message: expect.stringContaining(PASSKEY_ORIGIN),
    });
    app.api.settings.publicUrl = null;
    expect(await at('http://localhost:8080')).toMatchObject({ possible: true, rpId: 'localhost' });
    expect(await at('https://loa.example.vn')).toMatchObject({ possible: false, why: 'other_address' });
  });

  it('is told to who tries elsewhere', async () => {
    const away = { ...lan, send: browserAt(app, 'http://192.168.1.5', lan.cookie).send };
    const answer = await away.send('post', '/passkeys/prepare', { label: 'x' });
    expect(answer.status).toBe(409);
    expect(await codeOf(answer)).toBe('passkeys_impossible');
  });
});
