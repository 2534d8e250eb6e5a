import type { Account } from '@loa/shared/api/accounts';
import { Role } from '@loa/shared/api/role';
import type { Selectable } from 'kysely';
import { belowQuery } from './areas.js';
import type { Db } from './database.js';
import type { AccountTable } from './schema.js';

export async function insertAccount(db: Db, account: Account, passwordHash: string): Promise<void> {
  await db
    .insertInto('account')
    .values({
      id: account.id,
      login: account.login,
      name: account.name,
      password_hash: passwordHash,
      role: account.role,
      area_id: account.areaId,
      person_id: account.personId,
      created_at: account.createdAt,
      disabled_at: account.disabledAt,
    })
    .execute();
}

export async function findAccount(db: Db, id: string): Promise<Account | null> {
  const row = await db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toAccount(row) : null;
}

/** For signing in: the account and what its password must match. */
export async function findLogin(
  db: Db,
  login: string,
): Promise<{ account: Account; passwordHash: string } | null> {
  const row = await db.selectFrom('account').selectAll().where('login', '=', login).executeTakeFirst();
  return row ? { account: toAccount(row), passwordHash: row.password_hash } : null;
}

export async function listAccounts(db: Db, root: string): Promise<Account[]> {
  const rows = await db
    .selectFrom('account')
    .selectAll()
    .where('area_id', 'in', belowQuery(db, root))
    .orderBy('login')
    .execute();
  return rows.map(toAccount);
}

export async function countAccounts(db: Db): Promise<number> {
  const row = await db
    .selectFrom('account')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Ends the account's access; its sessions and tokens go with it. */
export async function disableAccount(db: Db, id: string, at: number): Promise<void> {
  await db.updateTable('account').set({ disabled_at: at }).where('id', '=', id).execute();
  await db.deleteFrom('web_session').where('account_id', '=', id).execute();
  await db
    .updateTable('api_token')
    .set({ revoked_at: at })
    .where('account_id', '=', id)
    .where('revoked_at', 'is', null)
    .execute();
}

export function toAccount(row: Selectable<AccountTable>): Account {
  return {
    id: row.id,
    login: row.login,
    name: row.name,
    role: Role.parse(row.role),
    areaId: row.area_id,
    personId: row.person_id,
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
  };
}

/** Who acts where no account does. */
const PROGRAMS: Readonly<Record<string, string>> = {
  system: 'Hệ thống',
  cli: 'Người quản trị máy chủ',
};

/** People's names by account id; what has no account is told as it stands. */
export async function accountNames(db: Db, ids: readonly string[]): Promise<(id: string) => string> {
  const wanted = [...new Set(ids)];
  const rows =
    wanted.length === 0
      ? []
      : await db.selectFrom('account').select(['id', 'name']).where('id', 'in', wanted).execute();
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? PROGRAMS[id] ?? id;
}
