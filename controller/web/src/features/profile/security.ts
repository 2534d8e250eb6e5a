import { CreationOptions, Passkey, PasskeyPlace } from '@loa/shared/api/keys';
import { Me, RecoveryCodes, SecondFactors, SessionInfo, TotpSetup } from '@loa/shared/api/session';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { ask, Nothing } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';
import { keyIsHere } from '../../lib/keys-here.js';
import { makePasskey } from '../../lib/passkey.js';
import { meQuery, rememberMe } from '../../lib/session.js';

/** Everything below is one's own; no event tells of it, so each visit reads it anew. */
const own = (what: string) => [KEYS.accounts, 'own', what] as const;

export const placeQuery = queryOptions({
  queryKey: own('place'),
  queryFn: ({ signal }) => ask('GET', '/passkeys/place', PasskeyPlace, { signal }),
});
export const passkeysQuery = queryOptions({
  queryKey: own('passkeys'),
  queryFn: async ({ signal }) =>
    (await ask('GET', '/passkeys', z.object({ items: z.array(Passkey) }), { signal })).items,
  staleTime: 0,
});
export const factorsQuery = queryOptions({
  queryKey: own('factors'),
  queryFn: ({ signal }) => ask('GET', '/second-factor', SecondFactors, { signal }),
  staleTime: 0,
});
export const sessionsQuery = queryOptions({
  queryKey: own('sessions'),
  queryFn: async ({ signal }) =>
    (await ask('GET', '/sessions', z.object({ items: z.array(SessionInfo) }), { signal })).items,
  staleTime: 0,
});

/** One change of one's own account; afterwards all that is shown of it is read again. */
export function useOwnChange<In, Out>(change: (input: In) => Promise<Out>, onDone?: (out: Out) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    async onSuccess(out) {
      onDone?.(out);
      await client.invalidateQueries({ queryKey: [KEYS.accounts, 'own'] });
    },
  });
}

export const changePassword = (body: { current: string; next: string }) =>
  ask('POST', '/session/password', Nothing, { body });
export const beginTotp = (password: string) =>
  ask('POST', '/second-factor/totp', TotpSetup, { body: { password } });
export const confirmTotp = (code: string) =>
  ask('POST', '/second-factor/totp/confirm', RecoveryCodes, { body: { code } });
export const newRecoveryCodes = (password: string) =>
  ask('POST', '/second-factor/recovery-codes', RecoveryCodes, { body: { password } });
export const removeTotp = (password: string) =>
  ask('POST', '/second-factor/totp/remove', Nothing, { body: { password } });
export const removePasskey = (kid: string) => ask('DELETE', `/passkeys/${encodeURIComponent(kid)}`, Nothing);
export const endSession = (id: string) => ask('DELETE', `/sessions/${id}`, Nothing);
export const endOtherSessions = () => ask('POST', '/sessions/end-others', z.object({ ended: z.int() }));

/** Makes a passkey on this machine and gives it its name. */
export async function addPasskey(label: string): Promise<Passkey> {
  const options = await ask('POST', '/passkeys/prepare', CreationOptions, { body: { label } });
  const credential = await makePasskey(options);
  const made = await ask('POST', '/passkeys', Passkey, { body: { label, credential } });
  keyIsHere(made.kid);
  return made;
}

/** Who one is after a second factor was set up: more is open than before. */
export async function readMeAgain(): Promise<Me> {
  const me = await ask('GET', '/session', Me);
  rememberMe(me);
  return me;
}

export const meKey = meQuery.queryKey;
export const signOut = () => ask('DELETE', '/session', Nothing);
