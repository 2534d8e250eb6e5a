import type { WaitingSet } from '@loa/shared/api/sets';
import { areaChain } from '../db/areas.js';
import type { Db } from '../db/database.js';
import { draftInProgress, type GrantDraft } from '../db/grant-drafts.js';
import { rosterInForce } from '../db/rosters.js';
import type { Actor } from './authorise.js';
import { areasInWords, grantOf } from './prepare-approval.js';
import { whyNotYou } from './routes/approval-inbox.js';
import { membersTarget, setDraft } from './set-members.js';
import { toldOf } from './signed-so-far.js';

/** A set that somebody signed, for whoever signs next; null: its recordings have changed, or it was signed anew since. */
export async function waitingSet(
  db: Db,
  actor: Actor,
  draft: GrantDraft,
  now: number,
): Promise<WaitingSet | null> {
  const found = await membersTarget(db, draft.members);
  if (found.kind === 'problem') return null;
  const { members, areaId } = found.subject;
  if ((await draftInProgress(db, setDraft(members), now))?.id !== draft.id) return null;
  const commune = (await areaChain(db, areaId)).find(({ level }) => level === 'commune');
  const roster = commune && (await rosterInForce(db, commune.id))?.roster;
  if (!roster) return null;
  const grant = grantOf(draft);
  const reasons = members.map(({ bulletin: { createdBy } }) =>
    whyNotYou(db, actor, { createdBy, communeId: commune.id }),
  );
  return {
    ...{
      draftId: draft.id,
      title: grant.title,
      areaId,
      createdAt: draft.createdAt,
      expiresAt: draft.expiresAt,
    },
    where: await areasInWords(db, grant.areas),
    variantIds: [...draft.members],
    notByYou: (await Promise.all(reasons)).find((reason) => reason !== null) ?? null,
    signed: await toldOf(db, { draft, roster, needs: roster.needs.set ?? 1 }, actor.accountId),
  };
}
