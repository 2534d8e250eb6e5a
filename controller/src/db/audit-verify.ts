import type { Ed25519Jwk } from '@loa/shared/messages/jwk';
import { auditHash, CHAIN_START } from './audit-chain.js';
import { openSignedHeads } from './audit-head.js';
import type { Db } from './database.js';
import type { AuditTable } from './schema-audit.js';

/** A head that somebody noted down elsewhere: in a report, on paper, in an older backup. */
export interface NotedHead {
  id: number;
  hash: string;
}

export interface VerifyOptions {
  /** The controller's keys by their ids, the present one and former ones. */
  keys: ReadonlyMap<string, Ed25519Jwk>;
  noted?: readonly NotedHead[];
}

export type Verified =
  | { ok: true; rows: number; signedHeads: number; head: NotedHead | null }
  /** `row` is the first that cannot be believed; `why` says what happened to it, in words. */
  | { ok: false; row: number; why: string };

const PAGE = 5_000;

/** Walks the whole chain and holds it against the signed heads and those that were noted elsewhere. Only reads. */
export async function verifyAudit(db: Db, { keys, noted = [] }: VerifyOptions): Promise<Verified> {
  const signed = await openSignedHeads(db, keys);
  const unsigned = signed.find(({ head, auditId }) => head === null || head.auditId !== auditId);
  const promised = [
    ...signed.flatMap(({ head }) =>
      head ? [{ ...head, id: head.auditId, source: `signed on ${day(head.signedAt)}` }] : [],
    ),
    ...noted.map((head) => ({ ...head, source: 'noted elsewhere' })),
  ].sort((a, b) => a.id - b.id);
  const walked = await walk(db, promised);
  if (!walked.ok) return walked;
  if (unsigned) {
    const why = `The head kept for row ${unsigned.auditId} (${day(unsigned.signedAt)}) was not signed by the controller's key: it was put in or changed. If the key was changed since, name the former one with --controller-key.`;
    return { ok: false, row: unsigned.auditId, why };
  }
  return { ok: true, rows: walked.rows, signedHeads: signed.length, head: walked.head };
}

interface Promised extends NotedHead {
  source: string;
}

type Walked = { ok: true; rows: number; head: NotedHead | null } | { ok: false; row: number; why: string };

async function walk(db: Db, promised: Promised[]): Promise<Walked> {
  let last: NotedHead = { id: 0, hash: CHAIN_START };
  let rows = 0;
  for (;;) {
    const page = await db
      .selectFrom('audit')
      .selectAll()
      .where('id', '>', last.id)
      .orderBy('id')
      .limit(PAGE)
      .execute();
    for (const row of page) {
      const why = breakAt(row, last) ?? brokenPromise(row, promised);
      if (why !== null) return { ok: false, row: row.id, why };
      last = row;
      rows += 1;
    }
    if (page.length < PAGE) break;
  }
  const [cut] = promised;
  if (cut) {
    const why = `The log was cut: it ends with row ${last.id}, but the head ${cut.source} names row ${cut.id}.`;
    return { ok: false, row: last.id + 1, why };
  }
  return { ok: true, rows, head: rows === 0 ? null : { id: last.id, hash: last.hash } };
}

function breakAt(row: AuditTable, last: NotedHead): string | null {
  const { id, at, actor, action, subject } = row;
  const name = `Row ${id} (${new Date(at).toISOString()}, ${action} by ${actor})`;
  const gap = id - last.id - 1;
  if (row.prev !== last.hash) {
    if (gap > 0) return `${gap === 1 ? `Row ${id - 1} is` : `Rows ${last.id + 1} to ${id - 1} are`} missing.`;
    return `${name} does not follow row ${last.id}: one of the two was rewritten, or a row was put in or taken out.`;
  }
  const detail = parsed(row.detail);
  const said = { id, at, actor, action, areaId: row.area_id, subject, prev: row.prev };
  if (detail.ok && auditHash({ ...said, detail: detail.value }) === row.hash) return null;
  return `${name} was changed after it was written.`;
}

/** Takes the promises that this row answers off the list; says which one it breaks. */
function brokenPromise({ id, hash }: AuditTable, promised: Promised[]): string | null {
  for (let next = promised[0]; next && next.id <= id; next = promised[0]) {
    promised.shift();
    if (next.id === id && next.hash === hash) continue;
    return `The rows up to ${next.id} were rewritten: the head ${next.source} names another row ${next.id}.`;
  }
  return null;
}

function parsed(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false };
  }
}

const day = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
