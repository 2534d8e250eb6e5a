import { Plan } from '@loa/shared/messages/plan';
import { Roster } from '@loa/shared/messages/roster';
import type { Sqlite } from '@loa/shared/node/sqlite';
import { allowanceAt } from '@loa/shared/trust/limits';
import { createDocumentStore } from './document-store.js';

/** Whether a person at the box may let it sound now, by the roster and plan that it holds. */
export type Sounding = { ok: true } | { ok: false; why: string };

export function mayTestSound(
  db: Sqlite,
  identity: { boxId: string; communeId: string } | null,
  now: number,
): Sounding {
  if (!identity) return { ok: false, why: 'this box is not enrolled and does not know when it may sound' };
  const { boxId, communeId } = identity;
  const store = createDocumentStore({ db });
  const roster = store.inForce('roster', communeId, Roster);
  const plan = store.inForce('plan', boxId, Plan);
  if (!roster || !plan) return { ok: false, why: 'this box does not know yet in which hours it may sound' };
  return allowanceAt(now, roster, plan.settings, plan.areaChain).allowed
    ? { ok: true }
    : { ok: false, why: 'loudspeakers may not sound at this hour here' };
}
