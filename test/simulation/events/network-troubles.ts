import { DAY, HOUR, MINUTE } from '@loa/shared/instant';
import { CONTROLLER_CLIENT } from '../controller/machine.js';
import { between } from '../seeds.js';
import { boxOf } from './box-troubles.js';
import type { EventKind } from './event.js';
import { later } from './later.js';

/** A village is cut off for minutes, hours or days. */
export const villageIsCutOff: EventKind = {
  name: 'village cut off',
  perDay: { cluster: 0.06 },
  apply(world, draw) {
    const box = boxOf(world, draw);
    if (!box?.linked()) return null;
    const awayMs = draw() < 0.7 ? between(0.1, 12, draw() ** 2) * HOUR : between(0.5, 4, draw()) * DAY;
    box.link(false);
    later(world, awayMs, () => box.link(true));
    return `${box.id} for ${(awayMs / HOUR).toFixed(1)} h`;
  },
};

/** The controller's own line is down. */
export const everybodyIsCutOff: EventKind = {
  name: 'controller cut off',
  perDay: { commune: 0.1 },
  apply(world, draw) {
    const awayMs = between(1, 400, draw() ** 2) * MINUTE;
    world.broker.cut(CONTROLLER_CLIENT);
    later(world, awayMs, () => world.broker.heal(CONTROLLER_CLIENT));
    return `for ${Math.round(awayMs / MINUTE)} min`;
  },
};

/** The broker dies, and every retained message with it. */
export const brokerRestarts: EventKind = {
  name: 'broker restarts',
  perDay: { commune: 0.1 },
  apply(world, draw) {
    const awayMs = between(1, 600, draw() ** 2) * 1_000;
    world.broker.restart(awayMs);
    return `away for ${Math.round(awayMs / 1_000)} s`;
  },
};
