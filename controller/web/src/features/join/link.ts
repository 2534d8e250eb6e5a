import { LinkOffer, UsedLink } from '@loa/shared/api/accounts';
import { Me } from '@loa/shared/api/session';
import { queryOptions } from '@tanstack/react-query';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';
import { ProblemError } from '../../lib/problem-error.js';

/** The part of `/join#TOKEN` behind `#`; null: the link was cut off on its way. */
export function tokenIn(hash: string): string | null {
  const token = hash.replace(/^#/, '').trim();
  return /^[A-Za-z0-9_-]{43}$/.test(token) ? token : null;
}

export const offerQuery = (token: string) =>
  queryOptions({
    queryKey: [KEYS.accounts, 'one', 'link', token],
    queryFn: ({ signal }) => ask('POST', '/links/read', LinkOffer, { signal, body: { token } }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/**
 * Sets the password and signs in with it. Null where the password stands but the sign-in wants more: a code of the app, a
 * passkey.
 */
export async function takeLink({ token, password }: { token: string; password: string }): Promise<Me | null> {
  const { login } = await ask('POST', '/links/use', UsedLink, { body: { token, password } });
  try {
    return await ask('POST', '/session', Me, { body: { login, password } });
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) return null;
    throw error;
  }
}
