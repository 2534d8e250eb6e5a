import { sql } from 'kysely';
import { index, type Migrated, table } from './build-table.js';

/** Deputies, sessions that can be told apart, second factors, one-time links, failed sign-ins, handovers. */
export const people = {
  name: '003-people',
  async up(db: Migrated): Promise<void> {
    // Sessions get names of their own below; those from before have none, so everybody signs in once more.
    await sql`delete from web_session`.execute(db);
    await addColumns(db);
    await createSecondFactors(db);
    await createLinks(db);
    await index(db, 'web_session', 'id');
    await index(db, 'schedule', 'owner_id');
    await index(db, 'bulletin', 'owner_id');
  },
};

async function addColumns(db: Migrated): Promise<void> {
  const added: readonly (readonly [string, string])[] = [
    // Which languages the person understands: what they may approve by ear.
    ['account', `languages text not null default '["vi"]'`],
    ['account', 'deputy_for text'],
    ['account', 'acting_from bigint'],
    ['account', 'acting_until bigint'],
    ['web_session', "id text not null default ''"],
    ['web_session', "method text not null default 'password'"],
    ['web_session', "address text not null default ''"],
    ['web_session', 'user_agent text'],
    // Who looks after it now, where that is no longer whoever made it: `created_by` is history and stays.
    ...['schedule', 'bulletin', 'programme', 'station', 'campaign'].map(
      (name) => [name, 'owner_id text'] as const,
    ),
  ];
  for (const [name, column] of added) await sql.raw(`alter table ${name} add column ${column}`).execute(db);
}

async function createSecondFactors(db: Migrated): Promise<void> {
  await table(db, 'totp', {
    account_id: 'text primary key references account(id)',
    secret: 'text not null',
    created_at: 'bigint not null',
    confirmed_at: 'bigint',
    last_step: 'bigint not null',
  }).execute();
  await table(db, 'recovery_code', {
    hash: 'text primary key',
    account_id: 'text not null references account(id)',
    used_at: 'bigint',
  }).execute();
  await index(db, 'recovery_code', 'account_id');
}

async function createLinks(db: Migrated): Promise<void> {
  await table(db, 'one_time_link', {
    hash: 'text primary key',
    account_id: 'text not null references account(id)',
    kind: "text not null check (kind in ('invite', 'reset'))",
    created_by: 'text not null',
    created_at: 'bigint not null',
    expires_at: 'bigint not null',
    used_at: 'bigint',
  }).execute();
  await index(db, 'one_time_link', 'account_id');
  await table(db, 'sign_in_failure', {
    key: 'text primary key',
    failures: 'integer not null',
    last_at: 'bigint not null',
    blocked_until: 'bigint not null',
  }).execute();
  await index(db, 'sign_in_failure', 'last_at');
}
