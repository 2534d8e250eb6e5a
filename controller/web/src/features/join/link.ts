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

interface Taken {
  token: string;
  /** Whose link it is. */
  login: string;
  password: string;
}

/**
 * Sets the password and signs in with it. Null where the password stands and nobody is signed in yet: more is wanted, a code
 * of the app or a passkey, or the line was lost. The link is spent by then, so pressing again would only be told that.
 */
export async function takeLink({ token, login, password }: Taken): Promise<Me | null> {
  const signIn = () => ask('POST', '/session', Me, { body: { login, password } });
  try {
    await ask('POST', '/links/use', UsedLink, { body: { token, password } });
  } catch (error) {
    if (!hasCode(error, 'link_used')) throw error;
    // An earlier press may have arrived though its answer did not: then this is the password.
    return signIn().catch((why: unknown) => {
      if (hasCode(why, 'second_factor_needed', 'passkey_needed')) return null;
      throw error;
    });
  }
  return signIn().catch(() => null);
}

const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof ProblemError && codes.includes(error.code);
