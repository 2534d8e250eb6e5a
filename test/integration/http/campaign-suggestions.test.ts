import { Campaign, CampaignProgress, type Quotas, type SuggestedSlot } from '@loa/shared/api/campaigns';
import { DAY } from '@loa/shared/instant';
import type { PlaceRulesPatch } from '@loa/shared/place-rules';
import { signGeneral } from '@loa/shared/trust/general';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { insertRoster } from '../../../controller/src/db/rosters.js';
import { lacks } from '../../../controller/src/planning/campaigns/week-progress.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { type ControllerWorld, call, PLACES, seedControllerWorld } from '../../support/controller-world.js';
import { enrolBoxes } from '../../support/heard-rows.js';
import { recordedBulletin } from '../../support/recorded-bulletin.js';

let app: ControllerApp;
let world: ControllerWorld;
/** Monday 2/11/2026, 09:00. */
beforeEach(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
  await enrolBoxes(app);
});
afterEach(() => app.stop());

const TOPIC = 'chuyển đổi số';
const EVERY_DAY = { days: [1, 2, 3, 4, 5, 6, 7] };
const WORKDAYS = { days: [1, 2, 3, 4, 5] };

const broadcast = (method: string, path: string, body?: unknown) =>
  call(app, world.tokens.broadcaster, method, path, body);

async function done(answer: Promise<Response>, status = 200): Promise<unknown> {
  const got = await answer;
  const body = await got.json();
  if (got.status !== status) throw new Error(`${got.status} ${JSON.stringify(body)}`);
  return body;
}

/** Of so many minutes in each language; about the campaign, and approved, unless told. */
const bulletinOf = (minutes: Record<string, number>, more: { topics?: string[]; approved?: boolean } = {}) =>
  recordedBulletin(app, world, { minutes, topics: [TOPIC], approved: true, ...more });

/** Something else that sounds there on these weekdays at these times. */
async function schedule(
  minutes: number,
  times: string[],
  more: { days?: number[]; approved?: boolean; priority?: string; areaIds?: string[] } = {},
): Promise<void> {
  const { days = EVERY_DAY.days, approved = true, areaIds = [PLACES.village], ...rest } = more;
  const { id: bulletinId } = await bulletinOf({ vi: minutes }, { topics: ['mùa vụ'], approved });
  const timetable = {
    ...{ kind: 'recurring', days: [{ every: 'week', days }] },
    times: times.map((time) => ({ time })),
  };
  await done(
    broadcast('post', '/schedules', { bulletinId, areaIds, timetable, onOverlap: 'queue', ...rest }),
    201,
  );
}

const rules = (patch: PlaceRulesPatch, area: string = PLACES.village) =>
  done(call(app, world.tokens.admin, 'patch', `/areas/${area}`, { rules: patch }));

async function progressOf(id: string): Promise<CampaignProgress> {
  return CampaignProgress.parse(
    await done(call(app, world.tokens.supervisor, 'get', `/campaigns/${id}/progress`)),
  );
}

async function begin(quotas: Partial<Quotas>): Promise<string> {
  const none = { playsPerWeek: null, minutesPerWeek: null, populationCoverage: null };
  const answer = broadcast('post', '/campaigns', {
    ...{ areaId: PLACES.commune, name: 'Ngày chuyển đổi số', from: '2026-11-02', until: '2026-11-22' },
    ...{ topics: [TOPIC], columns: [], areaIds: [PLACES.commune], quotas: { ...none, ...quotas } },
  });
  return Campaign.parse(await done(answer, 201)).id;
}

interface Situation {
  name: string;
  given: () => Promise<unknown>;
  /** The campaign's bulletin, minutes by language. */
  bulletin?: Record<string, number>;
  quotas?: Partial<Quotas>;
  /** Whether there is room for everything that is wanted. */
  room: boolean;
}

