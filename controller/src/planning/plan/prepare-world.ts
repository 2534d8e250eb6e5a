import { DAY, type Instant } from '@loa/shared/instant';
import { type CivilTime, civilTime } from '../calendar/civil-time.js';
import type { BulletinInput, PlaceInput, PlanningWorld, RotationMemory } from '../inputs.js';
import { createShelf, type Shelf } from '../programme/here.js';
import { type DecidedRuns, decideRuns } from './decide-runs.js';
import { createDecidedMemo } from './decided-memo.js';
import { createPlaceKeys } from './place-keys.js';
import { createRuns } from './runs.js';

/** A world with what the plans of many boxes share worked out once, and remembered as it is asked for. */
export interface PreparedWorld extends PlanningWorld {
  civil(zone: string): CivilTime;
  /** What becomes of every run at a place with from - a day ≤ startsAt < until, at whichever of its boxes. */
  decided(place: PlaceInput, times: Times): DecidedRuns;
}

interface Times {
  from: Instant;
  until: Instant;
  now: Instant;
}

/** Prepares a world for the plans of many boxes. It must not change afterwards. */
export function prepareWorld(world: PlanningWorld, known: readonly CivilTime[] = []): PreparedWorld {
  const civils = new Map(known.map((civil) => [civil.zone, civil]));
  const shelves = new Map<string, Shelf>();
  const columns = columnsOf(world.bulletins);
  const keys = createPlaceKeys(world);
  const memo = createDecidedMemo();
  const runsAt = createRuns(world);

  const civilOf = (zone: string) => {
    const civil = civils.get(zone) ?? civilTime(zone);
    civils.set(zone, civil);
    return civil;
  };
  const shelfOf = (place: PlaceInput) => {
    const key = keys.shelf(place);
    const shelf = shelves.get(key) ?? createShelf(world, columns, place);
    shelves.set(key, shelf);
    return shelf;
  };
  const decide = (place: PlaceInput, { from, until, now }: Times) => {
    const civil = civilOf(place.settings.zone);
    const runs = runsAt(place, civil, { from: from - DAY, until });
    return decideRuns(runs, { ...shelfOf(place), place, civil }, world.winners, { from, now });
  };

  return {
    ...world,
    civil: civilOf,
    decided(asked, times) {
      const place = { ...asked, memory: believed(asked.memory, times.now) };
      const key = `${times.from}|${times.until}|${times.now}|${keys.rules(place)}`;
      return memo.decided(key, place, () => decide(place, times));
    },
  };
}

/** Nothing was heard at a time that is still to come, whatever a clock that ran ahead wrote down. */
function believed(memory: RotationMemory, now: Instant): RotationMemory {
  for (const at of memory.heard.values()) {
    if (at <= now) continue;
    return { ...memory, heard: new Map([...memory.heard].filter(([, heardAt]) => heardAt <= now)) };
  }
  return memory;
}

function columnsOf(bulletins: ReadonlyMap<string, BulletinInput>): Map<string, BulletinInput[]> {
  const columns = new Map<string, BulletinInput[]>();
  for (const bulletin of bulletins.values()) {
    if (bulletin.column === null) continue;
    const known = columns.get(bulletin.column);
    if (known) known.push(bulletin);
    else columns.set(bulletin.column, [bulletin]);
  }
  return columns;
}
