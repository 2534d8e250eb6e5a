import { DAY } from '@loa/shared/instant';
import { sha256Hex } from '@loa/shared/jcs';
import type {
  BulletinInput,
  PlaceInput,
  PlanningWorld,
  ScheduleInput,
  SlotInput,
} from '../../controller/src/planning/inputs.js';

export const BOXES = 5000;
export const COMMUNES = 83;
const COLUMNS = ['nq57', 'binh-dan-hoc-vu-so'];
const HEARD_FROM = Date.parse('2026-10-23T05:30:00+07:00');
const NEVER = { validFrom: 0, validUntil: Number.MAX_SAFE_INTEGER, signedAt: 1 };

export interface Province {
  world: PlanningWorld;
  places: PlaceInput[];
}

/**
 * A province of 5,000 boxes in 83 communes. Each commune has a morning and an evening programme of its own, together
 * `itemsPerDay` items: tune, ident, two slots for the newest of a column of the province, else bulletins of its own.
 */
export function makeProvince(itemsPerDay: number): Province {
  const shared = COLUMNS.flatMap((column) =>
    Array.from({ length: 40 }, (_, at) => bulletin(`${column}_${at}`, column)),
  );
  const bulletins = new Map(shared.map((one) => [one.bulletinId, one]));
  const schedules: ScheduleInput[] = [];
  for (let commune = 0; commune < COMMUNES; commune++) {
    const own = Array.from({ length: 12 }, (_, at) => bulletin(`own_${commune}_${at}`, null));
    for (const one of own) bulletins.set(one.bulletinId, one);
    const morning = Math.ceil(itemsPerDay / 2);
    schedules.push(schedule(commune, '05:30', slots(morning, own)));
    schedules.push(schedule(commune, '17:00', slots(itemsPerDay - morning, own)));
  }
  const world: PlanningWorld = {
    ...{ schedules, bulletins, stations: new Map(), suspensions: [] },
    ...{ holidays: new Map(), winners: new Map() },
  };
  return { world, places: Array.from({ length: BOXES }, (_, at) => place(at)) };
}

/** What the controller loads to plan boxes of one commune: its own schedules and bulletins, and the columns. */
export function communeWorld({ world }: Province, commune: number): PlanningWorld {
  const own = (id: string) => id.startsWith(`bulletin_own_${commune}_`);
  const bulletins = [...world.bulletins].filter(([id, { column }]) => column !== null || own(id));
  return {
    ...world,
    bulletins: new Map(bulletins),
    schedules: world.schedules.filter(({ areas }) => areas.includes(`area_commune_${commune}`)),
  };
}

function bulletin(name: string, column: string | null): BulletinInput {
  const recording = { sha256: sha256Hex(name), bytes: 180_000, durationMs: 61_234 };
  const grant = { grantId: sha256Hex(`grant ${name}`), areas: ['area_province'], ...NEVER };
  return {
    ...{ bulletinId: `bulletin_${name}`, title: `Bản tin ${name}`, column, sound: 'speech' },
    ...{ validFrom: null, validUntil: null },
    variants: [{ variantId: `variant_${name}`, language: 'vi', recording, grant }],
  };
}

function slots(count: number, own: readonly BulletinInput[]): SlotInput[] {
  return Array.from({ length: count }, (_, at): SlotInput => {
    const column = COLUMNS[at - 2];
    const { bulletinId = '' } = own[at % own.length] ?? {};
    const content: SlotInput['content'] =
      column === undefined ? { kind: 'bulletin', bulletinId } : { kind: 'newest', column, notWithinDays: 5 };
    return { slot: `slot_${at}`, weight: 5, fallbackBulletinId: null, content };
  });
}

function schedule(commune: number, time: string, queue: SlotInput[]): ScheduleInput {
  const timetable: ScheduleInput['timetable'] = {
    ...{ kind: 'recurring', days: [{ every: 'day', interval: 1 }], times: [{ occurrenceId: 'occ_1', time }] },
    ...{ except: [], extra: [], holidays: [] },
  };
  return {
    ...{ scheduleId: `schedule_${commune}_${time.replace(':', '')}`, title: `Chương trình ${time}` },
    ...{ areas: [`area_commune_${commune}`], clusters: [], timetable, slots: queue },
    ...{ priority: 'normal', lateness: 'skip', latestStartMs: null, resume: 'resume', gainDb: 0 },
    ...{ maxMs: null, overflow: 'dropLowest', laterRuns: 'asPlace', notBefore: 0, createdAt: 0 },
  };
}

/**
 * What a cluster has heard of the columns in the last ten days, two a day from each. Most clusters remember the same;
 * one in ten was off for some of the days.
 */
function memory(at: number): PlaceInput['memory'] {
  const daysOff = at % 10 === 0 ? 1 + (Math.floor(at / 10) % 3) : 0;
  const heard = COLUMNS.flatMap((column) =>
    Array.from({ length: 20 - 2 * daysOff }, (_, index): [string, number] => {
      return [`bulletin_${column}_${index}`, HEARD_FROM + Math.floor(index / 2) * DAY];
    }),
  );
  return { heard: new Map(heard), chosen: new Map() };
}

function place(at: number): PlaceInput {
  const commune = at % COMMUNES;
  const village = Math.floor(at / COMMUNES) % 24;
  return {
    ...{ boxId: `box_${at}`, clusterId: `cluster_${at}` },
    areaChain: ['area_province', `area_commune_${commune}`, `area_village_${commune}_${village}`],
    settings: {
      zone: 'Asia/Ho_Chi_Minh',
      hours: [
        { from: '05:30', to: '06:00', maxGainDb: -6 },
        { from: '06:00', to: '21:00', maxGainDb: 0 },
      ],
      ...{
        maxGainDb: 0,
        languages: ['vi'],
        outputs: [{ id: 'out_1', gainDb: 0, offsetMs: 0, enabled: true }],
      },
    },
    languagePolicy: 'firstAvailable',
    repeatInEvening: true,
    limits: {
      quiet: [{ from: '11:30', to: '13:30', why: 'giờ nghỉ trưa' }],
      ...{ maxSessionMs: null, maxDayMs: null, maxSessionsPerDay: null },
    },
    ...{ successors: {}, merged: {}, since: 0, memory: memory(at) },
  };
}
