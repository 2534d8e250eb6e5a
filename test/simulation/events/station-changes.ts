import { DAY } from '@loa/shared/instant';
import { between, pick } from '../seeds.js';
import type { EventKind } from './event.js';

/** A station may be carried from now on: approved at once, later, or never. */
export const stationIsAdded: EventKind = {
  name: 'station added',
  perDay: { commune: 0.08 },
  first: 0.6,
  async apply(world, draw) {
    if (!world.staff.atWork()) return null;
    const hours = draw() < 0.5 ? { from: 5 * 60, to: 21 * 60 } : { from: 6 * 60, to: 17 * 60 + 1 };
    return (await world.staff.station(hours)).id;
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
