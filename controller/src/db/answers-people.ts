import type { Step } from '@loa/shared/api/answers';
import { auditText } from '../planning/answers/audit-text.js';
import { accountNames } from './accounts.js';
import type { Db } from './database.js';
import { findGrant } from './grants.js';
import { rosterInForce } from './rosters.js';

/** Who signed a grant and when, by their names in the commune's roster. */
export async function signerSteps(db: Db, grantId: string | null, communeId: string | null): Promise<Step[]> {
  const grant = grantId === null ? null : await findGrant(db, grantId);
  if (!grant) return [];
  const roster = communeId === null ? null : await rosterInForce(db, communeId);
  const names = new Map(roster?.roster.people.map(({ personId, name }) => [personId, name]));
  return grant.signers.map((id) => ({ at: grant.signedAt, who: names.get(id) ?? id, what: 'ký duyệt' }));
}

/** What people did to any of these things until `until`, the earliest first. */
export async function stepsAbout(
  db: Db,
  query: { subjects: readonly string[]; actions: 'all' | 'changes'; until: number },
): Promise<Step[]> {
  const subjects = [...new Set(query.subjects)];
  if (subjects.length === 0) return [];
  const rows = await db
    .selectFrom('audit')
    .select(['at', 'actor', 'action'])
    .where('subject', 'in', subjects)
    .where('at', '<=', query.until)
    .orderBy('at')
    .orderBy('id')
    .execute();
  const told = rows.filter(({ action }) => query.actions === 'all' || !TOLD_ELSEWHERE.includes(action));
  const nameOf = await accountNames(
    db,
    told.map(({ actor }) => actor),
  );
  return told.map(({ at, actor, action }) => ({ at, who: nameOf(actor), what: auditText(action) }));
}

/** Setting a schedule and approving a variant have lines of their own. */
const TOLD_ELSEWHERE: readonly string[] = ['schedule.create', 'variant.approve', 'station.approve'];
