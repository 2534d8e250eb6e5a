import { openSqlite, type Sqlite } from '@loa/shared/node/sqlite';

const MIGRATIONS = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  -- AUTOINCREMENT: a seq is never used again, even after entries were dropped.
  CREATE TABLE entries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    body TEXT NOT NULL
  );
  CREATE TABLE playbacks (
    playback_id TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    scheduled_at INTEGER NOT NULL,
    body TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE documents (
    kind TEXT NOT NULL,
    audience TEXT NOT NULL,
    counter INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    bytes BLOB,
    body TEXT,
    PRIMARY KEY (kind, audience)
  ) WITHOUT ROWID;
  CREATE TABLE stops (override_id TEXT NOT NULL, area_id TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (area_id, override_id)) WITHOUT ROWID;
  CREATE TABLE grants (grant_id TEXT PRIMARY KEY, bytes BLOB NOT NULL, used_at INTEGER NOT NULL);
  CREATE TABLE refusals (sha256 TEXT PRIMARY KEY, at INTEGER NOT NULL);
  CREATE TABLE messages (
    first_seq INTEGER PRIMARY KEY,
    last_seq INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    bytes BLOB NOT NULL,
    receipted_at INTEGER
  );
  CREATE INDEX messages_last ON messages (last_seq);
  `,
  // A receipt touches what it newly covers, not the thirty days of messages that are kept behind it.
  'CREATE INDEX messages_waiting ON messages (last_seq) WHERE receipted_at IS NULL;',
  // Without rowids a key is compared with the whole of every row it passes, and these rows hold whole plans.
  `
  ALTER TABLE documents RENAME TO documents_before;
  CREATE TABLE documents (
    kind TEXT NOT NULL,
    audience TEXT NOT NULL,
    counter INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    bytes BLOB,
    body TEXT,
    PRIMARY KEY (kind, audience)
  );
  INSERT INTO documents SELECT kind, audience, counter, sha256, bytes, body FROM documents_before;
  DROP TABLE documents_before;
  `,
];

/** Opens the box's database and brings its tables up to date. */
export function openJournalDb(path: string): Sqlite {
  const db = openSqlite(path);
  const version = Number(db.pragma('user_version', { simple: true }));
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < version) continue;
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${index + 1}`);
    })();
  }
  return db;
}
