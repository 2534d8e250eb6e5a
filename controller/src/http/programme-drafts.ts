import type { Programme, ProgrammePatch } from '@loa/shared/api/programmes';
import type { Instant } from '@loa/shared/instant';
import { defined } from '../db/areas.js';
import type { Db } from '../db/database.js';
import { findProgramme } from '../db/programmes.js';
import { notFound, type ProblemAnswer, problem } from './answer.js';
import type { Actor } from './authorise.js';
import { missingParts } from './programme-parts.js';
import { type Target, target } from './route.js';

export async function programmeTarget(
  db: Db,
  programmeId: string,
): Promise<Target<Programme> | ProblemAnswer> {
  const programme = await findProgramme(db, programmeId);
  return programme ? target([programme.areaId], programme) : notFound('chương trình');
}

/** A programme as an edit would make it, not saved yet; or why it cannot be. */
export async function changedProgramme(
  db: Db,
  programme: Programme,
  patch: ProgrammePatch,
  { actor, now }: { actor: Actor; now: Instant },
): Promise<{ kind: 'changed'; programme: Programme } | ProblemAnswer> {
  if (programme.archivedAt !== null) {
    const text = `Chương trình “${programme.name}” đã cất vào kho. Hãy tạo chương trình mới.`;
    return problem(409, 'archived', text);
  }
  const missing = await missingParts(db, patch.slots ?? [], actor);
  if (missing) return missing;
  return { kind: 'changed', programme: { ...programme, ...defined(patch), updatedAt: now } };
}
