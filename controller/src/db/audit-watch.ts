import type { AuditChain } from '@loa/shared/api/logs';
import { DAY, MINUTE } from '@loa/shared/instant';
import type { Ed25519Jwk } from '@loa/shared/messages/jwk';
import type { Clock } from '@loa/shared/ports/clock';
import { auditHead } from './audit-head.js';
import { type Break, type ChainWalk, startChainWalk } from './audit-verify.js';
import type { Db } from './database.js';
import { turn } from './turn.js';

/** Rows between two turns: some milliseconds of the one thread that the broker lives in. */
const PIECE = 200;
/** One question walks so many pieces at most: a page that waits asks again. */
const PIECES = 20;
/** What was walked long ago may have been changed since; a break may have been mended (a former key, a backup). */
const WALK_AGAIN_MS = DAY;
const LOOK_AGAIN_MS = 5 * MINUTE;

export interface AuditWatch {
  /** Walks on from where the last question came to, a little, and says how the log stands. */
  status(): Promise<AuditChain>;
}

interface Way {
  walk: ChainWalk;
  begunAt: number;
  broken: Break | null;
}

/** Whether the audit log stands as it was written, found out by small pieces while somebody asks. */
export function createAuditWatch({
  db,
  clock,
  keys,
}: {
  db: Db;
  clock: Clock;
  keys: () => ReadonlyMap<string, Ed25519Jwk>;
}): AuditWatch {
  let way: Way | null = null;
  let asked: Promise<AuditChain> | null = null;

  async function ask(): Promise<AuditChain> {
    const now = clock.now();
    if (way === null || isOld(way, now)) {
      way = { walk: await startChainWalk(db, { keys: keys() }), begunAt: now, broken: null };
    }
    const complete = way.broken !== null || (await goOn(way));
    return complete ? told(way, db, now) : checking(way, db);
  }

  return {
    status() {
      // Two people who look at once share one walk.
      asked ??= ask().finally(() => {
        asked = null;
      });
      return asked;
    },
  };
}

function isOld({ broken, begunAt }: Way, now: number): boolean {
  return now - begunAt > (broken ? LOOK_AGAIN_MS : WALK_AGAIN_MS);
}

/** True once the newest row is reached, or the first that cannot be believed. */
async function goOn(way: Way): Promise<boolean> {
  for (let piece = 0; piece < PIECES; piece += 1) {
    const step = await way.walk.next(PIECE);
    if (step === 'end') return true;
    if (step !== 'more') {
      way.broken = step;
      return true;
    }
    await turn();
  }
  return false;
}

async function checking({ walk }: Way, db: Db): Promise<AuditChain> {
  const { rows } = walk.at();
  return { state: 'checking', rows, total: Math.max(rows, (await auditHead(db))?.id ?? 0) };
}

async function told({ walk, broken }: Way, db: Db, checkedAt: number): Promise<AuditChain> {
  const { rows, last } = walk.at();
  const until = rows === 0 ? null : last.at;
  if (broken) return { state: 'broken', row: broken.row, kind: broken.kind, until, checkedAt };
  const signedAt = (await auditHead(db))?.signed?.signedAt ?? null;
  return { state: 'whole', rows, until, signedAt, checkedAt };
}
