import { pick } from '../seeds.js';
import type { EventKind } from './event.js';

/** Somebody edits a programme: another order of the day, other days between, a slot less, or puts it away. */
export const programmeIsChanged: EventKind = {
  name: 'programme changed',
  perDay: { commune: 0.3 },
  async apply(world, draw) {
    const programmes = [...world.truth.decisions.programmes.values()];
    const programme = pick(programmes, draw());
    if (!programme || !world.staff.atWork()) return null;
    const { slots } = programme;
    const [, ...fewer] = slots;
    const what = draw();
    const patch =
      what < 0.25
        ? { laterRuns: draw() < 0.5 ? ('repeat' as const) : ('anew' as const) }
        : what < 0.45
          ? { slots: slots.map((slot) => (slot.kind === 'newest' ? { ...slot, notWithinDays: 3 } : slot)) }
          : what < 0.6 && fewer.length > 0
            ? { slots: fewer }
            : what < 0.75
              ? { slots: [...slots].reverse() }
              : what < 0.9
                ? { maxMinutes: 1 + Math.floor(draw() * 4), overflow: 'dropLowest' as const }
                : { archived: !programme.archived };
    await world.staff.changeProgramme(programme, patch);
    return `${programme.id} ${Object.keys(patch).join(', ')}`;
  },
};
