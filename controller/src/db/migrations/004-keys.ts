import { index, type Migrated, table } from './build-table.js';

/** People's passkeys, approvals and rosters that wait for signatures, what approvers heard, boxes' former keys. */
export const keys = {
  name: '004-keys',
  async up(db: Migrated): Promise<void> {
    await createPasskeys(db);
    await createApprovals(db);
    await createRosterRequests(db);
    // Reports that a box formed before it changed its key still come, signed with the former one.
    await table(db, 'box_former_key', {
      key_id: 'text primary key',
      box_id: 'text not null references box(id)',
      key_jwk: 'text not null',
      until: 'bigint not null',
    }).execute();
  },
};

async function createPasskeys(db: Migrated): Promise<void> {
  await table(db, 'passkey', {
    kid: 'text primary key',
    account_id: 'text not null references account(id)',
    credential_id: 'text not null unique',
    alg: 'text not null',
    jwk: 'text not null',
    cose: 'blob not null',
    label: 'text not null',
    rp_id: 'text not null',
    origin: 'text not null',
    transports: 'text not null',
    sign_count: 'bigint not null',
    backed_up: 'integer not null',
    created_at: 'bigint not null',
    last_used_at: 'bigint',
    removed_at: 'bigint',
  }).execute();
  await index(db, 'passkey', 'account_id');
  await table(db, 'webauthn_challenge', {
    challenge: 'text primary key',
    kind: "text not null check (kind in ('register', 'signIn'))",
    account_id: 'text references account(id)',
    expires_at: 'bigint not null',
  }).execute();
}

async function createApprovals(db: Migrated): Promise<void> {
  await table(db, 'grant_draft', {
    id: 'text primary key',
    kind: "text not null check (kind in ('variant', 'station', 'set'))",
    subject: 'text not null',
    area_id: 'text not null references area(id)',
    basis: 'text not null',
    payload: 'text not null',
    cty: 'text not null',
    signatures: 'text not null',
    created_by: 'text not null',
    created_at: 'bigint not null',
    expires_at: 'bigint not null',
    done_at: 'bigint',
  }).execute();
  await index(db, 'grant_draft', 'subject');
  await table(db, 'listening', {
    account_id: 'text not null references account(id)',
    variant_id: 'text not null references variant(id)',
    basis: 'text not null',
    heard_ms: 'bigint not null',
    begun_at: 'bigint not null',
    last_at: 'bigint not null',
  })
    .addPrimaryKeyConstraint('listening_key', ['account_id', 'variant_id'])
    .execute();
  await table(db, 'fallen_grant', {
    id: 'integer primary key',
    at: 'bigint not null',
    kind: "text not null check (kind in ('variant', 'station'))",
    subject: 'text not null',
    area_id: 'text not null',
    grant_id: 'text not null',
    reason: 'text not null',
    signers: 'text not null',
  }).execute();
  await index(db, 'fallen_grant', 'subject');
}

async function createRosterRequests(db: Migrated): Promise<void> {
  await table(db, 'roster_request', {
    id: 'text primary key',
    commune_id: 'text not null references area(id)',
    asked: 'text not null',
    reason: 'text not null',
    base_version: 'bigint not null',
    version: 'bigint not null',
    payload: 'text not null',
    cty: 'text not null',
    signatures: 'text not null',
    state: "text not null check (state in ('open', 'done', 'cancelled'))",
    created_by: 'text not null',
    created_at: 'bigint not null',
    expires_at: 'bigint not null',
    closed_at: 'bigint',
  }).execute();
  await index(db, 'roster_request', 'commune_id', 'created_at');
}
