import { sql } from 'kysely';
import { index, type Migrated, table } from './build-table.js';

/** Every table of the first release. Portable SQL, except where a comment says so. */
export const initial = {
  name: '001-initial',
  async up(db: Migrated): Promise<void> {
    await createPlaces(db);
    await createPeople(db);
    await createContent(db);
    await createDispatch(db);
    await createPlaybacks(db);
    await createJournals(db);
    await createLogs(db);
  },
};

async function createPlaces(db: Migrated): Promise<void> {
  await table(db, 'area', {
    id: 'text primary key',
    parent_id: 'text references area(id)',
    level: "text not null check (level in ('province', 'commune', 'village'))",
    kind: 'text not null',
    name: 'text not null',
    households: 'integer',
    population: 'integer',
    languages: 'text not null',
    flags: 'text not null',
    lat: 'real',
    lon: 'real',
    hours: 'text',
    zone: 'text',
    created_at: 'bigint not null',
  }).execute();
  await table(db, 'cluster', {
    id: 'text primary key',
    area_id: 'text not null references area(id)',
    name: 'text not null',
    lat: 'real',
    lon: 'real',
    languages: 'text not null',
    hours: 'text',
    max_gain_db: 'real not null',
    created_at: 'bigint not null',
  }).execute();
  await table(db, 'box', {
    id: 'text primary key',
    cluster_id: 'text not null references cluster(id)',
    name: 'text not null',
    key_jwk: 'text',
    key_id: 'text',
    state: "text not null check (state in ('created', 'enrolled', 'revoked'))",
    created_at: 'bigint not null',
    enrolled_at: 'bigint',
    revoked_at: 'bigint',
    last_status: 'text',
    last_seen_at: 'bigint',
    outputs: "text not null default '[]'",
  }).execute();
  await table(db, 'enrolment_code', {
    code_id: 'text primary key',
    box_id: 'text not null references box(id)',
    secret: 'text not null',
    expires_at: 'bigint not null',
    attempts: 'integer not null default 0',
    used_at: 'bigint',
    pending: 'text',
  }).execute();
  await table(db, 'box_token', {
    hash: 'text primary key',
    box_id: 'text not null references box(id)',
    expires_at: 'bigint not null',
  }).execute();
  await index(db, 'area', 'parent_id');
  await index(db, 'cluster', 'area_id');
  await index(db, 'box', 'cluster_id');
  await index(db, 'enrolment_code', 'box_id');
  await index(db, 'box_token', 'box_id');
}

async function createPeople(db: Migrated): Promise<void> {
  await table(db, 'account', {
    id: 'text primary key',
    login: 'text not null unique',
    name: 'text not null',
    password_hash: 'text not null',
    role: 'text not null',
    area_id: 'text not null references area(id)',
    person_id: 'text',
    created_at: 'bigint not null',
    disabled_at: 'bigint',
  }).execute();
  await table(db, 'web_session', {
    hash: 'text primary key',
    account_id: 'text not null references account(id)',
    created_at: 'bigint not null',
    expires_at: 'bigint not null',
    last_seen_at: 'bigint not null',
  }).execute();
  await table(db, 'api_token', {
    hash: 'text primary key',
    id: 'text not null unique',
    account_id: 'text not null references account(id)',
    label: 'text not null',
    created_at: 'bigint not null',
    revoked_at: 'bigint',
  }).execute();
  await index(db, 'web_session', 'account_id');
  await index(db, 'api_token', 'account_id');
}

