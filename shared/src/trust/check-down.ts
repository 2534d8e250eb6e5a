import type { z } from 'zod';
import type { Ed25519Jwk } from '../messages/jwk.js';
import { OverrideDocument } from '../messages/override.js';
import { Plan } from '../messages/plan.js';
import { Receipt } from '../messages/receipt.js';
import type { Roster } from '../messages/roster.js';
import { coversChain } from './areas.js';
import { type CompactKind, openCompact } from './envelope.js';
import { type Refusal, refuse } from './refusal.js';

/** The counters a box has accepted, stored before a document takes effect; they only grow. */
export interface Accepted {
  planRevision: number;
  receiptRevision: number;
  /** By area. */
  overrideRevisions: ReadonlyMap<string, number>;
}

export interface DownContext {
  boxId: string;
  communeId: string;
  roster: Roster | null;
  accepted: Accepted;
}

/** A plan for this very box, under its own commune, newer than the last. Its end is judged when it is used. */
export async function checkPlan(
  bytes: Uint8Array,
  context: DownContext,
): Promise<{ ok: true; plan: Plan } | Refusal> {
  const opened = await openFromController('plan', bytes, Plan, context);
  if (!opened.ok) return opened;
  const plan = opened.payload;
  if (plan.boxId !== context.boxId) return refuse('wrong_audience', `a plan of ${plan.boxId}`);
  const { communeId, roster } = context;
  // A commune that was merged since the box was enrolled is found by its successor, which the roster names.
  if (!coversChain([communeId], plan.areaChain, roster?.successors ?? {})) {
    return refuse('wrong_audience', `its areas leave out the home commune ${communeId}`);
  }
  if (plan.revision <= context.accepted.planRevision) {
    return refuse('rolled_back', `revision ${plan.revision} after ${context.accepted.planRevision}`);
  }
  return { ok: true, plan };
}

/** The overrides of `areaId` (from the topic), which must be in this box's chain; newer than the last. */
export async function checkOverride(
  bytes: Uint8Array,
  areaId: string,
  areaChain: readonly string[],
  context: DownContext,
): Promise<{ ok: true; document: OverrideDocument } | Refusal> {
  const opened = await openFromController('override', bytes, OverrideDocument, context);
  if (!opened.ok) return opened;
  const document = opened.payload;
  if (document.areaId !== areaId || !areaChain.includes(areaId)) {
    return refuse('wrong_audience', `overrides of ${document.areaId}`);
  }
  const last = context.accepted.overrideRevisions.get(areaId) ?? 0;
  if (document.revision <= last) return refuse('rolled_back', `revision ${document.revision} after ${last}`);
  return { ok: true, document };
}

/** A receipt for this box, newer than the last. */
export async function checkReceipt(
  bytes: Uint8Array,
  context: DownContext,
): Promise<{ ok: true; receipt: Receipt } | Refusal> {
  const opened = await openFromController('receipt', bytes, Receipt, context);
  if (!opened.ok) return opened;
  const receipt = opened.payload;
  if (receipt.boxId !== context.boxId) return refuse('wrong_audience', `a receipt of ${receipt.boxId}`);
  if (receipt.revision <= context.accepted.receiptRevision) {
    return refuse('rolled_back', `revision ${receipt.revision} after ${context.accepted.receiptRevision}`);
  }
  return { ok: true, receipt };
}

/** The key of a controller that the roster names, by kid. */
export function controllerKeyOf(roster: Roster | null): (kid: string) => Ed25519Jwk | undefined {
  return (kid) => roster?.controllerKeys.find((key) => key.kid === kid)?.key;
}

function openFromController<T>(
  kind: CompactKind,
  bytes: Uint8Array,
  schema: z.ZodType<T>,
  context: DownContext,
) {
  if (!context.roster) return Promise.resolve(refuse('no_roster', 'no roster names a controller yet'));
  return openCompact(kind, bytes, schema, controllerKeyOf(context.roster));
}
