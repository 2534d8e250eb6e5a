import { Ed25519Jwk } from '@loa/shared/messages/jwk';
import { writeAudit } from './audit.js';
import type { Db } from './database.js';
import { readJson } from './json-column.js';

export interface KeyOfBox {
  boxId: string;
  areaId: string;
  key: Ed25519Jwk;
  /** Whether the box has a newer one. */
  former: boolean;
}

/** The enrolled box that signs with this key, or did before it changed it. */
export async function boxOfAnyKey(db: Db, keyId: string): Promise<KeyOfBox | null> {
  const boxes = db
    .selectFrom('box')
    .innerJoin('cluster', 'cluster.id', 'box.cluster_id')
    .where('box.state', '=', 'enrolled');
  const current = await boxes
    .select(['box.id', 'cluster.area_id', 'box.key_jwk'])
    .where('box.key_id', '=', keyId)
    .executeTakeFirst();
  if (current?.key_jwk) {
    const key = readJson(Ed25519Jwk, current.key_jwk, 'box.key_jwk');
    return { boxId: current.id, areaId: current.area_id, key, former: false };
  }
  const former = await boxes
    .innerJoin('box_former_key', 'box_former_key.box_id', 'box.id')
    .select(['box.id', 'cluster.area_id', 'box_former_key.key_jwk as jwk'])
    .where('box_former_key.key_id', '=', keyId)
    .executeTakeFirst();
  if (!former) return null;
  const key = readJson(Ed25519Jwk, former.jwk, 'box_former_key.key_jwk');
  return { boxId: former.id, areaId: former.area_id, key, former: true };
}

export async function currentKeyId(db: Db, boxId: string): Promise<string | null> {
  const row = await db.selectFrom('box').select('key_id').where('id', '=', boxId).executeTakeFirst();
  return row?.key_id ?? null;
}

/** Whether any box has or had this key. */
export async function keyWasUsed(db: Db, keyId: string): Promise<boolean> {
  const box = await db.selectFrom('box').select('id').where('key_id', '=', keyId).executeTakeFirst();
  const former = await db
    .selectFrom('box_former_key')
    .select('key_id')
    .where('key_id', '=', keyId)
    .executeTakeFirst();
  return box !== undefined || former !== undefined;
}

export interface KeyChanged {
  box: KeyOfBox;
  formerId: string;
  fresh: { keyId: string; key: Ed25519Jwk };
  at: number;
  /** Until when reports that were formed before are taken. */
  formerUntil: number;
}

/** Puts the new key in the place of the former one; tokens of that one end. False when the box changed meanwhile. */
export async function changeBoxKey(
  db: Db,
  { box, formerId, fresh, at, formerUntil }: KeyChanged,
): Promise<boolean> {
  return await db.transaction().execute(async (trx) => {
    const changed = await trx
      .updateTable('box')
      .set({ key_jwk: JSON.stringify(fresh.key), key_id: fresh.keyId })
      .where('id', '=', box.boxId)
      .where('key_id', '=', formerId)
      .where('state', '=', 'enrolled')
      .executeTakeFirst();
    if (changed.numUpdatedRows !== 1n) return false;
    await trx
      .insertInto('box_former_key')
      .values({ key_id: formerId, box_id: box.boxId, key_jwk: JSON.stringify(box.key), until: formerUntil })
      .execute();
    await trx.deleteFrom('box_token').where('box_id', '=', box.boxId).execute();
    await writeAudit(trx, {
      ...{ at, actor: 'system', action: 'box.rotateKey', areaId: box.areaId, subject: box.boxId },
      detail: { from: formerId, to: fresh.keyId },
    });
    return true;
  });
}
