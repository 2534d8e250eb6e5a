import { EnrolAnswer, EnrolRequest } from '@loa/shared/messages/agent-http';
import type { Ed25519Jwk } from '@loa/shared/messages/jwk';
import { z } from 'zod';
import { writeAudit } from './audit.js';
import type { Db } from './database.js';
import { readJson } from './json-column.js';
import type { BoxState } from './schema.js';

const Exchange = z.object({ request: EnrolRequest, answer: EnrolAnswer });
export type Exchange = z.infer<typeof Exchange>;

/** What a code remembers: the first steps that wait for their second, then the proof that was accepted. */
const Pending = z.object({
  exchanges: z.array(Exchange),
  /** sha256 hex of the accepted proof, so that a box may ask again when the answer was lost. */
  accepted: z.string().optional(),
});

export interface EnrolmentRecord {
  codeId: string;
  boxId: string;
  boxState: BoxState;
  areaId: string;
  /** Empty once the code was used or burnt. */
  secret: string;
  expiresAt: number;
  attempts: number;
  usedAt: number | null;
  exchanges: Exchange[];
  accepted: string | null;
}

/** A stranger who begins again and again must not push out the box that stands between its two steps. */
const EXCHANGES_KEPT = 16;

export async function findEnrolment(db: Db, codeId: string): Promise<EnrolmentRecord | null> {
  const row = await db
    .selectFrom('enrolment_code as code')
    .innerJoin('box', 'box.id', 'code.box_id')
    .innerJoin('cluster', 'cluster.id', 'box.cluster_id')
    .selectAll('code')
    .select(['box.state', 'cluster.area_id'])
    .where('code.code_id', '=', codeId)
    .executeTakeFirst();
  if (!row) return null;
  const pending = row.pending === null ? null : readJson(Pending, row.pending, 'enrolment_code.pending');
  return {
    codeId: row.code_id,
    boxId: row.box_id,
    boxState: row.state,
    areaId: row.area_id,
    secret: row.secret,
    expiresAt: row.expires_at,
    attempts: row.attempts,
    usedAt: row.used_at,
    exchanges: pending?.exchanges ?? [],
    accepted: pending?.accepted ?? null,
  };
}

/** Remembers a first step beside the others of the same code: only one of them will know the secret. */
export async function addExchange(db: Db, codeId: string, exchange: Exchange): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const record = await findEnrolment(trx, codeId);
    if (!record || record.usedAt !== null) return;
    const exchanges = [...record.exchanges, exchange].slice(-EXCHANGES_KEPT);
    await trx
      .updateTable('enrolment_code')
      .set({ pending: JSON.stringify({ exchanges }) })
      .where('code_id', '=', codeId)
      .execute();
  });
}

/** Counts a wrong proof and says how many there were; at `burnAt` the secret is forgotten. An incident tells of it. */
export async function countWrongProof(
  db: Db,
  wrong: { codeId: string; boxId: string; detail: string; at: number; burnAt: number },
): Promise<number> {
  return await db.transaction().execute(async (trx) => {
    const { attempts } = await trx
      .updateTable('enrolment_code')
      .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
      .where('code_id', '=', wrong.codeId)
      .returning('attempts')
      .executeTakeFirstOrThrow();
    if (attempts >= wrong.burnAt) {
      await trx
        .updateTable('enrolment_code')
        .set({ secret: '' })
        .where('code_id', '=', wrong.codeId)
        .execute();
    }
    if (attempts <= wrong.burnAt) {
      await trx
        .insertInto('incident')
        .values({ at: wrong.at, box_id: wrong.boxId, kind: 'enrolment_refused', detail: wrong.detail })
        .execute();
    }
    return attempts;
  });
}

/** Whether another box, not revoked, signs with this key: a copied memory card would speak for two boxes. */
export async function keyIsTaken(db: Db, keyId: string, boxId: string): Promise<boolean> {
  const row = await db
    .selectFrom('box')
    .select('id')
    .where('key_id', '=', keyId)
    .where('id', '!=', boxId)
    .where('state', '!=', 'revoked')
    .executeTakeFirst();
  return row !== undefined;
}

export interface Enrolled {
  record: EnrolmentRecord;
  boxKey: Ed25519Jwk;
  boxKeyId: string;
  /** The commune that the box pinned with it. */
  communeId: string;
  /** sha256 hex of the accepted proof. */
  accepted: string;
  at: number;
}

/**
 * Uses the code up and gives the box its key; tokens of a former key end. False when somebody used the code or revoked
 * the box in the meantime.
 */
export async function completeEnrolment(db: Db, enrolled: Enrolled): Promise<boolean> {
  const { record, at } = enrolled;
  return await db.transaction().execute(async (trx) => {
    const used = await trx
      .updateTable('enrolment_code')
      .set({
        used_at: at,
        secret: '',
        pending: JSON.stringify({ exchanges: [], accepted: enrolled.accepted }),
      })
      .where('code_id', '=', record.codeId)
      .where('used_at', 'is', null)
      .where('secret', '=', record.secret)
      .executeTakeFirst();
    if (Number(used.numUpdatedRows) !== 1) return false;
    await trx
      .updateTable('box')
      .set({
        key_jwk: JSON.stringify(enrolled.boxKey),
        key_id: enrolled.boxKeyId,
        state: 'enrolled',
        enrolled_at: at,
        commune_id: enrolled.communeId,
      })
      .where('id', '=', record.boxId)
      .execute();
    await trx.deleteFrom('box_token').where('box_id', '=', record.boxId).execute();
    await writeAudit(trx, {
      at,
      actor: 'system',
      action: 'box.enrol',
      areaId: record.areaId,
      subject: record.boxId,
      detail: { keyId: enrolled.boxKeyId },
    });
    return true;
  });
}
