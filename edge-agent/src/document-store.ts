import type { Sqlite } from '@loa/shared/node/sqlite';
import { z } from 'zod';
import { allRows, Blob, firstRow, parseJson, statement } from './rows.js';
import { Stop } from './state.js';

export type DocumentName = 'plan' | 'roster' | 'receipt' | 'override';

/** Where accepted documents, their counters and their grants are kept. Writes belong inside a journal's commit. */
export interface DocumentStore {
  /** The highest counter accepted, 0 for none. */
  counter(kind: DocumentName, audience: string): number;
  counters(kind: DocumentName): ReadonlyMap<string, number>;
  /** sha256 of the document in force, so that its redelivery is no event. */
  hashInForce(kind: DocumentName, audience: string): string | null;
  accept(document: AcceptedDocument): void;
  /** The payload in force; null where there is none or it can no longer be read. */
  inForce<T>(kind: DocumentName, audience: string, schema: z.ZodType<T>): T | null;
  /** Forgets a document, so that the same one is accepted when it is delivered again. */
  forget(kind: DocumentName, audience: string): void;
  stops(): Stop[];
  replaceStops(areaId: string, stops: readonly Stop[]): void;
  /** Whether this document was refused before; remembers it. */
  refusedBefore(sha256: string, at: number): boolean;
  grant(grantId: string): Uint8Array | null;
  keepGrant(grantId: string, bytes: Uint8Array, at: number): void;
  forgetGrants(before: number, keep: ReadonlySet<string>): void;
}

export interface AcceptedDocument {
  kind: DocumentName;
  audience: string;
  counter: number;
  sha256: string;
  bytes: Uint8Array;
  payload: unknown;
}

/** As many refused documents are remembered; an attacker's noise must not fill the card. */
const REFUSALS_KEPT = 2_000;

const Head = z.object({ audience: z.string(), counter: z.int(), sha256: z.string() });
type Head = z.infer<typeof Head>;

export function createDocumentStore({ db }: { db: Sqlite }): DocumentStore {
  // Every message that arrives is judged by the heads of them all. A write forgets what is known of its kind until the
  // next question, so that a commit that failed leaves nothing behind.
  const heads = new Map<DocumentName, ReadonlyMap<string, Head>>();

  function headsOf(kind: DocumentName): ReadonlyMap<string, Head> {
    const rows = () =>
      allRows(db, Head, 'SELECT audience, counter, sha256 FROM documents WHERE kind = ?', kind);
    const known = heads.get(kind) ?? new Map(rows().map((row) => [row.audience, row]));
    if (!db.inTransaction) heads.set(kind, known);
    return known;
  }

  return {
    counter: (kind, audience) => headsOf(kind).get(audience)?.counter ?? 0,
    counters: (kind) => new Map([...headsOf(kind)].map(([audience, { counter }]) => [audience, counter])),
    hashInForce: (kind, audience) => headsOf(kind).get(audience)?.sha256 ?? null,
    accept({ kind, audience, counter, sha256, bytes, payload }) {
      heads.delete(kind);
      statement(
        db,
        `INSERT INTO documents (kind, audience, counter, sha256, bytes, body) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET counter = excluded.counter, sha256 = excluded.sha256,
           bytes = excluded.bytes, body = excluded.body`,
      ).run(kind, audience, counter, sha256, bytes, JSON.stringify(payload));
    },
    inForce(kind, audience, schema) {
      const sql = 'SELECT body FROM documents WHERE kind = ? AND audience = ?';
      return parseJson(schema, firstRow(db, BodyRow, sql, kind, audience)?.body ?? null);
    },
    forget(kind, audience) {
      heads.delete(kind);
      statement(
        db,
        "UPDATE documents SET counter = counter - 1, sha256 = '', bytes = NULL, body = NULL WHERE kind = ? AND audience = ?",
      ).run(kind, audience);
    },
    stops: () =>
      allRows(db, BodyRow, 'SELECT body FROM stops').flatMap(({ body }) => parseJson(Stop, body) ?? []),
    replaceStops(areaId, stops) {
      statement(db, 'DELETE FROM stops WHERE area_id = ?').run(areaId);
      const insert = statement(db, 'INSERT OR REPLACE INTO stops VALUES (?, ?, ?)');
      for (const stop of stops) insert.run(stop.overrideId, areaId, JSON.stringify(stop));
    },
    refusedBefore(sha256, at) {
      const fresh = statement(db, 'INSERT OR IGNORE INTO refusals VALUES (?, ?)').run(sha256, at).changes > 0;
      if (!fresh) return true;
      statement(
        db,
        'DELETE FROM refusals WHERE rowid IN (SELECT rowid FROM refusals ORDER BY rowid DESC LIMIT -1 OFFSET ?)',
      ).run(REFUSALS_KEPT);
      return false;
    },
    grant: (grantId) =>
      firstRow(db, BytesRow, 'SELECT bytes FROM grants WHERE grant_id = ?', grantId)?.bytes ?? null,
    keepGrant(grantId, bytes, at) {
      statement(db, 'INSERT OR REPLACE INTO grants VALUES (?, ?, ?)').run(grantId, bytes, at);
    },
    forgetGrants(before, keep) {
      const rows = allRows(db, GrantRow, 'SELECT grant_id FROM grants WHERE used_at < ?', before);
      for (const { grant_id } of rows) {
        if (!keep.has(grant_id)) statement(db, 'DELETE FROM grants WHERE grant_id = ?').run(grant_id);
      }
    },
  };
}

const BytesRow = z.object({ bytes: Blob });
const GrantRow = z.object({ grant_id: z.string() });
const BodyRow = z.object({ body: z.string().nullable() });
