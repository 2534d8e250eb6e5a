import { Problem } from '@loa/shared/api/problem';
import { IssuedApiToken, Me } from '@loa/shared/api/session';
import { LoaError } from '@loa/shared/errors';

/**
 * Signs in by login and password and makes an API token, shown this once. A program that signs in by cookie names
 * itself as our own page, because the controller refuses changes by cookie from anywhere else.
 */
export async function tokenByPassword(
  ports: { fetch: typeof globalThis.fetch; server: string; askCode?: () => Promise<string | null> },
  who: { login: string; password: string },
  label: string,
  days?: number,
): Promise<{ token: string; expiresAt: number; me: Me }> {
  const { fetch, server, askCode } = ports;
  const headers = { 'content-type': 'application/json', origin: new URL(server).origin };
  const attempt = (code: string | null) =>
    fetch(`${server}/api/session`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ ...who, ...(code === null ? {} : { code }) }),
    });
  let signedIn = await attempt(null);
  if (signedIn.status === 401 && askCode && (await codeOf(signedIn)) === 'second_factor_needed') {
    signedIn = await attempt(await askCode());
  }
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0];
  if (!signedIn.ok || cookie === undefined) {
    throw new LoaError('sign_in_failed', `Signing in as ${who.login} failed (status ${signedIn.status}).`);
  }
  const me = Me.parse(await signedIn.json());
  if (me.mustSetUpSecondFactor) {
    throw new LoaError(
      'second_factor_setup_needed',
      `${who.login} must have a second factor first: sign in once in a browser at ${server} and set it up.`,
    );
  }
  const issued = await fetch(`${server}/api/tokens`, {
    method: 'POST',
    headers: { ...headers, cookie },
    body: JSON.stringify({ label, ...(days === undefined ? {} : { days }) }),
  });
  if (!issued.ok) throw new LoaError('token_failed', `No API token was issued (status ${issued.status}).`);
  const { token, expiresAt } = IssuedApiToken.parse(await issued.json());
  return { token, expiresAt, me };
}

async function codeOf(response: Response): Promise<string | null> {
  const parsed = Problem.safeParse(await response.json().catch(() => null));
  return parsed.success ? parsed.data.error.code : null;
}
