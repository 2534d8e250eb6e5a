import { ConfirmTotp, PasswordAgain, RecoveryCodes, SecondFactors, TotpSetup } from '@loa/shared/api/session';
import { writeAudit } from '../../db/audit.js';
import type { Db } from '../../db/database.js';
import {
  beginTotp,
  confirmTotp,
  factorsOf,
  findTotp,
  readSignInPolicy,
  removeTotp,
  replaceRecoveryCodes,
  spendTotpStep,
} from '../../db/second-factors.js';
import { deleteOtherSessions, setSessionMethod } from '../../db/sessions.js';
import { empty, json, notFound, type ProblemAnswer, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import type { Actor } from '../authorise.js';
import { type Client, defineRoute, type Route, target } from '../route.js';
import {
  newRecoveryCodes,
  newTotpSecret,
  recoveryCodeHash,
  sealTotp,
  stepOfCode,
  totpUri,
} from '../second-factor.js';
import { PEOPLE_ONLY, provePasswordAgain } from '../sign-in.js';
import { tokenHash } from '../tokens.js';

/** The authenticator app of one's own account. */
export function createSecondFactorRoutes(ports: ApiPorts): Route[] {
  return [read(ports), begin(ports), confirm(ports), renewCodes(ports), remove(ports)];
}

function read({ db, settings }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/second-factor',
    tag: 'session',
    summary: "One's second factors, and whether the role needs one",
    action: 'own.secondFactor',
    response: { status: 200, schema: SecondFactors },
    target: () => target([], null),
    handle: async ({ actor }) => json(await factorsAndNeed(db, actor, settings)),
  });
}

function begin(ports: ApiPorts): Route {
  const { db, clock, random, secrets } = ports;
  return defineRoute({
    method: 'post',
    path: '/second-factor/totp',
    tag: 'session',
    summary: 'Begin to set up an authenticator app: a secret to be scanned',
    action: 'own.secondFactor',
    body: PasswordAgain,
    response: { status: 200, schema: TotpSetup },
    target: () => target([], null),
    async handle({ actor, body, client, sessionToken }) {
      const again = await provePasswordAgain(ports, { actor, sessionToken, password: body.password, client });
      if (again.kind === 'problem') return again;
      const secret = newTotpSecret(random);
      const at = clock.now();
      const sealed = sealTotp(secrets, actor.accountId, secret);
      const begun = await db.transaction().execute(async (trx) => {
        if (!(await beginTotp(trx, { accountId: actor.accountId, sealed, at }))) return false;
        await audit(trx, actor, 'secondFactor.begin', at);
        return true;
      });
      return begun ? json({ secret, uri: totpUri(secret, again.account.login) }) : ALREADY_THERE;
    },
  });
}

function confirm({ db, clock, random, secrets }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/second-factor/totp/confirm',
    tag: 'session',
    summary:
      'Confirm the app by a first code; every other sign-in ends; the answer shows recovery codes, once',
    action: 'own.secondFactor',
    body: ConfirmTotp,
    response: { status: 200, schema: RecoveryCodes },
    target: () => target([], null),
    async handle({ actor, body, sessionToken }) {
      if (sessionToken === null) return PEOPLE_ONLY;
      const now = clock.now();
      const totp = await findTotp(db, actor.accountId);
      if (!totp) return notFound('mã xác thực đang cài');
      if (totp.confirmedAt !== null) return ALREADY_THERE;
      const step = stepOfCode(
        secrets,
        { accountId: actor.accountId, sealed: totp.sealed },
        { code: body.code, now },
      );
      if (step === null) return WRONG_FIRST_CODE;
      const codes = newRecoveryCodes(random);
      const confirmed = await db.transaction().execute(async (trx) => {
        // Spent: the code that confirmed signs nobody in.
        if (!(await spendTotpStep(trx, actor.accountId, step))) return false;
        await confirmTotp(trx, actor.accountId, now);
        await keepCodes(trx, actor, codes);
        const hash = tokenHash(sessionToken);
        await setSessionMethod(trx, hash, 'password+code');
        await deleteOtherSessions(trx, actor.accountId, hash);
        await audit(trx, actor, 'secondFactor.confirm', now);
        return true;
      });
      return confirmed ? json({ codes }) : WRONG_FIRST_CODE;
    },
  });
}

