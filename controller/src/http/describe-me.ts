import type { Account } from '@loa/shared/api/accounts';
import type { Me } from '@loa/shared/api/session';
import { InvariantError } from '@loa/shared/errors';
import { findArea } from '../db/areas.js';
import type { Db } from '../db/database.js';
import { isActing } from './authorise.js';

/** An account as its owner's page sees it. `limited`: a second factor is to be set up first. */
export async function describeMe(
  db: Db,
  account: Account,
  { now, expiresAt, limited }: { now: number; expiresAt: number | null; limited: boolean },
): Promise<Me> {
  const area = await findArea(db, account.areaId);
  if (!area) throw new InvariantError(`The area of the account ${account.id} is gone.`);
  const { login, name, role, areaId, personId, languages, deputy } = account;
  return {
    ...{ accountId: account.id, login, name, role, areaId, areaName: area.name, personId, languages },
    deputy: deputy && { ...deputy, acting: isActing(deputy, now) },
    mustSetUpSecondFactor: limited,
    expiresAt,
  };
}