async function createContent(db: Migrated): Promise<void> {
  await table(db, 'recording', {
    sha256: 'text primary key',
    bytes: 'integer not null',
    duration_ms: 'integer not null',
    lufs: 'real',
    peak_db: 'real',
    aac_sha256: 'text',
    aac_bytes: 'integer',
    created_at: 'bigint not null',
    created_by: 'text not null',
  }).execute();
  await table(db, 'original', {
    sha256: 'text primary key',
    recording_sha256: 'text not null references recording(sha256)',
    name: 'text not null',
    bytes: 'integer not null',
    format: 'text',
    created_at: 'bigint not null',
    created_by: 'text not null',
  }).execute();
  await table(db, 'bulletin', {
    id: 'text primary key',
    title: 'text not null',
    kind: "text not null check (kind in ('tin', 'bai', 'phongSu', 'toaDam', 'thongBao'))",
    column_name: 'text',
    topics: 'text not null',
    audiences: 'text not null',
    field_code: 'text',
    source_unit: 'text',
    valid_from: 'bigint',
    valid_until: 'bigint',
    area_id: 'text not null references area(id)',
    created_by: 'text not null',
    created_at: 'bigint not null',
    updated_at: 'bigint not null',
  }).execute();
  await table(db, 'variant', {
    id: 'text primary key',
    bulletin_id: 'text not null references bulletin(id)',
    language: 'text not null',
    recording_sha256: 'text references recording(sha256)',
    text: 'text',
    state:
      "text not null check (state in ('draft', 'submitted', 'approved', 'rejected', 'withdrawn', 'expired'))",
    state_reason: 'text',
    grant_id: 'text',
    submitted_by: 'text',
    updated_at: 'bigint not null',
  })
    .addUniqueConstraint('variant_language', ['bulletin_id', 'language'])
    .execute();
  await table(db, 'grant_doc', {
    id: 'text primary key',
    variant_id: 'text',
    bytes: 'blob not null',
    use: 'text not null',
    valid_from: 'bigint not null',
    valid_until: 'bigint not null',
    signed_at: 'bigint not null',
    signers: 'text not null',
    created_at: 'bigint not null',
  }).execute();
  await table(db, 'schedule', {
    id: 'text primary key',
    bulletin_id: 'text not null references bulletin(id)',
    name: 'text not null',
    area_ids: 'text not null',
    cluster_ids: 'text not null',
    timetable: 'text not null',
    priority: 'text not null',
    lateness: 'text not null',
    resume: 'text not null',
    gain_db: 'real not null',
    state: "text not null check (state in ('active', 'cancelled'))",
    cancelled_at: 'bigint',
    cancelled_by: 'text',
    created_by: 'text not null',
    created_at: 'bigint not null',
  }).execute();
  await index(db, 'original', 'recording_sha256');
  await index(db, 'bulletin', 'area_id');
  await index(db, 'grant_doc', 'variant_id');
  await index(db, 'schedule', 'bulletin_id');
  await index(db, 'schedule', 'state');
}

async function createDispatch(db: Migrated): Promise<void> {
  await table(db, 'roster', {
    commune_id: 'text not null',
    version: 'integer not null',
    bytes: 'blob not null',
    created_at: 'bigint not null',
  })
    .addPrimaryKeyConstraint('roster_key', ['commune_id', 'version'])
    .execute();
  await table(db, 'plan', {
    box_id: 'text primary key',
    revision: 'bigint not null',
    content_hash: 'text not null',
    covers_from: 'bigint not null',
    covers_until: 'bigint not null',
    issued_at: 'bigint not null',
    bytes: 'blob not null',
  }).execute();
  await table(db, 'override_entry', {
    id: 'text primary key',
    area_id: 'text not null',
    kind: 'text not null',
    doc: 'text not null',
    created_at: 'bigint not null',
    until: 'bigint not null',
    lifted_at: 'bigint',
    created_by: 'text not null',
  }).execute();
  await table(db, 'override_doc', {
    area_id: 'text primary key',
    revision: 'bigint not null',
    bytes: 'blob not null',
    expires_at: 'bigint not null',
  }).execute();
  await index(db, 'override_entry', 'area_id');
}

