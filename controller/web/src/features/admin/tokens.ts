import { API_TOKEN_DAYS, ApiToken, IssuedApiToken } from '@loa/shared/api/session';
import { ask, Nothing } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';
import { pagedQuery, type ServedList } from '../../lib/paged-query.js';

/** What is offered, days; the usual one is the controller's own. */
export const TOKEN_DAYS = [30, 90, API_TOKEN_DAYS.usual, API_TOKEN_DAYS.most] as const;

const TOKENS: ServedList<ApiToken> = { key: KEYS.settings, path: '/tokens', item: ApiToken };

/** The newest first. */
export const tokensQuery = (cursor: string | null) => pagedQuery(TOKENS, { cursor });

export const issueToken = (body: { label: string; days: number }) =>
  ask('POST', '/tokens', IssuedApiToken, { body });
export const revokeToken = (id: string) => ask('DELETE', `/tokens/${id}`, Nothing);

export type TokenState = 'holds' | 'ends' | 'ended' | 'revoked';
/** Within this time somebody should make the next one, milliseconds. */
const SOON_MS = 30 * 86_400_000;

/** How a token stands at an instant. Pure. */
export function tokenState(
  { expiresAt, revokedAt }: Pick<ApiToken, 'expiresAt' | 'revokedAt'>,
  now: number,
): TokenState {
  if (revokedAt !== null) return 'revoked';
  if (expiresAt <= now) return 'ended';
  return expiresAt - now < SOON_MS ? 'ends' : 'holds';
}
