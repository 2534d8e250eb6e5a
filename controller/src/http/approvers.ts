import type { Person, PersonKey, Roster } from '@loa/shared/messages/roster';
import type { RightUse } from '@loa/shared/messages/use';
import { coversChain } from '@loa/shared/trust/areas';
import { actsAt } from '@loa/shared/trust/check-grant';
import type { Db } from '../db/database.js';
import { type PasskeyRecord, passkeysOf } from '../db/passkeys.js';
import { type ProblemAnswer, problem } from './answer.js';

/** One of an account's passkeys as it stands in a roster. */
export interface ApproverKey {
  person: Person;
  key: PersonKey;
  passkey: PasskeyRecord;
}

/** The account's passkeys that a roster lists, the most lately used first. */
export async function approverKeys(db: Db, accountId: string, roster: Roster): Promise<ApproverKey[]> {
  const found: ApproverKey[] = [];
  for (const passkey of await passkeysOf(db, accountId)) {
    for (const person of roster.people) {
      if (person.revokedAt !== undefined || person.retiredAt !== undefined) continue;
      const key = person.keys.find(({ kid, retiredAt }) => kid === passkey.kid && retiredAt === undefined);
      if (key?.passkey) found.push({ person, key, passkey });
    }
  }
  return found;
}

/** What is said of the key to sign with (`whichKey`). */
export interface WhichKey {
  kid?: string | undefined;
  here?: readonly string[] | undefined;
  tried?: readonly string[] | undefined;
}

/**
 * The one to sign with: the one asked for; else one that is on the machine; else one that was not tried there in vain. A
 * signature names its key, so a browser cannot be asked for any of several.
 *
 * @param keys the most lately used first
 */
export function chosenKey<K>(
  keys: readonly K[],
  { kid, here = [], tried = [] }: WhichKey,
  kidOf: (key: K) => string,
): K | undefined {
  if (kid !== undefined) return keys.find((key) => kidOf(key) === kid);
  const isHere = (key: K) => here.includes(kidOf(key));
  const longestAgo = Math.min(...keys.map((key) => tried.lastIndexOf(kidOf(key))));
  return keys.find(isHere) ?? keys.find((key) => tried.lastIndexOf(kidOf(key)) === longestAgo);
}

export function chooseKey(keys: readonly ApproverKey[], which: WhichKey): ApproverKey | ProblemAnswer {
  return chosenKey(keys, which, ({ key }) => key.kid) ?? NOT_LISTED;
}

/**
 * Everywhere that a person may approve for a thing of `within`: that place itself where a right reaches it, else the
 * places below it that rights name.
 *
 * @param chainOf the areas from the outermost down to one; empty for one that does not exist
 */
export function wholeArea(
  { person, roster, use, at }: { person: Person; roster: Roster; use: RightUse; at: number },
  within: string,
  chainOf: (areaId: string) => readonly string[],
): string[] {
  const areas = person.rights
    .filter((right) => right.use === use && actsAt(right, at))
    .flatMap((right) => right.areas);
  if (coversChain(areas, chainOf(within), roster.successors)) return [within];
  return [...new Set(areas)].filter((areaId) => chainOf(areaId).includes(within));
}

const NOT_LISTED = problem(
  409,
  'key_not_in_roster',
  'Khóa trên máy của bạn chưa có trong danh sách người được duyệt của xã. Hãy thêm khóa rồi nhờ người quản trị gửi yêu cầu bổ sung.',
);

export const NO_RIGHT_HERE = problem(
  403,
  'no_right_here',
  'Bạn không có quyền duyệt nội dung này ở địa bàn này. Hãy nhờ người có quyền duyệt.',
);
