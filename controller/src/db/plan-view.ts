import { InvariantError } from '@loa/shared/errors';
import { Plan } from '@loa/shared/messages/plan';
import { parseHeader, parsePayload } from '@loa/shared/trust/envelope';
import type { Db } from './database.js';

/** A box's newest plan, read for people; boxes verify the signed bytes themselves. */
export async function planOfBox(db: Db, boxId: string): Promise<Plan | null> {
  const row = await db.selectFrom('plan').select('bytes').where('box_id', '=', boxId).executeTakeFirst();
  if (!row) return null;
  const [encoded = '', payload = ''] = Buffer.from(row.bytes).toString('latin1').split('.');
  const header = parseHeader(encoded);
  if (!header) throw new InvariantError(`The stored plan of ${boxId} has no readable header.`);
  const opened = parsePayload(Buffer.from(payload, 'base64url'), header.cty, Plan, header.kid);
  if (!opened.ok) throw new InvariantError(`The stored plan of ${boxId} cannot be read: ${opened.detail}`);
  return opened.payload;
}
