import { sha256Hex } from '@loa/shared/jcs';
import type { Grant } from '@loa/shared/messages/grant';
import type { OverrideDocument } from '@loa/shared/messages/override';
import type { Plan } from '@loa/shared/messages/plan';
import type { Roster } from '@loa/shared/messages/roster';
import { signCompact } from '@loa/shared/trust/envelope';
import { signGeneral } from '@loa/shared/trust/general';
import { goldenActors } from '../fixtures/golden-documents.js';
import { at, COMMUNE, grantIdOf, makeGrant, makePlan, makeRoster, type PlanWish } from './agent-plan.js';

/** A commune's keys and pen: real signed documents for the agent's tests. */
export type Commune = Awaited<ReturnType<typeof createCommune>>;

export async function createCommune() {
  const actors = await goldenActors();
  /** Real grants by the name of the item they cover; their ids stand in for the made-up ones. */
  const grants = new Map<string, { id: string; bytes: Uint8Array }>();

  function roster(changes: Partial<Roster> = {}): Roster {
    return makeRoster({
      controllerKeys: [{ kid: actors.controller.kid, key: actors.controller.publicJwk }],
      people: [
        {
          personId: 'person_nam',
          keys: [{ kid: actors.approver.kid, alg: 'EdDSA', key: actors.approver.publicJwk }],
          rights: (['scheduled', 'emergency', 'live', 'relay', 'test'] as const).map((use) => ({
            ...{ use, areas: [COMMUNE] },
          })),
        },
      ],
      ...changes,
    });
  }

  return {
    actors,
    grants,
    /** Any grant, under a name by which plans can ask for it (see `planOf`). */
    async grantAs(name: string, grant: Grant): Promise<{ id: string; bytes: Uint8Array }> {
      const bytes = await signGeneral('grant', grant, [actors.approver]);
      const made = { id: sha256Hex(bytes), bytes };
      grants.set(name, made);
      return made;
    },
    async grant(name: string): Promise<{ id: string; bytes: Uint8Array }> {
      return this.grantAs(name, makeGrant(name));
    },
    roster: (changes: Partial<Roster> = {}) => signGeneral('roster', roster(changes), [actors.root]),
    /** A plan whose items name the real grants of `grant()`. */
    planOf(wish: PlanWish): Plan {
      const plan = makePlan(wish);
      const realId = new Map([...grants].map(([name, { id }]) => [grantIdOf(name), id]));
      for (const item of plan.sessions.flatMap((session) => session.items)) {
        item.grantId = realId.get(item.grantId) ?? item.grantId;
      }
      return plan;
    },
    plan(wish: PlanWish, signer = actors.controller) {
      return signCompact('plan', this.planOf(wish), signer);
    },
    override(changes: Partial<OverrideDocument>, signer = actors.controller) {
      const document: OverrideDocument = {
        areaId: COMMUNE,
        revision: 1,
        issuedAt: at('05:00'),
        expiresAt: at('05:15'),
        overrides: [],
        grants: [],
        ...changes,
      };
      return signCompact('override', document, signer);
    },
    stop: (from: string, until: string): OverrideDocument['overrides'][number] => ({
      kind: 'stop',
      overrideId: 'override_stop1',
      createdAt: at(from),
      startsAt: at(from),
      until: at(until),
      areas: [COMMUNE],
    }),
  };
}