const school = {
  ...{ kind: 'school' as const, name: 'Trường Tiểu học Kim Đồng', maxGainDb: -6 },
  quiet: [
    { from: '07:00', to: '11:00', ...WORKDAYS, why: 'giờ học' },
    { from: '13:30', to: '17:10', ...WORKDAYS, why: 'giờ học' },
  ],
};
const hospital = {
  ...{ kind: 'hospital' as const, name: 'Trạm y tế', maxGainDb: null },
  quiet: [{ from: '19:00', to: '06:30', why: 'giờ nghỉ của bệnh nhân' }],
};

const SITUATIONS: Situation[] = [
  { name: 'nothing else is there', given: async () => {}, room: true },
  {
    name: 'one run a day, and this morning’s is over',
    given: async () => {
      await schedule(3, ['06:00'], { days: [2] });
      await rules({ maxSessionsPerDay: 1 });
      // Tuesday 3/11, 09:00: the run of 06:00 has sounded.
      await app.advance(DAY);
    },
    room: false,
  },
  {
    name: 'one run a day, and a schedule was set this morning after its time',
    given: async () => {
      await schedule(3, ['06:00'], { days: [1, 3] });
      await rules({ maxSessionsPerDay: 1 });
    },
    room: false,
  },
  {
    name: 'minutes a day, used up in the morning or by what nobody approved yet',
    given: async () => {
      await schedule(20, ['06:00'], { days: [2, 4] });
      await schedule(25, ['06:00'], { days: [3], approved: false });
      await rules({ maxDayMinutes: 24 });
      await app.advance(DAY);
    },
    room: false,
  },
  {
    name: 'quiet times at noon and over night, and on some evenings',
    given: () =>
      rules(
        {
          quiet: [
            { from: '11:00', to: '13:30', why: 'nghỉ trưa' },
            { from: '20:00', to: '06:00', why: 'giờ ngủ' },
            { from: '16:30', to: '18:30', days: [1, 3, 5], why: 'lễ nhà thờ' },
          ],
        },
        PLACES.commune,
      ),
    room: true,
  },
  {
    name: 'a school and a health station stand near',
    given: () => rules({ neighbours: [school, hospital] }),
    room: true,
  },
  {
    name: 'schedules stand at the usual hours, some of which will be silent',
    given: async () => {
      await schedule(30, ['17:00'], { approved: false });
      await schedule(10, ['06:00', '17:20']);
      await schedule(15, ['11:00'], { priority: 'priority', areaIds: [PLACES.commune] });
      // Just after the commune's, where a suggestion would come first.
      await schedule(10, ['11:15'], { approved: false, areaIds: [PLACES.quietVillage] });
    },
    room: true,
  },
  {
    name: 'a village hears two languages one after the other between two other runs',
    given: async () => {
      await rules({ languagePolicy: 'eachInTurn', maxDayMinutes: 40, maxSessionsPerDay: 3 });
      const languages = { languages: ['jra', 'vi'] };
      await done(call(app, world.tokens.admin, 'patch', `/clusters/${PLACES.cluster}`, languages));
      await schedule(9, ['17:00', '17:20']);
    },
    bulletin: { vi: 8, jra: 9 },
    room: true,
  },
  {
    name: 'the first language is the shorter one',
    given: async () => {
      const languages = { languages: ['jra', 'vi'] };
      await done(call(app, world.tokens.admin, 'patch', `/clusters/${PLACES.cluster}`, languages));
      await schedule(5, ['17:00', '17:10']);
    },
    bulletin: { vi: 8, jra: 2 },
    room: true,
  },
  {
    name: 'one of the campaign’s bulletins is longer than a run may be',
    given: async () => {
      await bulletinOf({ vi: 35 });
      await rules({ maxSessionMinutes: 10 }, PLACES.commune);
      await schedule(5, ['17:00', '17:10']);
    },
    room: true,
  },
  {
    name: 'another of the campaign’s bulletins is much shorter',
    bulletin: { vi: 9 },
    given: async () => {
      await bulletinOf({ vi: 1 });
      await schedule(5, ['17:00', '17:10', '17:20']);
    },
    room: true,
  },
  {
    name: 'the campaign’s bulletin is longer than half an hour',
    given: () => schedule(10, ['17:00', '17:45']),
    bulletin: { vi: 40 },
    room: true,
  },
  {
    name: 'minutes are wanted, and a run may not be long',
    given: () => rules({ maxSessionMinutes: 10, maxSessionsPerDay: 2 }, PLACES.commune),
    quotas: { playsPerWeek: 3, minutesPerWeek: 30 },
    room: true,
  },
];

