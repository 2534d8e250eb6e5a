import { Sha256 } from '@loa/shared/ids';
import { Instant } from '@loa/shared/instant';
import type { Ed25519Jwk } from '@loa/shared/messages/jwk';
import { openCompact, signCompact } from '@loa/shared/trust/envelope';
import type { SigningKey } from '@loa/shared/trust/keys';
import { z } from 'zod';
import type { Db } from './database.js';

/** What the controller signs once a day: the chain's newest row at that time. */
export const SignedHead = z.object({ auditId: z.int().positive(), hash: Sha256, signedAt: Instant });
export type SignedHead = z.infer<typeof SignedHead>;

/** Where the chain stands: whoever notes it down can tell later whether anything up to `id` was rewritten. */
export interface AuditHead {
  id: number;
  hash: string;
  at: number;
  /** The newest signed head, as a compact JWS; null before the first. */
  signed: { auditId: number; signedAt: number; jws: string } | null;
}

/** The newest row; null while nothing was written. For reports that are frozen with it, and for `loa audit head`. */
export async function auditHead(db: Db): Promise<AuditHead | null> {
  const row = await db
    .selectFrom('audit')
    .select(['id', 'hash', 'at'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  const signed = await db
    .selectFrom('audit_head')
    .selectAll()
    .orderBy('audit_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!signed) return { ...row, signed: null };
  const { audit_id: auditId, signed_at: signedAt } = signed;
  return { ...row, signed: { auditId, signedAt, jws: Buffer.from(signed.bytes).toString('latin1') } };
}

/**
 * Signs the newest row's hash with the controller's key and keeps it; null where nothing was written since the last time. Ask the clock
 * guard first.
 */
export async function signAuditHead(
  db: Db,
  { signer, now }: { signer: SigningKey; now: number },
): Promise<SignedHead | null> {
  const head = await auditHead(db);
  if (!head || head.signed?.auditId === head.id) return null;
  const signed: SignedHead = { auditId: head.id, hash: head.hash, signedAt: now };
  const bytes = await signCompact('auditHead', signed, signer);
  await db
    .insertInto('audit_head')
    .values({ audit_id: head.id, hash: head.hash, signed_at: now, bytes })
    // Two controllers over one database sign the same row.
    .onConflict((conflict) => conflict.column('audit_id').doNothing())
    .execute();
  return signed;
}

/** Every signed head in order, opened with the controller's keys; `null` for one that none of them signed. */
export async function openSignedHeads(
  db: Db,
  keys: ReadonlyMap<string, Ed25519Jwk>,
): Promise<{ auditId: number; signedAt: number; head: SignedHead | null }[]> {
  const rows = await db.selectFrom('audit_head').selectAll().orderBy('audit_id').execute();
  return Promise.all(
    rows.map(async ({ audit_id: auditId, signed_at: signedAt, bytes }) => {
      const opened = await openCompact('auditHead', bytes, SignedHead, (kid) => keys.get(kid));
      return { auditId, signedAt, head: opened.ok ? opened.payload : null };
    }),
  );
}
