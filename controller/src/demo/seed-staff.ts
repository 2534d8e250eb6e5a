import { Account } from '@loa/shared/api/accounts';
import { base32 } from '@loa/shared/ids';
import type { Random } from '@loa/shared/ports/random';
import type { ApiClient } from '../client/api-client.js';
import { APPROVER_PERSON, type DemoAccount, staff } from './place.js';
import type { SeededPlaces } from './seed-places.js';

export interface SeededAccount {
  login: string;
  password: string;
  account: DemoAccount;
}

/** 80 random bits that a person can type. */
export function newPassword(random: Random): string {
  return (base32(random.bytes(10)).match(/.{4}/g) ?? []).join('-');
}

/**
 * One account for each role, with random passwords that are shown once and kept nowhere. The approver understands all
 * `languages`, and so may approve variants in them alone.
 */
export async function seedStaff(
  api: ApiClient,
  places: SeededPlaces,
  given: { random: Random; languages: readonly string[] },
): Promise<SeededAccount[]> {
  const areaOf = {
    province: places.provinceId,
    commune: places.communeId,
    village: places.villages.values().next().value?.areaId ?? places.communeId,
  };
  const seeded = staff.map((account) => ({
    login: account.login,
    password: newPassword(given.random),
    account,
  }));
  await Promise.all(
    seeded.map(({ login, password, account: { name, role, area } }) =>
      api.post(
        '/accounts',
        {
          ...{ login, name, password, role, areaId: areaOf[area] },
          ...(role === 'approver' ? { personId: APPROVER_PERSON, languages: given.languages } : {}),
        },
        Account,
      ),
    ),
  );
  return seeded;
}
