import type { Person, Right, Roster } from '@loa/shared/messages/roster';
import { signGeneral } from '@loa/shared/trust/general';
import { generatePrivateJwk, importSigningKey } from '@loa/shared/trust/keys';
import type { Page } from 'playwright-core';
import { passkeysOf } from '../../controller/src/db/passkeys.js';
import { insertRoster } from '../../controller/src/db/rosters.js';
import type { ControllerApp } from './controller-app.js';
import { addVirtualAuthenticator } from './virtual-authenticator.js';
import type { BrowserWindow, WebApp } from './web-app.js';
import { COMMUNE, PASSWORD } from './web-commune.js';

export interface AtMachine extends Pick<BrowserWindow, 'page' | 'complaints'> {
  open(path: string): ReturnType<Page['goto']>;
}

/** Signed in where passkeys work, at a machine that can hold them and has made one. */
export async function atMachine(web: WebApp, login: string): Promise<AtMachine> {
  const { page, complaints } = await web.open();
  await addVirtualAuthenticator(page);
  const origin = web.app.url.replace('127.0.0.1', 'localhost');
  await page.goto(`${origin}/dang-nhap?ve=/cua-toi`);
  await page.getByLabel('Tên đăng nhập').fill(login);
  await page.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  // Keys that the same person has made elsewhere stand in the list already.
  const made = page.waitForResponse(
    (answer) => answer.status() === 201 && answer.url().endsWith('/passkeys'),
  );
  await page.getByRole('button', { name: 'Thêm khóa trên máy này' }).click();
  await made;
  return { page, complaints, open: (path) => page.goto(`${origin}${path}`) };
}

export interface Listed {
  accountId: string;
  personId: string;
  name: string;
  uses: readonly Right['use'][];
  /** Of the command line; else the passkeys that the person has made. */
  keys?: Person['keys'];
}

/** A list of who may do what, the commune's first unless said otherwise, signed by the root, with the passkeys that these people have made. */
export async function listPeople(
  app: ControllerApp,
  people: readonly Listed[],
  { version = 1, needs = {} }: Partial<Pick<Roster, 'version' | 'needs'>> = {},
): Promise<void> {
  const controllerKey = await importSigningKey(generatePrivateJwk());
  const roster: Roster = {
    ...{ communeId: COMMUNE, version, issuedAt: app.clock.now(), needs, successors: {} },
    zone: 'Asia/Ho_Chi_Minh',
    limits: [{ areas: [COMMUNE], windows: [{ from: '05:00', to: '22:00', maxGainDb: 0 }] }],
    controllerKeys: [{ kid: controllerKey.kid, key: controllerKey.publicJwk }],
    people: await Promise.all(
      people.map(async ({ accountId, personId, name, uses, keys }) => ({
        ...{ personId, name, rights: uses.map((use) => ({ use, areas: [COMMUNE] })) },
        keys: keys ?? (await passkeysIn(app, accountId)),
      })),
    ),
  };
  const bytes = await signGeneral('roster', roster, [await importSigningKey(app.rootKey)]);
  await insertRoster(app.db, { roster, bytes }, app.clock.now());
}

async function passkeysIn(app: ControllerApp, accountId: string): Promise<Person['keys']> {
  const passkeys = await passkeysOf(app.db, accountId);
  return passkeys.map(({ kid, alg, jwk, rpId, origin }) => ({
    ...{ kid, alg, key: jwk, passkey: { rpId, origins: [origin] } },
  }));
}
