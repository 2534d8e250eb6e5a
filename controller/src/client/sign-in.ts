import { IssuedApiToken, Me } from '@loa/shared/api/session';
import { LoaError } from '@loa/shared/errors';

/**
 * Signs in by login and password and makes an API token, shown this once. A program that signs in by cookie names
 * itself as our own page, because the controller refuses changes by cookie from anywhere else.
 */
export async function tokenByPassword(
  ports: { fetch: typeof globalThis.fetch; server: string },
  who: { login: string; password: string },
  label: string,
): Promise<{ token: string; me: Me }> {
  const { fetch, server } = ports;
  const headers = { 'content-type': 'application/json', origin: new URL(server).origin };
  const signedIn = await fetch(`${server}/api/session`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ login: who.login, password: who.password }),
  });
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0];
  if (!signedIn.ok || cookie === undefined) {
    throw new LoaError('sign_in_failed', `Signing in as ${who.login} failed (status ${signedIn.status}).`);
  }
  const issued = await fetch(`${server}/api/tokens`, {
    method: 'POST',
    headers: { ...headers, cookie },
    body: JSON.stringify({ label }),
  });
  if (!issued.ok) throw new LoaError('token_failed', `No API token was issued (status ${issued.status}).`);
  return {
    token: IssuedApiToken.parse(await issued.json()).token,
    me: Me.parse(await signedIn.json()),
  };
}
