import type { Role } from '@loa/shared/api/role';
import { TOTP } from 'otpauth';
import { insertAccount } from '../../controller/src/db/accounts.js';
import type { ControllerApp } from './controller-app.js';
import { PLACES } from './controller-world.js';

export const PASSWORD = 'bốn con trâu đen ăn cỏ';

/** An account that signs in with `PASSWORD`. */
export async function person(
  app: ControllerApp,
  login: string,
  role: Role,
  areaId: string = PLACES.commune,
): Promise<string> {
  const id = `account_${login}`;
  const account = { id, login, name: login, role, areaId, personId: null, createdAt: app.clock.now() };
  await insertAccount(app.db, { ...account, disabledAt: null }, await app.api.passwords.hash(PASSWORD));
  return id;
}

export interface Answered {
  status: number;
  /** The problem's code, where it is one. */
  code: string;
  body: unknown;
  text: string;
}

/** A browser at our own page: keeps its cookie. */
export interface Browser {
  send(method: string, path: string, body?: unknown): Promise<Answered>;
  signIn(login: string, password?: string, code?: string): Promise<Answered>;
}

export function browser(
  app: ControllerApp,
  userAgent = 'Firefox',
  more: Readonly<Record<string, string>> = {},
): Browser {
  let cookie = '';
  const send: Browser['send'] = async (method, path, body) => {
    const response = await fetch(`${app.url}/api${path}`, {
      method: method.toUpperCase(),
      headers: {
        ...{ origin: app.url, 'user-agent': userAgent, ...more },
        ...(cookie ? { cookie } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = response.headers.getSetCookie()[0]?.split(';')[0];
    if (set !== undefined) cookie = set.endsWith('=') ? '' : set;
    const text = await response.text();
    const json = text ? (JSON.parse(text) as { error?: { code: string } }) : null;
    return { status: response.status, code: json?.error?.code ?? '', body: json, text };
  };
  return {
    send,
    signIn: (login, password = PASSWORD, code) =>
      send('post', '/session', { login, password, ...(code === undefined ? {} : { code }) }),
  };
}

/** What an authenticator app shows for this secret at `at`, unix milliseconds. */
export function codeAt(secret: string, at: number): string {
  return new TOTP({ secret }).generate({ timestamp: at });
}

/** Sets an authenticator app up and hands back its secret and the recovery codes. */
export async function setUpApp(
  app: ControllerApp,
  at: Browser,
): Promise<{ secret: string; codes: string[] }> {
  const begun = await at.send('post', '/second-factor/totp', { password: PASSWORD });
  const { secret } = begun.body as { secret: string };
  const code = codeAt(secret, app.clock.now());
  const confirmed = await at.send('post', '/second-factor/totp/confirm', { code });
  return { secret, codes: (confirmed.body as { codes: string[] }).codes };
}
