import type { Variant } from '@loa/shared/api/bulletins';
import type { Station } from '@loa/shared/api/stations';
import type { GrantUse } from '@loa/shared/messages/use';
import { findAccount } from '../db/accounts.js';
import { authorMayApprove } from '../db/approval-rules.js';
import type { BulletinRecord } from '../db/bulletins.js';
import type { Db } from '../db/database.js';
import { whoGaveAddress } from '../db/stations.js';
import { type ProblemAnswer, problem } from './answer.js';
import { communeWithRoster } from './approvals.js';

/**
 * Who wrote or submitted a bulletin does not approve it, unless the commune says that it is too small for two. People
 * count, not accounts: one person's second account, or their key handed in by somebody else, is still that person.
 * Null where the `signers` (people, by the signed list) are enough without the authors.
 */
export async function authorApprovesOwn(
  db: Db,
  /** `actorId`: the account that hands the approval in. */
  asked: Authored & { actorId: string; signers: readonly string[] },
): Promise<ProblemAnswer | null> {
  const { actorId, signers } = asked;
  const { areaId } = asked.bulletin;
  const accounts = authorsOf(asked);
  const alone = await aloneWith(db, { areaId, use: 'scheduled', accounts, actorId, signers });
  return alone === true ? OWN_WORK : alone || null;
}

/**
 * The same, asked before anybody signs: a signature that will not count would stand among those of the others, and they
 * would be refused with it.
 */
export async function signsOwnWork(
  db: Db,
  asked: Authored & { actorId: string },
): Promise<ProblemAnswer | null> {
  const { areaId } = asked.bulletin;
  return signsOwn(db, { areaId, accounts: authorsOf(asked), actorId: asked.actorId }, OWN_WORK);
}

interface Authored {
  bulletin: Pick<BulletinRecord, 'areaId' | 'createdBy'>;
  variant: Pick<Variant, 'submittedBy'>;
}

function authorsOf({ bulletin, variant }: Authored): string[] {
  return [bulletin.createdBy, variant.submittedBy].flatMap((id) => id ?? []);
}

type AddressedStation = Pick<Station, 'id' | 'areaId' | 'createdBy'>;

interface Carried {
  station: AddressedStation;
  /** What sounds where the stream fails; null where nothing does. */
  fallback: Authored | null;
}

/**
 * Whoever gave a station its address, or a new one, does not approve it: what sounds there nobody hears before. Nor does
 * whoever wrote its fallback. Null where the signers are enough without them.
 */
export async function stationApprovedAlone(
  db: Db,
  asked: Carried & { actorId: string; signers: readonly string[] },
): Promise<ProblemAnswer | null> {
  const { actorId, signers } = asked;
  const { areaId } = asked.station;
  for (const { accounts, refused } of await makersOf(db, asked)) {
    const alone = await aloneWith(db, { areaId, use: 'relay', accounts, actorId, signers });
    if (alone) return alone === true ? refused : alone;
  }
  return null;
}

/** The same, asked before anybody signs, as for bulletins. */
export async function signsOwnStation(
  db: Db,
  asked: Carried & { actorId: string },
): Promise<ProblemAnswer | null> {
  const { actorId } = asked;
  const { areaId } = asked.station;
  for (const { accounts, refused } of await makersOf(db, asked)) {
    const own = await signsOwn(db, { areaId, accounts, actorId }, refused);
    if (own) return own;
  }
  return null;
}

/** Each of those who made a part of what is carried, and what they are told. */
async function makersOf(db: Db, { station, fallback }: Carried) {
  const address = { accounts: await addressersOf(db, station), refused: OWN_ADDRESS };
  return fallback ? [address, { accounts: authorsOf(fallback), refused: OWN_FALLBACK }] : [address];
}

async function addressersOf(db: Db, { id, createdBy }: AddressedStation): Promise<string[]> {
  return [(await whoGaveAddress(db, id)) ?? createdBy];
}

async function signsOwn(
  db: Db,
  { areaId, accounts, actorId }: { areaId: string; accounts: readonly string[]; actorId: string },
  refused: ProblemAnswer,
): Promise<ProblemAnswer | null> {
  if (!isAmong(actorId, accounts, await peopleOf(db, accounts), await peopleOf(db, [actorId]))) return null;
  const commune = await communeWithRoster(db, areaId);
  if (commune.kind === 'problem') return commune;
  return (await authorMayApprove(db, commune.communeId)) ? null : refused;
}

/** Whether only those behind `accounts` stand behind an approval, in a commune where that is too few. */
async function aloneWith(
  db: Db,
  asked: {
    areaId: string;
    use: GrantUse;
    accounts: readonly string[];
    actorId: string;
    signers: readonly string[];
  },
): Promise<boolean | ProblemAnswer> {
  const { accounts, actorId } = asked;
  const authors = await peopleOf(db, accounts);
  const actor = await peopleOf(db, [actorId]);
  const handedInByAuthor = isAmong(actorId, accounts, authors, actor);
  const independent = new Set(asked.signers.filter((person) => !authors.has(person)));
  const commune = await communeWithRoster(db, asked.areaId);
  if (commune.kind === 'problem') return commune;
  if (!handedInByAuthor && independent.size >= (commune.roster.needs[asked.use] ?? 1)) return false;
  return !(await authorMayApprove(db, commune.communeId));
}

/** Whether an account is one of the authors', or another one of the same person. */
function isAmong(
  actorId: string,
  accounts: readonly string[],
  authors: ReadonlySet<string>,
  actor: ReadonlySet<string>,
): boolean {
  return accounts.includes(actorId) || [...actor].some((person) => authors.has(person));
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

const OWN_ADDRESS = problem(
  409,
  'own_address',
  'Bạn đã nhập địa chỉ của đài này nên không tự duyệt được. Hãy nhờ người duyệt khác; xã quá ít người thì nhờ người quản trị đặt lại quy định.',
);

const OWN_FALLBACK = problem(
  409,
  'own_fallback',
  'Bạn đã soạn hoặc gửi bản tin dự phòng của đài này nên không tự duyệt được. Hãy nhờ người duyệt khác hoặc chọn bản dự phòng khác.',
);
