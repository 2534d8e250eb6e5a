import {
  CreationOptions,
  FinishRegistration,
  Passkey,
  PasskeyPlace,
  PrepareRegistration,
} from '@loa/shared/api/keys';
import { InvariantError } from '@loa/shared/errors';
import { KeyId } from '@loa/shared/ids';
import { z } from 'zod';
import { findAccount } from '../../db/accounts.js';
import { writeAudit } from '../../db/audit.js';
import type { Db } from '../../db/database.js';
import {
  insertChallenge,
  insertPasskey,
  type PasskeyRecord,
  passkeysOf,
  removePasskey,
  spendChallenge,
} from '../../db/passkeys.js';
import { communesWithRoster, rosterInForce } from '../../db/rosters.js';
import { setSessionMethod } from '../../db/sessions.js';
import { CEREMONY_MS, challengeIn, checkRegistration, creationOptions } from '../../trust/webauthn.js';
import { empty, json, notFound, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { passkeysImpossible, relyingParty } from '../relying-party.js';
import { defineRoute, type Route, target } from '../route.js';
import { tokenHash } from '../tokens.js';

/** One's own passkeys. They sign their owner in; what they approve is for the commune's roster to say. */
export function createPasskeyRoutes(ports: ApiPorts): Route[] {
  return [place(ports), list(ports), prepare(ports), finish(ports), remove(ports)];
}

/** A telephone, a laptop, a security key in the drawer: more than that is a mistake. */
const MAX_KEYS = 10;

function place({ settings }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/passkeys/place',
    tag: 'passkeys',
    summary: 'Whether passkeys work at this address, and why not',
    action: 'public.read',
    response: { status: 200, schema: PasskeyPlace },
    target: () => target([], null),
    handle: ({ actor, client }) => json(relyingParty(client, settings, actor)),
  });
}

function list({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/passkeys',
    tag: 'passkeys',
    summary: `One's own passkeys, ${MAX_KEYS} at most, and where each may approve`,
    action: 'own.session',
    response: { status: 200, schema: z.object({ items: z.array(Passkey) }) },
    target: () => target([], null),
    async handle({ actor }) {
      const keys = await passkeysOf(db, actor.accountId);
      const holders = await holdersOf(
        db,
        keys.map(({ kid }) => kid),
      );
      return json({ items: keys.map((key) => describe(key, holders.get(key.kid) ?? [])) });
    },
  });
}

function prepare({ db, clock, random, settings }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/passkeys/prepare',
    tag: 'passkeys',
    summary: 'Begin to make a passkey: what navigator.credentials.create is given',
    action: 'own.secondFactor',
    body: PrepareRegistration,
    response: { status: 200, schema: CreationOptions },
    target: () => target([], null),
    async handle({ actor, client, sessionToken }) {
      if (sessionToken === null) return ONLY_IN_PERSON;
      const party = relyingParty(client, settings, actor);
      if (!party.possible) return passkeysImpossible(party);
      const account = await findAccount(db, actor.accountId);
      if (!account) throw new InvariantError(`The signed-in account ${actor.accountId} is gone.`);
      const known = await passkeysOf(db, account.id);
      if (known.length >= MAX_KEYS) return TOO_MANY;
      const now = clock.now();
      const challenge = random.bytes(32);
      const asked = {
        challenge: Buffer.from(challenge).toString('base64url'),
        kind: 'register',
        accountId: account.id,
        expiresAt: now + CEREMONY_MS,
      } as const;
      await insertChallenge(db, asked, now);
      const { id: accountId, login, name } = account;
      const ids = known.map(({ credentialId }) => credentialId);
      return json(
        CreationOptions.parse(
          await creationOptions(party, { accountId, login, name }, { challenge, known: ids }),
        ),
      );
    },
  });
}

