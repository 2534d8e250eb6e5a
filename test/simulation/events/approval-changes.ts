import { DAY } from '@loa/shared/instant';
import { between, pick } from '../seeds.js';
import { COMMUNE } from '../world/places.js';
import type { TrueBulletin, TrueVariant } from '../world/truth.js';
import type { World } from '../world/world.js';
import type { EventKind } from './event.js';
import { activeSchedule } from './schedule-is-made.js';

/** Somebody withdraws what had been approved. */
export const approvalIsWithdrawn: EventKind = {
  name: 'approval withdrawn',
  perDay: { commune: 0.05, cluster: 0.015 },
  async apply(world, draw) {
    const schedule = activeSchedule(world, draw);
    const bulletin = schedule && world.truth.decisions.bulletins.get(schedule.bulletinId ?? '');
    const approved = bulletin?.variants.find(({ grantId }) => grantId !== null);
    if (!bulletin || !approved || !world.staff.atWork()) return null;
    await world.staff.withdraw(bulletin, approved);
    return bulletin.id;
  },
};

/** The same of one language of anything: of a column, of a programme's tune. */
export const variantIsWithdrawn: EventKind = {
  name: 'variant withdrawn',
  perDay: { commune: 0.15 },
  async apply(world, draw) {
    const approved = variantsWhere(world, ({ grantId }) => grantId !== null);
    const found = pick(approved, draw());
    if (!found || !world.staff.atWork()) return null;
    await world.staff.withdraw(found.bulletin, found.variant);
    return found.variant.id;
  },
};

/** What was withdrawn, was never approved, or whose grant has run out, is approved. */
export const approvalIsGivenAgain: EventKind = {
  name: 'approved again',
  perDay: { commune: 0.2, cluster: 0.02 },
  async apply(world, draw) {
    const silent = variantsWhere(
      world,
      ({ grantId }) => (world.truth.grants.get(grantId ?? '')?.validUntil ?? 0) < world.wall.now(),
    );
    const found = pick(silent, draw());
    const approver = pick(world.approvers, draw());
    if (!found || !approver || !world.staff.atWork()) return null;
    const village = draw() < 0.15 ? pick(world.villages, draw())?.id : undefined;
    const by = { until: world.wall.now() + 20 * DAY, areas: [village ?? COMMUNE], approver };
    await world.staff.approve(found.bulletin, found.variant, by);
    return `${found.variant.id} by ${approver.personId}${village ? ` for ${village}` : ''}`;
  },
};

/** News gets an earlier end, or none. */
export const bulletinIsDated: EventKind = {
  name: 'bulletin dated',
  perDay: { commune: 0.15 },
  async apply(world, draw) {
    const bulletin = pick([...world.truth.decisions.bulletins.values()], draw());
    if (!bulletin || !world.staff.atWork()) return null;
    const until = draw() < 0.7 ? Math.round(world.wall.now() + between(0.2, 4, draw()) * DAY) : null;
    await world.staff.date(bulletin, until);
    return `${bulletin.id} ${until === null ? 'for ever' : new Date(until).toISOString()}`;
  },
};

function variantsWhere(
  world: World,
  fits: (variant: TrueVariant) => boolean,
): { bulletin: TrueBulletin; variant: TrueVariant }[] {
  return [...world.truth.decisions.bulletins.values()].flatMap((bulletin) =>
    bulletin.variants.filter(fits).map((variant) => ({ bulletin, variant })),
  );
}
