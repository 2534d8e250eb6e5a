import { signGeneral } from '@loa/shared/trust/general';
import type { SigningKey } from '@loa/shared/trust/keys';
import { insertRoster } from '../../../../controller/src/db/rosters.js';
import { buildRoster, nextVersion, personWithKeyFile } from '../../../../controller/src/trust/roster.js';
import { COMMUNE, windowsOf, ZONE } from '../places.js';
import type { Hours } from '../truth.js';
import type { Desk } from './desk.js';
import type { Approver } from './signing.js';

export interface RosterDesk {
  /** Signs a new roster with these hours, in which these people are revoked; mergers stay as they stood, or as said. */
  publishRoster(
    hours: Hours,
    revoked: ReadonlySet<string>,
    successors?: Readonly<Record<string, string>>,
  ): Promise<void>;
}

export function createRosterDesk(
  desk: Desk,
  keys: { approvers: readonly Approver[]; rootKey: SigningKey; controllerKey: SigningKey },
): RosterDesk {
  const { db, truth, notify } = desk;
  return {
    async publishRoster(hours, revoked, told) {
      const at = desk.now();
      const { rosterVersion } = truth.decisions;
      const successors = told ?? truth.rosters.get(rosterVersion)?.successors ?? {};
      const version = nextVersion(rosterVersion, at);
      const rights = [
        { use: 'scheduled' as const, areas: [COMMUNE] },
        { use: 'relay' as const, areas: [COMMUNE] },
      ];
      const people = keys.approvers.map(({ personId, key }) => ({
        ...personWithKeyFile({ personId, rights }, key.publicJwk),
        ...(revoked.has(personId) ? { revokedAt: at } : {}),
      }));
      const roster = buildRoster({
        ...{ communeId: COMMUNE, version, issuedAt: at, zone: ZONE, people, successors },
        controllerKeys: [keys.controllerKey.publicJwk],
        limits: [{ areas: [COMMUNE], windows: windowsOf(hours) }],
      });
      const bytes = await signGeneral('roster', roster, [keys.rootKey]);
      await insertRoster(db(), { roster, bytes }, at);
      await desk.audit('roster.store', COMMUNE);
      truth.rosters.set(version, { version, hours, revoked: new Set(revoked), successors });
      truth.decisions.rosterVersion = version;
      notify({ kind: 'roster', communeId: COMMUNE });
      notify({ kind: 'plans', boxIds: 'all' });
    },
  };
}
