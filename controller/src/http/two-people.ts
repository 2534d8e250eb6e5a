import type { Variant } from '@loa/shared/api/bulletins';
import { findAccount } from '../db/accounts.js';
import { authorMayApprove } from '../db/approval-rules.js';
import type { BulletinRecord } from '../db/bulletins.js';
import type { Db } from '../db/database.js';
import { type ProblemAnswer, problem } from './answer.js';
import { communeWithRoster } from './approvals.js';

/**
 * Who wrote or submitted a bulletin does not approve it, unless the commune says that it is too small for two. People
 * count, not accounts: one person's second account, or their key handed in by somebody else, is still that person.
 * Null where the `signers` (people, by the signed list) are enough without the authors.
 */
export async function authorApprovesOwn(
  db: Db,
  asked: {
    bulletin: Pick<BulletinRecord, 'areaId' | 'createdBy'>;
    variant: Pick<Variant, 'submittedBy'>;
    /** The account that hands the approval in, or is about to sign. */
    actorId: string;
    signers: readonly string[];
  },
): Promise<ProblemAnswer | null> {
  const accounts = [asked.bulletin.createdBy, asked.variant.submittedBy].flatMap((id) => id ?? []);
  const authors = await peopleOf(db, accounts);
  const actor = await peopleOf(db, [asked.actorId]);
  const handedInByAuthor =
    accounts.includes(asked.actorId) || [...actor].some((person) => authors.has(person));
  const independent = new Set(asked.signers.filter((person) => !authors.has(person)));
  const commune = await communeWithRoster(db, asked.bulletin.areaId);
  if (commune.kind === 'problem') return commune;
  if (!handedInByAuthor && independent.size >= (commune.roster.needs.scheduled ?? 1)) return null;
  return (await authorMayApprove(db, commune.communeId)) ? null : OWN_WORK;
}

async function peopleOf(db: Db, accountIds: readonly string[]): Promise<Set<string>> {
  const people = new Set<string>();
  for (const id of new Set(accountIds)) {
    const account = await findAccount(db, id);
    if (account?.personId) people.add(account.personId);
  }
  return people;
}

const OWN_WORK = problem(
  409,
  'own_work',
  'Bạn đã soạn hoặc gửi bài này nên không tự duyệt được. Hãy nhờ người duyệt khác; xã quá ít người thì nhờ người quản trị đặt lại quy định.',
);
