import { jcs, sha256Hex } from '@loa/shared/jcs';
import type { Db } from '../db/database.js';
import { type ProblemAnswer, problem } from './answer.js';
import { type Target, target } from './route.js';
import { type VariantSubject, variantTarget } from './routes/variants.js';

export interface Members {
  members: VariantSubject[];
  areaId: string;
}

/** All of them, in one place: a grant's areas are one choice for all. */
export async function membersTarget(
  db: Db,
  variantIds: readonly string[],
): Promise<Target<Members> | ProblemAnswer> {
  const members: VariantSubject[] = [];
  const areas = new Set<string>();
  for (const id of [...new Set(variantIds)].sort()) {
    const found = await variantTarget(db, id);
    if (found.kind === 'problem') return found;
    members.push(found.subject);
    areas.add(found.subject.bulletin.areaId);
  }
  const [areaId, ...others] = areas;
  if (areaId === undefined || others.length > 0) return SEVERAL_PLACES;
  return target([areaId], { members, areaId });
}

/** A draft is of these recordings as they stand: another sound or text is another thing to approve. */
export function setDraft(members: readonly VariantSubject[]) {
  const ids = members.map(({ variant }) => variant.id);
  const basis = sha256Hex(
    jcs(
      members.map(({ variant: { id, recordingSha256, text, updatedAt } }) => ({
        ...{ id, recordingSha256, text, updatedAt },
      })),
    ),
  );
  return { kind: 'set' as const, subject: sha256Hex(jcs(ids)), basis, members: ids };
}

const SEVERAL_PLACES = problem(
  422,
  'several_places',
  'Các bản thu thuộc nhiều địa bàn khác nhau. Hãy duyệt riêng từng địa bàn.',
);
