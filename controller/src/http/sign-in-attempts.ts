import { MINUTE } from '@loa/shared/instant';
import { sha256Hex } from '@loa/shared/jcs';
import { ipKeyGenerator } from 'express-rate-limit';
import type { Db } from '../db/database.js';
import { chargeAttempt, forgive, type Patience } from '../db/sign-in-failures.js';
import { type ProblemAnswer, problem } from './answer.js';
import type { Client } from './route.js';

/** Wrong passwords for one account before it must wait. */
const FREE_FOR_ACCOUNT = 5;

export interface Attempts {
  /** Asked before a password is looked at; the answer to give instead, where it is too soon. */
  begin(now: number): Promise<ProblemAnswer | null>;
  /** Nothing was guessed: the attempt does not count. */
  takeBack(): Promise<void>;
  /** The person is who they say. */
  succeed(): Promise<void>;
}

/**
 * Slows guessing by account and by address. Logins that do not exist wait alike, so that waiting tells nothing. A
 * passkey cannot be guessed and never waits: its owner gets in while a stranger guesses.
 */
export function signInAttempts(
  db: Db,
  { login, client, freeForAddress }: { login: string; client: Client; freeForAddress: number },
): Attempts {
  const account: Patience = {
    key: `account:${sha256Hex(login.toLowerCase())}`,
    free: FREE_FOR_ACCOUNT,
    forgivenAfterMs: 60 * MINUTE,
  };
  const address: Patience = {
    // A commune's staff share one address; a household of IPv6 has many.
    key: `address:${sha256Hex(ipKeyGenerator(client.address, 64))}`,
    free: freeForAddress,
    forgivenAfterMs: 10 * MINUTE,
  };
  return {
    async begin(now) {
      const until = await chargeAttempt(db, [account, address], now);
      return until === null ? null : tooMany(until, now);
    },
    async takeBack() {
      await forgive(db, account.key, 'one');
      await forgive(db, address.key, 'one');
    },
    async succeed() {
      await forgive(db, account.key, 'all');
      await forgive(db, address.key, 'one');
    },
  };
}

function tooMany(until: number, now: number): ProblemAnswer {
  return problem(
    429,
    'too_many_attempts',
    `Nhập sai nhiều lần nên phải chờ. Hãy thử lại sau ${waitInWords(until - now)}; nếu quên mật khẩu, nhờ người quản trị gửi đường dẫn đặt lại.`,
    { retryAt: until },
  );
}

function waitInWords(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 60 ? `${seconds} giây` : `${Math.ceil(seconds / 60)} phút`;
}
