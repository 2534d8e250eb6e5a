import type { Bulletin, BulletinPatch } from '@loa/shared/api/bulletins';
import { defined } from '../db/areas.js';
import type { Db } from '../db/database.js';
import { loadBulletins } from '../db/planning-bulletins.js';
import type { BulletinInput } from '../planning/inputs.js';

/** A bulletin as planning would read it after an edit of its facts: by another title nothing of it is approved. */
export function changedBulletin(
  db: Db,
  { id }: Pick<Bulletin, 'id'>,
  patch: BulletinPatch,
): Promise<BulletinInput[]> {
  return drafted(db, id, (stored) => {
    const { title, columnName, sound, validFrom, validUntil } = defined(patch);
    const voids = title !== undefined && title !== stored.title;
    const facts = { title, column: columnName, sound, validFrom, validUntil };
    const variants = stored.variants.map((variant) => (voids ? { ...variant, grant: null } : variant));
    return { ...stored, ...defined(facts), variants };
  });
}

/** A bulletin without what approves one of its languages. */
export function withoutApproval(db: Db, bulletinId: string, variantId: string): Promise<BulletinInput[]> {
  return drafted(db, bulletinId, (stored) => ({
    ...stored,
    variants: stored.variants.map((variant) =>
      variant.variantId === variantId ? { ...variant, grant: null } : variant,
    ),
  }));
}

async function drafted(db: Db, id: string, edit: (stored: BulletinInput) => BulletinInput) {
  const stored = (await loadBulletins(db, [id])).get(id);
  return stored ? [edit(stored)] : [];
}
