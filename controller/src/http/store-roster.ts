import type { Area } from '@loa/shared/api/areas';
import type { Roster } from '@loa/shared/messages/roster';
import { currentArea } from '@loa/shared/trust/areas';
import { checkGrant } from '@loa/shared/trust/check-grant';
import { checkRoster } from '@loa/shared/trust/check-roster';
import type { RefusalReason } from '@loa/shared/trust/refusal';
import { writeAudit } from '../db/audit.js';
import { boxIdsAt } from '../db/boxes.js';
import type { Trx } from '../db/database.js';
import { letFall, standingGrants } from '../db/fallen-grants.js';
import { insertRoster, rosterInForce, type StoredRoster } from '../db/rosters.js';
import { notifyPlans } from './affected-boxes.js';
import { type ProblemAnswer, problem } from './answer.js';
import type { ApiPorts } from './api-ports.js';
import { chainsBelow } from './schedule-places.js';

/**
 * The one way by which a roster is stored, whoever signed it and wherever: checked as a box will check it. What it makes
 * fall is not scheduled any more and waits for approval again.
 */
export async function storeRoster(
  { db, clock, keys, changes }: Pick<ApiPorts, 'db' | 'clock' | 'keys' | 'changes'>,
  asked: {
    actorId: string;
    commune: Area;
    bytes: Uint8Array;
    also?: (trx: Trx, at: number) => Promise<boolean>;
  },
): Promise<{ kind: 'stored'; stored: StoredRoster } | ProblemAnswer> {
  const { actorId, commune, bytes, also } = asked;
  const current = await rosterInForce(db, commune.id);
  if (current && Buffer.compare(bytes, current.bytes) === 0) return { kind: 'stored', stored: current };
  const pinned = { rootKey: keys.rootKey, communeId: commune.id };
  const checked = checkRoster(bytes, pinned, current?.roster ?? null);
  if (!checked.ok) return refused(checked.reason, checked.detail);
  const { roster } = checked;
  const at = clock.now();
  const outcome = await db.transaction().execute(async (trx) => {
    // Somebody else's version came between: what was checked is not what would be replaced.
    const now = await rosterInForce(trx, commune.id);
    if ((now?.roster.version ?? 0) !== (current?.roster.version ?? 0)) return null;
    if (also && !(await also(trx, at))) return null;
    await insertRoster(trx, { roster, bytes }, at);
    const fallen = await dropGrants(trx, roster, at);
    await writeAudit(trx, {
      ...{ at, actor: actorId, action: 'roster.store', areaId: commune.id, subject: commune.id },
      detail: { version: roster.version, fallen },
    });
    return { fallen };
  });
  if (!outcome) return refused('rolled_back', 'another version was stored meanwhile');
  changes.notify({ kind: 'roster', communeId: commune.id });
  if (outcome.fallen > 0) {
    notifyPlans(changes, await boxIdsAt(db, { areaIds: [commune.id], clusterIds: [] }));
  }
  return { kind: 'stored', stored: { roster, bytes } };
}

/** Withdraws what the new roster no longer allows; how many things. */
async function dropGrants(trx: Trx, roster: Roster, at: number): Promise<number> {
  const chains = await chainsBelow(trx, roster.communeId);
  let fallen = 0;
  for (const standing of await standingGrants(trx, roster.communeId)) {
    const reason = whyFallen(standing, roster, chains);
    if (reason === null) continue;
    await letFall(trx, standing, { reason, at });
    fallen += 1;
  }
  return fallen;
}

function whyFallen(
  { bytes, areaId }: { bytes: Uint8Array; areaId: string },
  roster: Roster,
  chains: ReadonlyMap<string, readonly string[]>,
): RefusalReason | null {
  const chain = chains.get(currentArea(areaId, roster.successors));
  // A place that was merged away is judged by the boxes that stand there now.
  if (!chain) return null;
  const checked = checkGrant(bytes, roster, chain);
  // Granted for villages below: each box of theirs judges by itself, the signature is what counts here.
  if (checked.ok) return null;
  if (checked.reason !== 'wrong_audience' && checked.reason !== 'not_allowed') return checked.reason;
  const below = [...chains.values()].filter((each) => chain.every((id) => each.includes(id)));
  return below.some((each) => checkGrant(bytes, roster, each).ok) ? null : checked.reason;
}

function refused(reason: RefusalReason, detail: string): ProblemAnswer {
  const message =
    reason === 'rolled_back'
      ? 'Danh sách này cũ hơn danh sách đang dùng. Hãy lập bản mới từ danh sách đang dùng.'
      : 'Danh sách người được duyệt chưa được ký đúng nên không nhận. Hãy ký lại bằng khóa gốc.';
  return problem(reason === 'rolled_back' ? 409 : 422, `roster_${reason}`, message, { reason, detail });
}
