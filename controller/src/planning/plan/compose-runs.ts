import type { Instant } from '@loa/shared/instant';
import type { Rotation } from '../programme/filled-slot.js';
import type { Here } from '../programme/here.js';
import type { Run } from '../programme/run.js';
import { type ComposedRun, composeRun, type SilentRun } from './compose-run.js';
import type { Room } from './room.js';

/** A run that the place is open for. */
export interface RoomyRun {
  run: Run;
  room: Room;
}

/**
 * Fills runs in the order of their time, each knowing what those before it chose: what is planned counts as heard.
 * What has ended by `from` and did not come to be heard does not.
 */
export function composeRuns(
  runs: readonly RoomyRun[],
  here: Here,
  from: Instant,
): (ComposedRun | SilentRun)[] {
  const memory = createMemory(here);
  return runs.map(({ run, room }) => {
    const result = composeRun(run, room, here, memory.rotationFor(run));
    if (result.pieces) memory.remember(result, from);
    return result;
  });
}

/** When a bulletin was heard, or is planned to be. */
interface Heard {
  at: Instant;
  day: number;
  planned: boolean;
}

function createMemory({ place, civil }: Here) {
  const heard = new Map<string, Heard | null>();
  const firstChoices = new Map<string, ReadonlyMap<string, string>>();
  let lastFiller: { day: number; bulletinId: string | null } | null = null;

  const recall = (bulletinId: string): Heard | null => {
    const known = heard.get(bulletinId);
    if (known !== undefined) return known;
    const at = place.memory.heard.get(bulletinId);
    const recalled = at === undefined ? null : { at, day: civil.dayOf(at), planned: false };
    heard.set(bulletinId, recalled);
    return recalled;
  };

  return {
    rotationFor(run: Run): Rotation {
      const first = repeats(run, place.repeatInEvening) ? firstChoices.get(dayOf(run)) : undefined;
      return {
        // What was heard after a run began may be the run itself.
        heardOn(bulletinId) {
          const known = recall(bulletinId);
          return known && (known.planned || known.at < run.startsAt) ? known.day : undefined;
        },
        pinned: (slot) =>
          place.memory.chosen.get(`${run.sessionId}|${slot}`) ??
          (place.memory.begun?.has(run.sessionId) ? null : undefined),
        repeated: (slot) => first?.get(slot),
        lastFiller: lastFiller?.day === run.day ? lastFiller.bulletinId : null,
      };
    },
    remember({ run, pieces, endsAt, choices }: ComposedRun, from: Instant) {
      if (!firstChoices.has(dayOf(run))) firstChoices.set(dayOf(run), choices);
      for (const { role, bulletinId } of pieces) {
        if (role === 'filler') lastFiller = { day: run.day, bulletinId };
        if (bulletinId !== null && endsAt > from)
          heard.set(bulletinId, { at: run.startsAt, day: run.day, planned: true });
      }
    },
  };
}

function repeats({ schedule }: Run, custom: boolean): boolean {
  return schedule.laterRuns === 'repeat' || (schedule.laterRuns === 'asPlace' && custom);
}

const dayOf = ({ schedule, localDate }: Run) => `${schedule.scheduleId}|${localDate}`;