function finish({ db, clock, log, settings }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/passkeys',
    tag: 'passkeys',
    summary: 'Keep the passkey that the browser made',
    action: 'own.secondFactor',
    body: FinishRegistration,
    response: { status: 201, schema: Passkey },
    target: () => target([], null),
    async handle({ actor, body, client, sessionToken }) {
      if (sessionToken === null) return ONLY_IN_PERSON;
      const party = relyingParty(client, settings, actor);
      if (!party.possible) return passkeysImpossible(party);
      const at = clock.now();
      const { accountId, areaId } = actor;
      const challenge = challengeIn(body.credential.response.clientDataJSON) ?? '';
      if (!(await spendChallenge(db, { challenge, kind: 'register', accountId }, at))) return TOO_LATE;
      const made = await checkRegistration(body.credential, challenge, party);
      if (!made.ok) {
        log.warn({ accountId, why: made.why }, 'A passkey was not taken');
        return NOT_TAKEN;
      }
      const { ok: _, ...key } = made;
      const record: PasskeyRecord = {
        ...{ ...key, accountId, label: body.label, rpId: party.rpId, origin: party.origin },
        transports: body.credential.response.transports ?? [],
        ...{ createdAt: at, lastUsedAt: null, removedAt: null },
      };
      return db.transaction().execute(async (trx) => {
        // Several may have been begun at once.
        if ((await passkeysOf(trx, accountId)).length >= MAX_KEYS) return TOO_MANY;
        if (!(await insertPasskey(trx, record))) return KNOWN_ALREADY;
        // Who had no second factor has one now: this sign-in opens everything.
        await setSessionMethod(trx, tokenHash(sessionToken), 'passkey');
        const detail = { kid: record.kid, alg: record.alg, label: record.label };
        await writeAudit(trx, {
          at,
          actor: accountId,
          action: 'passkey.add',
          areaId,
          subject: accountId,
          detail,
        });
        return json(describe(record, []), 201);
      });
    },
  });
}

function remove({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'delete',
    path: '/passkeys/{kid}',
    tag: 'passkeys',
    summary:
      'Forget a passkey: it signs nobody in any more. What it approved stays until a roster says otherwise',
    action: 'own.secondFactor',
    params: z.object({ kid: KeyId }),
    response: { status: 204 },
    target: () => target([], null),
    async handle({ actor, params, sessionToken }) {
      if (sessionToken === null) return ONLY_IN_PERSON;
      const at = clock.now();
      const { accountId, areaId } = actor;
      const removed = await db.transaction().execute(async (trx) => {
        if (!(await removePasskey(trx, accountId, params.kid, at))) return false;
        const detail = { kid: params.kid };
        await writeAudit(trx, {
          ...{ at, actor: accountId, action: 'passkey.remove', areaId, subject: accountId, detail },
        });
        return true;
      });
      return removed ? empty : notFound('khóa này trong tài khoản của bạn');
    },
  });
}

/** The people as whom these keys stand in rosters. */
async function holdersOf(db: Db, kids: readonly string[]): Promise<Map<string, Passkey['approves']>> {
  const found = new Map<string, Passkey['approves']>();
  if (kids.length === 0) return found;
  for (const communeId of await communesWithRoster(db)) {
    const people = (await rosterInForce(db, communeId))?.roster.people ?? [];
    for (const { personId, keys, revokedAt, retiredAt } of people) {
      if (revokedAt !== undefined || retiredAt !== undefined) continue;
      for (const { kid, retiredAt: ended } of keys) {
        if (ended === undefined && kids.includes(kid))
          found.set(kid, [...(found.get(kid) ?? []), { communeId, personId }]);
      }
    }
  }
  return found;
}

function describe(key: PasskeyRecord, approves: Passkey['approves']): Passkey {
  const { kid, label, alg, backedUp, createdAt, lastUsedAt, origin } = key;
  return { kid, label, alg, backedUp, createdAt, lastUsedAt, origin, approves };
}

const ONLY_IN_PERSON = problem(
  403,
  'session_needed',
  'Chỉ người đang đăng nhập trên trình duyệt mới đổi được khóa. Hãy đăng nhập rồi làm lại.',
);
const TOO_MANY = problem(
  409,
  'too_many_passkeys',
  `Tài khoản đã có ${MAX_KEYS} khóa. Hãy xóa khóa không dùng nữa rồi thêm khóa mới.`,
);
const TOO_LATE = problem(
  409,
  'ceremony_over',
  'Đã quá 5 phút hoặc yêu cầu đã dùng rồi. Hãy bắt đầu thêm khóa lại từ đầu.',
);
const NOT_TAKEN = problem(
  422,
  'passkey_refused',
  'Khóa này không dùng được: máy chưa xác nhận vân tay, khuôn mặt hoặc mã PIN, hoặc loại khóa không phù hợp. Hãy thử lại hoặc dùng máy khác.',
);
const KNOWN_ALREADY = problem(
  409,
  'passkey_known',
  'Khóa này đã được thêm trước đây. Hãy dùng máy khác, hoặc tạo khóa mới trên máy này.',
);
