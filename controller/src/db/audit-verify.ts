import type { Ed25519Jwk } from '@loa/shared/messages/jwk';
import { auditHash, CHAIN_START } from './audit-chain.js';
import { openSignedHeads } from './audit-head.js';
import type { Db } from './database.js';
import type { AuditTable } from './schema-audit.js';
import { turn } from './turn.js';

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

/** What is wrong with the log, from the first row that cannot be believed. */
export interface Break {
  row: number;
  kind: 'missing' | 'order' | 'changed' | 'rewritten' | 'cut' | 'unsigned';
  /** In words, English: for the command line and the machine's log. */
  why: string;
}

export type Verified =
  | { ok: true; rows: number; signedHeads: number; head: NotedHead | null }
  | ({ ok: false } & Break);

/** Rows between two turns: a few milliseconds of the one thread that the broker lives in. */
const PIECE = 200;

/** Walks the whole chain and holds it against the signed heads and those that were noted elsewhere. Only reads. */
export async function verifyAudit(db: Db, options: VerifyOptions): Promise<Verified> {
  const walk = await startChainWalk(db, options);
  for (let step = await walk.next(PIECE); step !== 'end'; step = await walk.next(PIECE)) {
    if (step !== 'more') return { ok: false, ...step };
    await turn();
  }
  const { rows, last, signedHeads } = walk.at();
  return { ok: true, rows, signedHeads, head: rows === 0 ? null : { id: last.id, hash: last.hash } };
}

export interface ChainWalk {
  /** Goes on by so many rows at most; `end`: everything up to the newest row stands, and new rows may be walked later. */
  next(most: number): Promise<'more' | 'end' | Break>;
  /** How far it has come: the last row that stands, when it was written, and how many there were. */
  at(): { rows: number; signedHeads: number; last: NotedHead & { at: number } };
}

/** One way along the chain, in pieces as small as wished. What was signed meanwhile, the next walk looks at. */
export async function startChainWalk(db: Db, { keys, noted = [] }: VerifyOptions): Promise<ChainWalk> {
  const signed = await openSignedHeads(db, keys);
  const promised = promisesOf(signed, noted);
  let last: NotedHead & { at: number } = { id: 0, hash: CHAIN_START, at: 0 };
  let rows = 0;
  return {
    at: () => ({ rows, signedHeads: signed.length, last }),
    async next(most) {
      const page = await db
        .selectFrom('audit')
        .selectAll()
        .where('id', '>', last.id)
        .orderBy('id')
        .limit(most)
        .execute();
      for (const row of page) {
        const found = breakAt(row, last) ?? brokenPromise(row, promised);
        if (found) return { row: row.id, ...found };
        last = row;
        rows += 1;
      }
      return page.length < most ? (cutOff(last, promised) ?? unsignedHead(signed) ?? 'end') : 'more';
    },
  };
}

interface Promised extends NotedHead {
  source: string;
}
type SignedHeads = Awaited<ReturnType<typeof openSignedHeads>>;

/** Which rows somebody vouches for, in order. */
function promisesOf(signed: SignedHeads, noted: readonly NotedHead[]): Promised[] {
  return [
    ...signed.flatMap(({ head }) =>
      head ? [{ ...head, id: head.auditId, source: `signed on ${day(head.signedAt)}` }] : [],
    ),
    ...noted.map((head) => ({ ...head, source: 'noted elsewhere' })),
  ].sort((a, b) => a.id - b.id);
}

function cutOff(last: NotedHead, [cut]: readonly Promised[]): Break | null {
  if (!cut) return null;
  const why = `The log was cut: it ends with row ${last.id}, but the head ${cut.source} names row ${cut.id}.`;
  return { row: last.id + 1, kind: 'cut', why };
}

function unsignedHead(signed: SignedHeads): Break | null {
  const unsigned = signed.find(({ head, auditId }) => head === null || head.auditId !== auditId);
  if (!unsigned) return null;
  const why = `The head kept for row ${unsigned.auditId} (${day(unsigned.signedAt)}) was not signed by the controller's key: it was put in or changed. If the key was changed since, name the former one with --controller-key.`;
  return { row: unsigned.auditId, kind: 'unsigned', why };
}

type Found = Omit<Break, 'row'>;

function breakAt(row: AuditTable, last: NotedHead): Found | null {
  const { id, at, actor, action, subject } = row;
  const name = `Row ${id} (${new Date(at).toISOString()}, ${action} by ${actor})`;
  const gap = id - last.id - 1;
  if (row.prev !== last.hash) {
    if (gap > 0) {
      const which = gap === 1 ? `Row ${id - 1} is` : `Rows ${last.id + 1} to ${id - 1} are`;
      return { kind: 'missing', why: `${which} missing.` };
    }
    const why = `${name} does not follow row ${last.id}: one of the two was rewritten, or a row was put in or taken out.`;
    return { kind: 'order', why };
  }
  const detail = parsed(row.detail);
  const said = { id, at, actor, action, areaId: row.area_id, subject, prev: row.prev };
  if (detail.ok && auditHash({ ...said, detail: detail.value }) === row.hash) return null;
  return { kind: 'changed', why: `${name} was changed after it was written.` };
}

/** Takes the promises that this row answers off the list; says which one it breaks. */
function brokenPromise({ id, hash }: AuditTable, promised: Promised[]): Found | null {
  for (let next = promised[0]; next && next.id <= id; next = promised[0]) {
    promised.shift();
    if (next.id === id && next.hash === hash) continue;
    const why = `The rows up to ${next.id} were rewritten: the head ${next.source} names another row ${next.id}.`;
    return { kind: 'rewritten', why };
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
