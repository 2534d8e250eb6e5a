import type { Account } from '@loa/shared/api/accounts';
import type { SignInMethod } from '@loa/shared/api/session';
import { findAccount, findLogin, passwordHashOf } from '../db/accounts.js';
import { writeAudit } from '../db/audit.js';
import type { Db } from '../db/database.js';
import {
  factorsOf,
  findTotp,
  readSignInPolicy,
  spendRecoveryCode,
  spendTotpStep,
} from '../db/second-factors.js';
import { type ProblemAnswer, problem } from './answer.js';
import type { ApiPorts } from './api-ports.js';
import type { Actor } from './authorise.js';
import type { Client } from './route.js';
import { recoveryCodeHash, stepOfCode } from './second-factor.js';
import { signInAttempts } from './sign-in-attempts.js';
import { tokenHash } from './tokens.js';

export interface Proof {
  kind: 'proof';
  account: Account;
  method: SignInMethod;
}

type SignInPorts = Pick<ApiPorts, 'db' | 'clock' | 'passwords' | 'secrets' | 'settings'>;

/**
 * Whether somebody is who they say: the password, then the code where the account has an authenticator app. Tries are
 * counted and slowed by account and by address; a code counts once.
 */
export async function provePassword(
  ports: SignInPorts,
  typed: { login: string; password: string; code?: string | undefined },
  client: Client,
): Promise<Proof | ProblemAnswer> {
  const { db, clock, passwords, settings } = ports;
  const login = typed.login.toLowerCase();
  const attempts = signInAttempts(db, { login, client, freeForAddress: settings.signInAttempts });
  const now = clock.now();
  const wait = await attempts.begin(now);
  if (wait) return wait;
  const found = await findLogin(db, login);
  const right = await passwords.matches(typed.password, found?.passwordHash ?? null);
  if (!found || !right || found.account.disabledAt !== null) {
    if (found) await noteRefusal(db, found.account, { why: 'password', client, at: now });
    return WRONG_LOGIN;
  }
  const { account } = found;
  const method = await proveSecondFactor(ports, { account, code: typed.code, now });
  if (typeof method === 'string') {
    await attempts.succeed();
    return { kind: 'proof', account, method };
  }
  if (method === WRONG_CODE) await noteRefusal(db, account, { why: 'code', client, at: now });
  else await attempts.takeBack();
  return method;
}

/**
 * Whether the person at an open page is still the one who signed in, before a password or a second factor changes.
 * Programs' tokens do not get so far: a stolen one must not become a person's password.
 */
export async function provePasswordAgain(
  { db, clock, passwords, settings }: SignInPorts,
  asked: { actor: Actor; sessionToken: string | null; password: string; client: Client },
): Promise<{ kind: 'same'; account: Account; sessionHash: string } | ProblemAnswer> {
  const account = await findAccount(db, asked.actor.accountId);
  if (asked.sessionToken === null || !account) return PEOPLE_ONLY;
  const { client } = asked;
  const attempts = signInAttempts(db, {
    ...{ login: account.login, client, freeForAddress: settings.signInAttempts },
  });
  const now = clock.now();
  const wait = await attempts.begin(now);
  if (wait) return wait;
  if (!(await passwords.matches(asked.password, await passwordHashOf(db, account.id)))) {
    await noteRefusal(db, account, { why: 'password', client, at: now });
    return WRONG_PASSWORD;
  }
  await attempts.succeed();
  return { kind: 'same', account, sessionHash: tokenHash(asked.sessionToken) };
}

/** By what the person proved themselves beyond the password, or what is missing. */
async function proveSecondFactor(
  { db, secrets, settings }: SignInPorts,
  { account, code, now }: { account: Account; code: string | undefined; now: number },
): Promise<SignInMethod | ProblemAnswer> {
  const totp = await findTotp(db, account.id);
  if (totp?.confirmedAt == null) {
    const { passkeys } = await factorsOf(db, account.id);
    const { secondFactorFor } = await readSignInPolicy(db, settings.secondFactorFor);
    // Else whoever has the password could set up a code of their own beside the passkey.
    return passkeys > 0 && secondFactorFor.includes(account.role) ? PASSKEY_NEEDED : 'password';
  }
  if (code === undefined) return CODE_NEEDED;
  const step = stepOfCode(secrets, { accountId: account.id, sealed: totp.sealed }, { code, now });
  if (step !== null) return (await spendTotpStep(db, account.id, step)) ? 'password+code' : WRONG_CODE;
  const hash = recoveryCodeHash(account.id, code);
  return (await spendRecoveryCode(db, { accountId: account.id, hash, at: now }))
    ? 'password+recovery'
    : WRONG_CODE;
}

function noteRefusal(
  db: Db,
  account: Account,
  { why, client, at }: { why: 'password' | 'code'; client: Client; at: number },
): Promise<void> {
  return writeAudit(db, {
    ...{ at, actor: account.id, action: 'session.refused', areaId: account.areaId, subject: account.id },
    detail: { why, address: client.address },
  });
}

const WRONG_LOGIN = problem(
  401,
  'wrong_login',
  'Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra rồi nhập lại.',
);

const CODE_NEEDED = problem(
  401,
  'second_factor_needed',
  'Hãy nhập 6 số đang hiện trong ứng dụng xác thực trên điện thoại, hoặc một mã dự phòng.',
);

const WRONG_CODE = problem(
  401,
  'wrong_code',
  'Mã xác thực không đúng hoặc đã dùng rồi. Hãy chờ mã mới hiện ra rồi nhập lại.',
);

const PASSKEY_NEEDED = problem(
  401,
  'passkey_needed',
  'Tài khoản này phải đăng nhập bằng khóa đã lưu trên máy hoặc điện thoại. Hãy bấm “Đăng nhập bằng khóa”.',
);

export const PEOPLE_ONLY = problem(
  403,
  'people_only',
  'Việc này phải do người dùng làm sau khi đăng nhập, không làm được bằng mã truy cập của chương trình.',
);

const WRONG_PASSWORD = problem(
  422,
  'wrong_password',
  'Mật khẩu hiện tại không đúng. Hãy kiểm tra rồi nhập lại.',
);
