import { DAY } from '@loa/shared/instant';
import { signCompact, signCompactText } from '@loa/shared/trust/envelope';
import { generatePrivateJwk, importSigningKey, type SigningKey } from '@loa/shared/trust/keys';
import type { PlaceInput, PlanningWorld } from '../../controller/src/planning/inputs.js';
import { buildPlan } from '../../controller/src/planning/plan/build-plan.js';
import { planText } from '../../controller/src/planning/plan/plan-text.js';
import { prepareWorld } from '../../controller/src/planning/plan/prepare-world.js';

const FROM = Date.parse('2026-11-02T00:00:00+07:00');
const UNTIL = FROM + 8 * DAY;
const ISSUED = { revision: FROM, issuedAt: FROM, coversUntil: UNTIL, expiresAt: UNTIL };

export function makeSigner(): Promise<SigningKey> {
  return importSigningKey(generatePrivateJwk());
}

/** What the controller computes for these boxes after an edit of the world, down to the hash that says what changed. */
export function planAll(
  world: PlanningWorld,
  places: readonly PlaceInput[],
): { items: number; hashes: string[] } {
  const prepared = prepareWorld(world);
  let items = 0;
  const hashes = places.map((place) => {
    const built = buildPlan({ place, world: prepared, hold: [], from: FROM, until: UNTIL, now: FROM });
    items += built.playbacks.length;
    return built.contentHash;
  });
  return { items, hashes };
}

/** The same, and every plan signed as it is published; one after the other on one thread. */
export async function signAll(
  world: PlanningWorld,
  places: readonly PlaceInput[],
  signer: SigningKey,
): Promise<void> {
  const prepared = prepareWorld(world);
  for (const place of places) {
    const built = buildPlan({ place, world: prepared, hold: [], from: FROM, until: UNTIL, now: FROM });
    await signCompactText('plan', planText(built, ISSUED), signer);
  }
}

/** Encodes and signs what is planned already: below this no planner can go. */
export async function signOnly(plans: readonly unknown[], signer: SigningKey): Promise<void> {
  for (const plan of plans) await signCompact('plan', plan, signer);
}

export function planOf(world: PlanningWorld, place: PlaceInput) {
  const { content } = buildPlan({ place, world, hold: [], from: FROM, until: UNTIL, now: FROM });
  return { ...content, ...ISSUED };
}