function renewCodes(ports: ApiPorts): Route {
  const { db, clock, random } = ports;
  return defineRoute({
    method: 'post',
    path: '/second-factor/recovery-codes',
    tag: 'session',
    summary: 'New recovery codes; the old ones end',
    action: 'own.secondFactor',
    body: PasswordAgain,
    response: { status: 200, schema: RecoveryCodes },
    target: () => target([], null),
    async handle({ actor, body, client, sessionToken }) {
      const refused = await refuseChange(ports, { actor, sessionToken, password: body.password, client });
      if (refused) return refused;
      const codes = newRecoveryCodes(random);
      await db.transaction().execute(async (trx) => {
        await keepCodes(trx, actor, codes);
        await audit(trx, actor, 'secondFactor.codes', clock.now());
      });
      return json({ codes });
    },
  });
}

function remove(ports: ApiPorts): Route {
  const { db, clock, settings } = ports;
  return defineRoute({
    method: 'post',
    path: '/second-factor/totp/remove',
    tag: 'session',
    summary: 'Take the authenticator app away, where the role allows it or a passkey stays',
    action: 'own.secondFactor',
    body: PasswordAgain,
    response: { status: 204 },
    target: () => target([], null),
    async handle({ actor, body, client, sessionToken }) {
      const refused = await refuseChange(ports, { actor, sessionToken, password: body.password, client });
      if (refused) return refused;
      const { required, passkeys } = await factorsAndNeed(db, actor, settings);
      if (required && passkeys === 0) return STILL_NEEDED;
      await db.transaction().execute(async (trx) => {
        await removeTotp(trx, actor.accountId);
        await audit(trx, actor, 'secondFactor.remove', clock.now());
      });
      return empty;
    },
  });
}

async function refuseChange(
  ports: ApiPorts,
  asked: { actor: Actor; sessionToken: string | null; password: string; client: Client },
): Promise<ProblemAnswer | null> {
  const again = await provePasswordAgain(ports, asked);
  if (again.kind === 'problem') return again;
  const totp = await findTotp(ports.db, asked.actor.accountId);
  return totp?.confirmedAt == null ? notFound('mã xác thực của tài khoản này') : null;
}

async function factorsAndNeed(
  db: Db,
  { accountId, role }: Actor,
  settings: Pick<ApiPorts['settings'], 'secondFactorFor'>,
) {
  const { secondFactorFor } = await readSignInPolicy(db, settings.secondFactorFor);
  return { ...(await factorsOf(db, accountId)), required: secondFactorFor.some((each) => each === role) };
}

function keepCodes(db: Db, { accountId }: Actor, codes: readonly string[]): Promise<void> {
  return replaceRecoveryCodes(
    db,
    accountId,
    codes.map((code) => recoveryCodeHash(accountId, code)),
  );
}

function audit(db: Db, { accountId, areaId }: Actor, action: string, at: number): Promise<void> {
  return writeAudit(db, { at, actor: accountId, action, areaId, subject: accountId });
}

const ALREADY_THERE = problem(
  409,
  'second_factor_there',
  'Tài khoản đã có ứng dụng xác thực. Muốn đổi sang điện thoại khác, hãy gỡ ứng dụng cũ trước.',
);

const WRONG_FIRST_CODE = problem(
  422,
  'wrong_code',
  'Mã xác thực không đúng. Hãy xem giờ trên điện thoại có đúng không, chờ mã mới rồi nhập lại.',
);

const STILL_NEEDED = problem(
  409,
  'second_factor_required',
  'Vai trò của bạn bắt buộc có lớp bảo vệ thứ hai. Hãy lưu một khóa trên máy trước, rồi mới gỡ ứng dụng này.',
);
