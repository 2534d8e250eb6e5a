import { createAccountForTest } from './account-with-password.js';
import type { ControllerApp } from './controller-app.js';

/** A signed-in person at a browser: requests with the cookie, from one of our own pages. */
export interface BrowserSession {
  cookie: string;
  send(method: string, path: string, body?: unknown): Promise<Response>;
}

/** Requests as a page at `origin` sends them. */
export function browserAt(app: ControllerApp, origin: string, cookie = ''): BrowserSession {
  return {
    cookie,
    send: (method, path, body) =>
      fetch(`${app.url}/api${path}`, {
        method: method.toUpperCase(),
        headers: {
          ...{ origin, 'sec-fetch-site': 'same-origin' },
          ...(cookie === '' ? {} : { cookie }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
}

/** Signs in by password; the account is made where `areaId` says where. */
export async function signedIn(
  app: ControllerApp,
  origin: string,
  { login, password = 'mật khẩu thử dài', areaId }: { login: string; password?: string; areaId?: string },
): Promise<BrowserSession> {
  if (areaId !== undefined) await createAccountForTest(app, { login, password, areaId });
  const answer = await browserAt(app, origin).send('post', '/session', { login, password });
  if (answer.status !== 201) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
  return browserAt(app, origin, cookieOf(answer));
}

export function cookieOf(answer: Response): string {
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}
