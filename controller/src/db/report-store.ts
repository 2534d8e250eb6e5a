import { Ed25519Jwk } from '@loa/shared/messages/jwk';
import { type ArrivedReport, createJournalWriter, type StoredReports } from './journals.js';
import { createPlaybackWriter, type FoldedPlaybacks } from './playback-writer.js';
import { inTransaction, type SqliteDatabase } from './sqlite-turn.js';

/** Who may sign reports of a box. */
export type ReportKey =
  | {
      kind: 'enrolled';
      keyId: string;
      jwk: Ed25519Jwk;
      /** A key that the box had before, good for what it formed then; asked only for a kid that is not its own. */
      former?: (kid: string, at: number) => Ed25519Jwk | undefined;
    }
  | { kind: 'unknown' }
  | { kind: 'revoked' };

export interface ReportStore {
  keyOf(boxId: string): ReportKey;
  /** Stores a batch and folds it into the playback log, in one transaction. */
  commit(reports: readonly ArrivedReport[]): Promise<StoredReports & FoldedPlaybacks>;
}

/** The hot path of ingest: statements are prepared once and run without the query builder. */
export function createReportStore(database: SqliteDatabase): ReportStore {
  const { sqlite } = database;
  const writeJournals = createJournalWriter(sqlite);
  const writePlaybacks = createPlaybackWriter(sqlite);
  const box = sqlite.prepare<[string], { state: string; key_id: string | null; key_jwk: string | null }>(
    'select state, key_id, key_jwk from box where id = ?',
  );
  const formerKey = sqlite.prepare<[string, string, number], { key_jwk: string }>(
    'select key_jwk from box_former_key where key_id = ? and box_id = ? and until > ?',
  );
  // A JWK object that is kept is imported once; a changed text is a changed key.
  const keys = new Map<string, { text: string; key: ReportKey }>();
  return {
    keyOf(boxId) {
      const row = box.get(boxId);
      if (!row) return { kind: 'unknown' };
      if (row.state === 'revoked') return { kind: 'revoked' };
      if (row.key_jwk === null || row.key_id === null) return { kind: 'unknown' };
      const known = keys.get(boxId);
      if (known?.text === row.key_jwk) return known.key;
      const jwk = Ed25519Jwk.parse(JSON.parse(row.key_jwk));
      const former = (kid: string, at: number) => {
        const before = formerKey.get(kid, boxId, at);
        return before && Ed25519Jwk.parse(JSON.parse(before.key_jwk));
      };
      const key: ReportKey = { kind: 'enrolled', keyId: row.key_id, jwk, former };
      keys.set(boxId, { text: row.key_jwk, key });
      return key;
    },
    commit: (reports) =>
      inTransaction(database, () => {
        const stored = writeJournals(reports);
        return { ...stored, ...writePlaybacks(stored.fresh.values()) };
      }),
  };
}
