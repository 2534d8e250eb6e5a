import type { Roster } from '@loa/shared/messages/roster';
import { areaChain } from '../db/areas.js';
import type { Db } from '../db/database.js';
import { rosterInForce } from '../db/rosters.js';
import { type ProblemAnswer, problem } from './answer.js';
import { GRANT_REFUSALS } from './grant-refusals.js';

/** A grant that a box would not believe either. */
export function refusedGrant(reason: keyof typeof GRANT_REFUSALS, detail: string): ProblemAnswer {
  return problem(422, `grant_${reason}`, GRANT_REFUSALS[reason], { reason, detail });
}

/** The commune of an area with its roster in force, or why nobody can approve there. */
export async function communeWithRoster(
  db: Db,
  areaId: string,
): Promise<{ kind: 'commune'; communeId: string; roster: Roster } | ProblemAnswer> {
  const commune = (await areaChain(db, areaId)).find(({ level }) => level === 'commune');
  const stored = commune && (await rosterInForce(db, commune.id));
  if (!commune || !stored) return NO_ROSTER_YET;
  return { kind: 'commune', communeId: commune.id, roster: stored.roster };
}

/** Bytes as the object store takes them. */
export async function* once(bytes: Uint8Array) {
  yield bytes;
}

export const NO_ROOM = problem(
  507,
  'disk_full',
  'Máy chủ đã hết chỗ trống nên chưa lưu được chữ ký duyệt. Hãy báo người quản trị.',
);

export const NO_RECORDING = problem(
  409,
  'no_recording',
  'Bản này chưa có bản thu nên chưa duyệt được. Hãy trả lại cho người soạn.',
);

export const NO_ROSTER_YET = problem(409, 'no_roster', GRANT_REFUSALS.no_roster);
