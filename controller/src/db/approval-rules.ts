import { z } from 'zod';
import type { Db } from './database.js';
import { readSetting, writeSetting } from './settings.js';

const keyOf = (communeId: string) => `approval.author-may-approve/${communeId}`;

/** Whether whoever wrote a bulletin of this commune may also approve it; no, where nobody said so. */
export async function authorMayApprove(db: Db, communeId: string): Promise<boolean> {
  return (await readSetting(db, keyOf(communeId), z.boolean())) ?? false;
}

export async function setAuthorMayApprove(db: Db, communeId: string, may: boolean): Promise<void> {
  await writeSetting(db, keyOf(communeId), may);
}
