import { DAY } from '@loa/shared/instant';
import { pick } from '../seeds.js';
import type { EventKind } from './event.js';
import { activeSchedule } from './schedule-is-made.js';

/** Somebody withdraws what had been approved. */
export const approvalIsWithdrawn: EventKind = {
  name: 'approval withdrawn',
  perDay: { commune: 0.05, cluster: 0.015 },
  async apply(world, draw) {
    const schedule = activeSchedule(world, draw);
    const bulletin = schedule && world.truth.decisions.bulletins.get(schedule.bulletinId);
    if (!bulletin?.grantId || !world.staff.atWork()) return null;
    await world.staff.withdraw(bulletin);
    return bulletin.id;
  },
};

/** What was withdrawn, or whose grant has run out, is approved again. */
export const approvalIsGivenAgain: EventKind = {
  name: 'approved again',
  perDay: { commune: 0.1, cluster: 0.02 },
  async apply(world, draw) {
    const { bulletins } = world.truth.decisions;
    const silent = [...bulletins.values()].filter(
      ({ grantId }) => (world.truth.grants.get(grantId ?? '')?.validUntil ?? 0) < world.wall.now(),
    );
    const bulletin = pick(silent, draw());
    const approver = pick(world.approvers, draw());
    if (!bulletin || !approver || !world.staff.atWork()) return null;
    await world.staff.approveAgain(bulletin, world.wall.now() + 20 * DAY, approver);
    return `${bulletin.id} by ${approver.personId}`;
  },
};
