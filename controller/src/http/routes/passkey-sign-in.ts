import { FinishSignIn, RequestOptions } from '@loa/shared/api/keys';
import { Me } from '@loa/shared/api/session';
import { findAccount } from '../../db/accounts.js';
import { insertChallenge, passkeyOfCredential, passkeyUsed, spendChallenge } from '../../db/passkeys.js';
import { CEREMONY_MS, challengeIn, checkSignIn, requestOptions } from '../../trust/webauthn.js';
import { json, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { openSession } from '../open-session.js';
import { perMinute } from '../per-minute.js';
import { passkeysImpossible, relyingParty } from '../relying-party.js';
import { defineRoute, type Route, target } from '../route.js';

/** Signing in with a passkey: no name is typed, the key knows whose it is. */
export function createPasskeySignInRoutes(ports: ApiPorts): Route[] {
  return [prepare(ports), finish(ports)];
}

function prepare({ db, clock, random, settings }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/session/passkey/prepare',
    tag: 'session',
    summary: 'Begin to sign in with a passkey: what navigator.credentials.get is given',
    action: 'public.signIn',
    response: { status: 200, schema: RequestOptions },
    guard: perMinute(120),
    target: () => target([], null),
    async handle({ actor, client }) {
      const party = relyingParty(client, settings, actor);
      if (!party.possible) return passkeysImpossible(party);
      const now = clock.now();
      const challenge = random.bytes(32);
      const text = Buffer.from(challenge).toString('base64url');
      await insertChallenge(
        db,
        { challenge: text, kind: 'signIn', accountId: null, expiresAt: now + CEREMONY_MS },
        now,
      );
      return json(RequestOptions.parse(await requestOptions(party, { challenge, allowed: [] })));
    },
  });
}

function finish(ports: ApiPorts): Route {
  const { db, clock, log, settings } = ports;
  return defineRoute({
    method: 'post',
    path: '/session/passkey',
    tag: 'session',
    summary: 'Sign in with a passkey; the answer sets the session cookie',
    action: 'public.signIn',
    body: FinishSignIn,
    response: { status: 201, schema: Me },
    guard: perMinute(120),
    target: () => target([], null),
    async handle({ actor, body: { credential }, client, sessionToken }) {
      const party = relyingParty(client, settings, actor);
      if (!party.possible) return passkeysImpossible(party);
      const now = clock.now();
      const challenge = challengeIn(credential.response.clientDataJSON) ?? '';
      if (!(await spendChallenge(db, { challenge, kind: 'signIn', accountId: null }, now))) return TOO_LATE;
      const key = await passkeyOfCredential(db, credential.id);
      if (!key) return UNKNOWN;
      const { userHandle } = credential.response;
      const named = userHandle ? Buffer.from(userHandle, 'base64url').toString('utf8') : key.accountId;
      const checked = await checkSignIn(credential, challenge, { ...party, rpId: key.rpId }, key);
      const account = await findAccount(db, key.accountId);
      if (!checked.ok || named !== key.accountId || !account || account.disabledAt !== null) {
        log.warn({ kid: key.kid, why: checked.ok ? 'account' : checked.why }, 'A passkey signed nobody in');
        return UNKNOWN;
      }
      await passkeyUsed(db, key.kid, { at: now, signCount: checked.signCount });
      return openSession(ports, { account, method: 'passkey', client, replaces: sessionToken });
    },
  });
}

const TOO_LATE = problem(409, 'ceremony_over', 'Đã quá 5 phút. Hãy bấm đăng nhập bằng khóa lại từ đầu.');
/** One answer for every reason: a stranger learns nothing of which keys exist. */
const UNKNOWN = problem(
  401,
  'wrong_passkey',
  'Khóa này không mở được tài khoản nào. Hãy chọn khóa khác, hoặc đăng nhập bằng mật khẩu.',
);
