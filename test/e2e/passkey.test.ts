import { CreationOptions, Passkey, PasskeyPlace, RequestOptions } from '@loa/shared/api/keys';
import { FinishedVariantApproval, PreparedApproval } from '@loa/shared/api/passkey-approval';
import { Me } from '@loa/shared/api/session';
import type { PersonKey, Roster } from '@loa/shared/messages/roster';
import { systemClock } from '@loa/shared/node/system-clock';
import { checkGrant, grantAllows } from '@loa/shared/trust/check-grant';
import { checkRoster } from '@loa/shared/trust/check-roster';
import { signGeneral } from '@loa/shared/trust/general';
import { publicOf } from '@loa/shared/trust/keys';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { insertAccount } from '../../controller/src/db/accounts.js';
import { findGrant } from '../../controller/src/db/grants.js';
import { passkeysOf } from '../../controller/src/db/passkeys.js';
import { insertRoster } from '../../controller/src/db/rosters.js';
import { draftBulletin, submit } from '../support/bulletin-flow.js';
import { asksApi, type BrowserBench, startChromium, usesPasskey } from '../support/chromium.js';
import { type ControllerApp, startControllerApp } from '../support/controller-app.js';
import { type ControllerWorld, PLACES, RECORDING, seedControllerWorld } from '../support/controller-world.js';
import { createFakeClock } from '../support/fake-clock.js';
import { describeInChromium } from '../support/needs.js';

const CHAIN = [PLACES.province, PLACES.commune, PLACES.village];
const LOGIN = { login: 'hoa', password: 'mật khẩu thử dài' };

describeInChromium('a passkey in Chromium', (path) => {
  let app: ControllerApp;
  let world: ControllerWorld;
  let browser: BrowserBench;
  let origin: string;
  let ask: ReturnType<typeof asksApi>;
  beforeAll(async () => {
    // A browser drops cookies by its own clock.
    app = await startControllerApp({ clock: createFakeClock(systemClock.now()) });
    world = await seedControllerWorld(app);
    const account = { id: 'account_hoa', login: 'hoa', name: 'Nguyễn Thị Hoa', role: 'approver' } as const;
    await insertAccount(
      app.db,
      {
        ...{ ...account, areaId: PLACES.commune, personId: 'person_hoa', languages: ['vi'], deputy: null },
        ...{ invited: false, createdAt: app.clock.now(), disabledAt: null },
      },
      await app.api.passwords.hash(LOGIN.password),
    );
    origin = app.url.replace('127.0.0.1', 'localhost');
    browser = await startChromium(path, `${origin}/api/passkeys/place`);
    ask = asksApi(browser.page);
  });
  afterAll(async () => {
    await browser?.stop();
    await app?.stop();
  });

  const signInByPasskey = async () => {
    const { body } = await ask('POST', '/session/passkey/prepare');
    const credential = await usesPasskey(browser.page, 'get', RequestOptions.parse(body));
    return ask('POST', '/session/passkey', { credential });
  };

  /** The next roster lets the key that the browser made approve, as the root signs it. */
  const rosterWith = async (personKey: PersonKey): Promise<Roster> => {
    const roster: Roster = {
      ...world.roster,
      version: 2,
      people: [
        ...world.roster.people,
        {
          ...{ personId: 'person_hoa', name: 'Nguyễn Thị Hoa', keys: [personKey] },
          rights: [{ use: 'scheduled', areas: [PLACES.commune] }],
        },
      ],
    };
    const bytes = await signGeneral('roster', roster, [world.rootKey]);
    const checked = checkRoster(bytes, { rootKey: publicOf(app.rootKey), communeId: PLACES.commune }, null);
    if (!checked.ok) throw new Error(checked.detail);
    await insertRoster(app.db, { roster, bytes }, app.clock.now());
    return checked.roster;
  };

  it('is made, signs its owner in, and approves what a box then believes', async () => {
    const place = PasskeyPlace.parse((await ask('GET', '/passkeys/place')).body);
    expect(place).toEqual({ possible: true, rpId: 'localhost', origin });

    expect((await ask('POST', '/session', LOGIN)).status).toBe(201);
    const made = CreationOptions.parse((await ask('POST', '/passkeys/prepare', { label: 'Máy thử' })).body);
    const credential = await usesPasskey(browser.page, 'create', made);
    const registered = await ask('POST', '/passkeys', { label: 'Máy thử', credential });
    expect(registered.status).toBe(201);
    const { kid, alg } = Passkey.parse(registered.body);
    await ask('DELETE', '/session');
    expect((await ask('GET', '/session')).status).toBe(401);

    const signedIn = await signInByPasskey();
    expect(signedIn.status).toBe(201);
    expect(Me.parse(signedIn.body)).toMatchObject({ accountId: 'account_hoa' });

    const [key] = await passkeysOf(app.db, 'account_hoa');
    if (!key) throw new Error('the passkey is gone');
    const roster = await rosterWith({
      ...{ kid, alg, key: key.jwk, passkey: { rpId: key.rpId, origins: [key.origin] } },
    });
    const { variant } = await draftBulletin(app, world);
    await submit(app, world, variant.id);
    for (const ms of [0, 10_000, 10_000]) {
      await app.advance(ms);
      await ask('POST', `/variants/${variant.id}/heard`, { ms });
    }
    const approval = `/variants/${variant.id}/approval`;
    const shown = PreparedApproval.parse(
      (await ask('POST', `${approval}/prepare`, { noStateSecret: true })).body,
    );
    expect(shown.recordings[0]?.sha256).toBe(RECORDING);
    const signature = await usesPasskey(browser.page, 'get', shown.options);
    const finished = await ask('POST', `${approval}/finish`, {
      draftId: shown.draftId,
      credential: signature,
    });
    const approved = FinishedVariantApproval.parse(finished.body);
    if (approved.state !== 'approved') throw new Error('still waiting');

    const stored = await findGrant(app.db, approved.grantId);
    const checked = checkGrant(stored?.bytes ?? new Uint8Array(), roster, CHAIN);
    if (!checked.ok) throw new Error(checked.detail);
    expect(checked.people.map(({ personId }) => personId)).toEqual(['person_hoa']);
    const at = app.clock.now();
    expect(grantAllows(checked.grant, { use: 'scheduled', sha256: RECORDING, at })).toEqual({ ok: true });
  });

  it('does nothing for a hand that the telephone does not know', async () => {
    await browser.setVerified(false);
    await expect(signInByPasskey()).rejects.toThrow(/NotAllowedError/);
    await browser.setVerified(true);
    expect((await signInByPasskey()).status).toBe(201);
  });
});