async function createPlaybacks(db: Migrated): Promise<void> {
  await table(db, 'playback', {
    // AUTOINCREMENT is SQLite's; PostgreSQL says "generated always as identity".
    num: 'integer primary key autoincrement',
    id: 'text not null unique',
    box_id: 'text not null',
    cluster_id: 'text not null',
    area_id: 'text not null',
    schedule_id: 'text',
    bulletin_id: 'text',
    variant_id: 'text',
    session_id: 'text not null',
    title: 'text not null',
    language: 'text not null',
    planned_at: 'bigint not null',
    latest_start_at: 'bigint not null',
    ends_by: 'bigint not null',
    duration_ms: 'integer not null',
    priority: 'text not null',
    state: 'text not null',
    reason: 'text',
    detail: 'text',
    provisional: 'integer not null default 0',
    withdrawn_at: 'bigint',
    started_at: 'bigint',
    ended_at: 'bigint',
    start_error_ms: 'real',
    delivered_ms: 'integer',
    rms_dbfs: 'real',
    peak_dbfs: 'real',
    underruns: 'integer',
    clock_state: 'text',
    clock_uncertainty_ms: 'real',
    sha256: 'text',
    grant_id: 'text',
    plan_revision: 'bigint',
    output: 'text',
    state_seq: 'integer',
    journal_num: 'integer',
    updated_at: 'bigint not null',
  }).execute();
  await index(db, 'playback', 'planned_at');
  await index(db, 'playback', 'area_id', 'planned_at');
  await index(db, 'playback', 'cluster_id', 'planned_at');
  await index(db, 'playback', 'box_id', 'planned_at');
  await index(db, 'playback', 'state', 'planned_at');
}

async function createJournals(db: Migrated): Promise<void> {
  await table(db, 'journal', {
    num: 'integer primary key autoincrement',
    id: 'text not null',
    box_id: 'text not null',
    stored_through: 'integer not null default 0',
    head_hash: 'text',
  })
    .addUniqueConstraint('journal_of_box', ['box_id', 'id'])
    .execute();
  // WITHOUT ROWID is SQLite's: entries are looked up by (journal, seq) alone, and it saves a second b-tree.
  await table(db, 'journal_entry', {
    journal_num: 'integer not null',
    seq: 'integer not null',
    at: 'bigint not null',
    kind: 'text not null',
    playback_id: 'text',
    body: 'text not null',
    rejected: 'integer not null',
    received_at: 'bigint not null',
  })
    .addPrimaryKeyConstraint('journal_entry_key', ['journal_num', 'seq'])
    .modifyEnd(sql`without rowid`)
    .execute();
  // Partial, for a playback's evidence page; entries without a playback cost ingest nothing.
  await sql`create index journal_entry_playback_id on journal_entry (playback_id) where playback_id is not null`.execute(
    db,
  );
  await table(db, 'report_message', {
    journal_num: 'integer not null',
    first_seq: 'integer not null',
    last_seq: 'integer not null',
    hash: 'text not null',
    prev: 'text',
    chain_ok: 'integer not null',
    received_at: 'bigint not null',
  })
    .addPrimaryKeyConstraint('report_message_key', ['journal_num', 'first_seq', 'hash'])
    .execute();
  await table(db, 'receipt', {
    box_id: 'text primary key',
    journal_num: 'integer not null',
    stored_through: 'integer not null',
    revision: 'bigint not null',
    bytes: 'blob not null',
  }).execute();
}

async function createLogs(db: Migrated): Promise<void> {
  await table(db, 'incident', {
    id: 'integer primary key autoincrement',
    at: 'bigint not null',
    box_id: 'text',
    kind: 'text not null',
    detail: 'text not null',
  }).execute();
  await table(db, 'audit', {
    id: 'integer primary key autoincrement',
    at: 'bigint not null',
    actor: 'text not null',
    action: 'text not null',
    area_id: 'text',
    subject: 'text not null',
    detail: 'text not null',
  }).execute();
  await table(db, 'setting', { key: 'text primary key', value: 'text not null' }).execute();
  await index(db, 'incident', 'at');
  await index(db, 'audit', 'at');
}
