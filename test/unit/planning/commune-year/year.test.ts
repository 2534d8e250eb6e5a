import { describe, expect, it } from 'vitest';
import { addDays, civilTime } from '../../../../controller/src/planning/calendar/civil-time.js';
import {
  VIETNAM_CALENDAR_ID,
  VIETNAM_HOLIDAYS,
} from '../../../../controller/src/planning/calendar/vietnam.js';
import type { PlanningWorld } from '../../../../controller/src/planning/inputs.js';
import { buildPlan } from '../../../../controller/src/planning/plan/build-plan.js';
import { prepareWorld } from '../../../../controller/src/planning/plan/prepare-world.js';
import { namesOf } from '../../../../controller/src/planning/plan/problem-text.js';
import { BULLETINS } from '../../../fixtures/commune-year/bulletins.js';
import { MERGED_ON } from '../../../fixtures/commune-year/names.js';
import { VILLAGES, type Village } from '../../../fixtures/commune-year/places.js';
import { printDay } from '../../../fixtures/commune-year/print-day.js';
import { STATIONS, SUSPENSIONS, schedulesOn } from '../../../fixtures/commune-year/schedules.js';

const BEGIN = '2026-01-01';

/** What there is to hear, before the merger and from it on. */
const worlds = new Map([BEGIN, MERGED_ON].map((date) => [date, prepareWorld(worldOn(date))]));

function worldOn(date: string): PlanningWorld {
  return {
    schedules: schedulesOn(date),
    bulletins: BULLETINS,
    stations: STATIONS,
    suspensions: SUSPENSIONS,
    holidays: new Map([[VIETNAM_CALENDAR_ID, VIETNAM_HOLIDAYS]]),
    winners: new Map(),
  };
}

/** Plans each day when it comes, as the controller does, remembering what the village has heard until then. */
function yearOf(village: Village): string {
  const names = namesOf(worldOn(BEGIN));
  const heard = new Map<string, number>();
  const civil = civilTime('Asia/Ho_Chi_Minh');
  const lines = [`Năm 2026 ở ${village.name}`, ''];
  for (let date = BEGIN; date <= '2026-12-31'; date = addDays(date, 1)) {
    const from = civil.startOfDay(date);
    const until = civil.startOfDay(addDays(date, 1));
    const place = village.place({ heard, chosen: new Map() }, date);
    const world = worlds.get(date < MERGED_ON ? BEGIN : MERGED_ON) ?? worldOn(date);
    const built = buildPlan({ place, world, hold: [], from, until, now: from, civil });
    lines.push(...printDay(date, built, civil, names));
    for (const { bulletinId, plannedAt } of built.playbacks) {
      if (bulletinId !== null) heard.set(bulletinId, plannedAt);
    }
  }
  return `${lines.join('\n')}\n`;
}

describe('a year of the commune Ia Pia', () => {
  it.each(VILLAGES.map((village) => [village.name, village] as const))(
    'sounds as written at %s',
    async (_name, village) => {
      await expect(yearOf(village)).toMatchFileSnapshot(
        `../../../fixtures/commune-year/golden/2026-${village.key}.txt`,
      );
    },
  );
});