const LOOKS = 4;
const NOTHING = { plays: 0, minutes: 0 };

/** Puts each of them into the calendar as it stands; tells what was answered. */
async function schedulesFrom(suggestions: readonly SuggestedSlot[], bulletinId: string) {
  const answers: unknown[] = [];
  for (const { clusterIds, date, time } of suggestions) {
    const timetable = { kind: 'once', date, time };
    const answer = await broadcast('post', '/schedules', { bulletinId, clusterIds, timetable });
    answers.push([date, time, answer.status, answer.status === 201 ? null : await answer.json()]);
  }
  return answers;
}

describe('each suggested time is accepted as it stands', () => {
  it.each(SITUATIONS)('$name', async ({ given, bulletin = { vi: 5 }, quotas, room }) => {
    const { id: bulletinId } = await bulletinOf(bulletin);
    await given();
    const id = await begin(quotas ?? { playsPerWeek: 7 });
    const first = await progressOf(id);
    expect(first.suggestions.length).toBeGreaterThan(0);
    // A slot may be longer than the bulletin: what it leaves lacking is suggested when one looks again.
    let left = first;
    for (let look = 0; look < LOOKS && left.suggestions.length > 0; look++) {
      const answers = await schedulesFrom(left.suggestions, bulletinId);
      expect(answers).toEqual(left.suggestions.map(({ date, time }) => [date, time, 201, null]));
      left = await progressOf(id);
    }
    expect(left.suggestions).toEqual([]);
    if (room)
      for (const { weeks } of left.clusters) expect(weeks.map(lacks)).toEqual(weeks.map(() => NOTHING));
  });

  it('where the day is full already this morning, nothing is suggested for today', async () => {
    await bulletinOf({ vi: 5 });
    await schedule(3, ['06:00']);
    await rules({ maxSessionsPerDay: 1 }, PLACES.commune);
    await app.advance(7 * DAY);
    const { suggestions } = await progressOf(await begin({ playsPerWeek: 1 }));
    const here = suggestions.filter(({ clusterIds }) => clusterIds.includes(PLACES.cluster));
    expect(here).toEqual([]);
  });

  it('a day that had its run in the morning is not as empty as the others', async () => {
    await bulletinOf({ vi: 5 });
    await schedule(3, ['06:00'], { days: [1] });
    await app.advance(7 * DAY);
    const { suggestions } = await progressOf(await begin({ playsPerWeek: 1 }));
    const here = suggestions.filter(({ clusterIds }) => clusterIds.includes(PLACES.cluster));
    expect(here[0]).toMatchObject({ date: '2026-11-10' });
  });

  it('nothing is suggested where the roster sets no hours at all', async () => {
    await bulletinOf({ vi: 5 });
    const windows = [{ from: '06:00', to: '20:00', maxGainDb: 0 }];
    const roster = { ...world.roster, version: 2, limits: [{ areas: [PLACES.quietVillage], windows }] };
    const bytes = await signGeneral('roster', roster, [world.rootKey]);
    await insertRoster(app.db, { roster, bytes }, app.clock.now());
    const { suggestions } = await progressOf(await begin({ playsPerWeek: 1 }));
    expect(suggestions.flatMap(({ clusterIds }) => clusterIds)).not.toContain(PLACES.cluster);
  });
});
