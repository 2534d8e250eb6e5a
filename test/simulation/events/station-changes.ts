import { DAY } from '@loa/shared/instant';
import { between, pick } from '../seeds.js';
import type { Approver } from '../world/staff/signing.js';
import type { World } from '../world/world.js';
import type { EventKind } from './event.js';

/** What sounds while the station is away: within its grant, whatever becomes of its own approval. */
async function recorded({ staff, wall }: World, approver: Approver) {
  const { id, variants } = await staff.recordBulletin({
    ...{ music: true, validUntil: null, approver, grantUntil: Math.round(wall.now() + 40 * DAY) },
    variants: [{ language: 'vi', durationMs: 90_000, approved: true }],
  });
  const [variant] = variants;
  return variant ? { bulletinId: id, sha256: variant.sha256 } : null;
}

/** A station may be carried from now on: approved at once, later, or never. */
export const stationIsAdded: EventKind = {
  name: 'station added',
  perDay: { commune: 0.08 },
  first: 0.6,
  async apply(world, draw) {
    if (!world.staff.atWork()) return null;
    const hours = draw() < 0.5 ? { from: 5 * 60, to: 21 * 60 } : { from: 6 * 60, to: 17 * 60 + 1 };
    const approver = pick(world.approvers, draw());
    const standIn = draw() < 0.6 && approver ? await recorded(world, approver) : null;
    const { id } = await world.staff.station(hours, standIn);
    return standIn ? `${id}, for which ${standIn.bulletinId} stands in` : id;
  },
};

export const stationIsApproved: EventKind = {
  name: 'station approval',
  perDay: { commune: 0.3 },
  first: 0.6,
  async apply(world, draw) {
    const station = pick([...world.truth.decisions.stations.values()], draw());
    const approver = pick(world.approvers, draw());
    if (!station || !approver || !world.staff.atWork()) return null;
    if (station.grantId !== null && draw() < 0.5) {
      await world.staff.withdrawStation(station);
      return `${station.id} withdrawn`;
    }
    const until = Math.round(world.wall.now() + between(1, 12, draw()) * DAY);
    await world.staff.approveStation(station, until, approver);
    return `${station.id} by ${approver.personId}`;
  },
};
