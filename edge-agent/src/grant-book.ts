import type { Roster } from '@loa/shared/messages/roster';
import { checkGrant } from '@loa/shared/trust/check-grant';
import type { DocumentStore } from './document-store.js';
import type { Refusals } from './refusals.js';
import type { GrantState } from './state.js';

/** The grants on the box, each judged once against the roster in force and the box's place. */
export interface GrantBook {
  get(grantId: string): GrantState | undefined;
  has(grantId: string): boolean;
}

export function createGrantBook(ports: {
  store: DocumentStore;
  roster(): Roster | null;
  areaChain(): readonly string[];
  refusals: Refusals;
}): GrantBook {
  const { store, refusals } = ports;
  let judgedFor: { roster: Roster; chain: readonly string[] } | null = null;
  let judged = new Map<string, GrantState>();

  /** A verdict holds for one roster and one place only. */
  function renew(roster: Roster, chain: readonly string[]): void {
    const before = judgedFor;
    if (before?.roster === roster && before.chain === chain) return;
    judgedFor = { roster, chain };
    // A newer plan that leaves the box where it is brings the same chain anew.
    const same = before?.roster.version === roster.version && before.chain.join(' ') === chain.join(' ');
    if (!same) judged = new Map();
  }

  return {
    get(grantId) {
      const roster = ports.roster();
      if (!roster) return undefined;
      const chain = ports.areaChain();
      renew(roster, chain);
      const known = judged.get(grantId);
      if (known) return known;
      const bytes = store.grant(grantId);
      if (!bytes) return undefined;
      const state = checkGrant(bytes, roster, chain);
      judged.set(grantId, state);
      if (!state.ok) refusals.report('grant', state, grantId);
      return state;
    },
    has: (grantId) => store.grant(grantId) !== null,
  };
}
