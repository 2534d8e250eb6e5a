import type { Account, Deputy } from '@loa/shared/api/accounts';
import { Role } from '@loa/shared/api/role';
import { fold } from '@loa/shared/fold';
import type { Selectable } from 'kysely';
import { belowQuery } from './areas.js';
import type { Db } from './database.js';
import { Languages, readJson } from './json-column.js';
import { behind, holdsWords, type ListPage } from './list-page.js';
import type { AccountTable } from './schema.js';

/** An account as it is made; what is left out is as usual: Vietnamese, no deputy. */
export type AccountRecord = Omit<Account, 'languages' | 'deputy' | 'invited'> &
  Partial<Pick<Account, 'languages' | 'deputy'>>;

/** Where a password hash would stand: nobody can sign in until the person has followed the link. */
const NO_PASSWORD = '-';

/** `passwordHash` null: the person will choose a password by a one-time link. */
export async function insertAccount(
  db: Db,
  account: AccountRecord,
  passwordHash: string | null,
): Promise<void> {
  await db
    .insertInto('account')
    .values({
      id: account.id,
      login: account.login,
      password_hash: passwordHash ?? NO_PASSWORD,
      created_at: account.createdAt,
      disabled_at: account.disabledAt,
      ...columnsOf(account),
    })
    .execute();
}

export async function updateAccount(db: Db, account: AccountRecord): Promise<void> {
  await db.updateTable('account').set(columnsOf(account)).where('id', '=', account.id).execute();
}

export async function findAccount(db: Db, id: string): Promise<Account | null> {
  const row = await db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toAccount(row) : null;
}

/** For signing in: the account and what its password must match, null while an invitation waits. */
export async function findLogin(
  db: Db,
  login: string,
): Promise<{ account: Account; passwordHash: string | null } | null> {
  const row = await db.selectFrom('account').selectAll().where('login', '=', login).executeTakeFirst();
  return row ? { account: toAccount(row), passwordHash: passwordOf(row) } : null;
}

export async function passwordHashOf(db: Db, accountId: string): Promise<string | null> {
  const row = await db
    .selectFrom('account')
    .select('password_hash')
    .where('id', '=', accountId)
    .executeTakeFirst();
  return row ? passwordOf(row) : null;
}

export async function setPassword(db: Db, accountId: string, passwordHash: string): Promise<void> {
  await db.updateTable('account').set({ password_hash: passwordHash }).where('id', '=', accountId).execute();
}

export interface AccountFilter {
  root: string;
  q?: string | undefined;
  role?: Role | undefined;
  /** Those who may sign in, those who left, or both. */
  state?: 'active' | 'disabled' | undefined;
}

/** By name. */
export async function listAccounts(
  db: Db,
  { root, q, role, state }: AccountFilter,
  { after, limit }: ListPage,
): Promise<Account[]> {
  let select = db.selectFrom('account').selectAll().where('area_id', 'in', belowQuery(db, root));
  for (const condition of holdsWords('folded', q)) select = select.where(condition);
  if (role !== undefined) select = select.where('role', '=', role);
  if (state !== undefined) select = select.where('disabled_at', state === 'active' ? 'is' : 'is not', null);
  if (after) select = select.where(behind('folded', 'asc', after));
  const rows = await select.orderBy('folded').orderBy('id').limit(limit).execute();
  return rows.map(toAccount);
}

/** Where an account stands in `listAccounts`. */
export function accountKey({ name, login, id }: Pick<Account, 'name' | 'login' | 'id'>) {
  return { key: foldedAccount({ name, login }), id };
}

function foldedAccount({ name, login }: Pick<Account, 'name' | 'login'>): string {
  return fold(`${name} ${login}`);
}

export async function countAccounts(db: Db): Promise<number> {
  const row = await db
    .selectFrom('account')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Admins over exactly this area who may sign in or have been invited. */
export async function activeAdmins(db: Db, areaId: string): Promise<Account[]> {
  const rows = await db
    .selectFrom('account')
    .selectAll()
    .where('area_id', '=', areaId)
    .where('role', '=', 'admin')
    .where('disabled_at', 'is', null)
    .orderBy('created_at')
    .execute();
  return rows.map(toAccount);
}

/** Ends the account's access; its sessions, tokens and links go with it. `at` null lets it sign in again. */
export async function disableAccount(db: Db, id: string, at: number | null): Promise<void> {
  await db.updateTable('account').set({ disabled_at: at }).where('id', '=', id).execute();
  if (at !== null) await endAccess(db, id, at);
}

/** Ends every session, API token and one-time link of an account; it may sign in again. */
export async function endAccess(db: Db, id: string, at: number): Promise<void> {
  await db.deleteFrom('web_session').where('account_id', '=', id).execute();
  await db.deleteFrom('one_time_link').where('account_id', '=', id).where('used_at', 'is', null).execute();
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
    languages: readJson(Languages, row.languages, 'account.languages'),
    deputy: deputyOf(row),
    invited: passwordOf(row) === null,
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
  };
}

function deputyOf(row: Selectable<AccountTable>): Deputy | null {
  const { deputy_for, acting_from, acting_until } = row;
  if (deputy_for === null || acting_from === null || acting_until === null) return null;
  return { deputyFor: deputy_for, actingFrom: acting_from, actingUntil: acting_until };
}

function passwordOf(row: { password_hash: string }): string | null {
  return row.password_hash === NO_PASSWORD ? null : row.password_hash;
}

function columnsOf({ name, login, role, areaId, personId, languages, deputy = null }: AccountRecord) {
  return {
    name,
    folded: foldedAccount({ name, login }),
    role,
    area_id: areaId,
    person_id: personId,
    deputy_for: deputy?.deputyFor ?? null,
    acting_from: deputy?.actingFrom ?? null,
    acting_until: deputy?.actingUntil ?? null,
    ...(languages === undefined ? {} : { languages: JSON.stringify(languages) }),
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

/** Those of a demonstration that somebody may sign in with, by role. */
export async function accountsToTry(db: Db): Promise<{ login: string; name: string; role: Role }[]> {
  const rows = await db
    .selectFrom('account')
    .select(['login', 'name', 'role'])
    .where('disabled_at', 'is', null)
    .orderBy('login')
    .limit(12)
    .execute();
  return rows
    .map(({ login, name, role }) => ({ login, name, role: Role.parse(role) }))
    .sort((a, b) => Role.options.indexOf(a.role) - Role.options.indexOf(b.role));
}

/** As whom the account stands in rosters; once said, it stays. */
export async function setPersonOfAccount(db: Db, id: string, personId: string): Promise<void> {
  await db
    .updateTable('account')
    .set({ person_id: personId })
    .where('id', '=', id)
    .where('person_id', 'is', null)
    .execute();
}
