import { COMMUNE_HOURS } from '../world/places.js';
import type { EventKind } from './event.js';

/** The people of the commune narrow the hours, or give them back. */
export const hoursAreNarrowed: EventKind = {
  name: 'roster hours',
  perDay: { commune: 0.12 },
  async apply(world, draw) {
    const roster = world.truth.rosters.get(world.truth.decisions.rosterVersion);
    if (!roster || !world.staff.atWork()) return null;
    const narrow = draw() < 0.6;
    const hours = narrow ? { from: 6 * 60 + 30, to: 18 * 60 } : COMMUNE_HOURS;
    await world.staff.publishRoster(hours, roster.revoked);
    return narrow ? 'narrow' : 'wide';
  },
};

/** A person's key is revoked: everything that it ever approved falls. One person always stays. */
export const approverIsRevoked: EventKind = {
  name: 'approver revoked',
  perDay: { commune: 0.04 },
  async apply(world, draw) {
    const roster = world.truth.rosters.get(world.truth.decisions.rosterVersion);
    if (!roster || !world.staff.atWork()) return null;
    const [first, ...others] = world.approvers;
    const person = others[Math.floor(draw() * others.length)];
    if (!first || !person) return null;
    const revoked = new Set(roster.revoked);
    if (!revoked.delete(person.personId)) revoked.add(person.personId);
    await world.staff.publishRoster(roster.hours, revoked);
    return `${person.personId}${revoked.has(person.personId) ? '' : ' back'}`;
  },
};
