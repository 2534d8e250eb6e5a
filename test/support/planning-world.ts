import type {
  BulletinInput,
  GrantInput,
  PlaceInput,
  PlanningWorld,
  ScheduleInput,
  SlotInput,
  StationInput,
  VariantInput,
} from '../../controller/src/planning/inputs.js';
import { buildPlan, type PlanAsked } from '../../controller/src/planning/plan/build-plan.js';
import type { BuiltPlan } from '../../controller/src/planning/plan/built-plan.js';
import { sha256Hex } from '../../shared/src/jcs.js';
import type { Timetable } from '../../shared/src/timetable.js';

/** Plans are made on Monday 02/11/2026 at 04:00, for the eight days from then on, at làng Ơi Briu. */
export const FROM = on('2026-11-02 00:00');
export const UNTIL = on('2026-11-10 00:00');
export const NOW = on('2026-11-02 04:00');

/** An instant by Việt Nam's clock: `2026-11-02 05:30`, or only `05:30` for that Monday. */
export function on(text: string): number {
  const [date, time] = text.includes(' ') ? text.split(' ') : ['2026-11-02', text];
  const seconds = time?.length === 5 ? `${time}:00` : time;
  return Date.parse(`${date}T${seconds}+07:00`);
}

/** The wall clock there, with seconds only where there are some. */
export function clock(at: number): string {
  return new Date(at + 7 * 3_600_000).toISOString().slice(11, 19).replace(/:00$/, '');
}

export function grantOf(name: string, change: Partial<GrantInput> = {}): GrantInput {
  return {
    grantId: sha256Hex(`grant ${name}`),
    areas: ['area_commune'],
    validFrom: on('2026-10-01 00:00'),
    validUntil: on('2027-10-01 00:00'),
    signedAt: on('2026-10-01 00:00'),
    ...change,
  };
}

/** A variant of bulletin `name`, approved for the whole commune; a minute long unless told. */
export function variantOf(
  name: string,
  language = 'vi',
  change: Partial<VariantInput> & { minutes?: number } = {},
): VariantInput {
  const { minutes = 1, ...rest } = change;
  return {
    variantId: `variant_${name}_${language}`,
    language,
    recording: { sha256: sha256Hex(`${name} ${language}`), bytes: 1000, durationMs: minutes * 60_000 },
    grant: grantOf(`${name} ${language}`),
    ...rest,
  };
}

/** A bulletin in Vietnamese, a minute long unless told. */
export function bulletinOf(
  name: string,
  change: Partial<BulletinInput> & { minutes?: number; signedAt?: number } = {},
): BulletinInput {
  const { minutes = 1, signedAt, ...rest } = change;
  const grant = grantOf(`${name} vi`, signedAt === undefined ? {} : { signedAt });
  return {
    bulletinId: `bulletin_${name}`,
    title: name,
    column: null,
    sound: 'speech',
    validFrom: null,
    validUntil: null,
    variants: [variantOf(name, 'vi', { minutes, grant })],
    ...rest,
  };
}

export function stationOf(name: string, change: Partial<StationInput> = {}): StationInput {
  return {
    stationId: `station_${name}`,
    name,
    url: `https://example.org/${name}`,
    hours: [{ from: '05:00', to: '22:00' }],
    fallback: null,
    grant: grantOf(name),
    ...change,
  };
}

/** A slot by its name; `content` may name a bulletin alone. */
export function slotOf(
  slot: string,
  content: SlotInput['content'] | string,
  change: Partial<SlotInput> = {},
): SlotInput {
  const full =
    typeof content === 'string'
      ? ({ kind: 'bulletin', bulletinId: `bulletin_${content}` } as const)
      : content;
  return { slot, weight: 5, fallbackBulletinId: null, content: full, ...change };
}

/** Every day at these times, the occurrence named by its time. */
export function daily(...times: string[]): Timetable {
  return {
    kind: 'recurring',
    days: [{ every: 'day', interval: 1 }],
    times: times.map((time) => ({ occurrenceId: `occ_${time.replace(':', '')}`, time })),
    except: [],
    extra: [],
    holidays: [],
  };
}

export function once(date: string, time: string): Timetable {
  return { kind: 'once', date, time };
}

/** A schedule of the whole commune, on Monday at 05:30 unless told. */
export function scheduleOf(
  name: string,
  slots: readonly SlotInput[],
  change: Partial<ScheduleInput> = {},
): ScheduleInput {
  return {
    scheduleId: `schedule_${name}`,
    title: name,
    areas: ['area_commune'],
    clusters: [],
    timetable: once('2026-11-02', '05:30'),
    priority: 'normal',
    lateness: 'skip',
    latestStartMs: null,
    resume: 'resume',
    gainDb: 0,
    slots,
    maxMs: null,
    overflow: 'dropLowest',
    laterRuns: 'asPlace',
    notBefore: 0,
    createdAt: 0,
    ...change,
  };
}

/** Làng Ơi Briu: Jrai first, then Vietnamese; open 05:30-21:00. */
export function placeOf(change: Partial<PlaceInput> = {}): PlaceInput {
  return {
    boxId: 'box_a',
    clusterId: 'cluster_a',
    areaChain: ['area_province', 'area_commune', 'area_village'],
    settings: {
      zone: 'Asia/Ho_Chi_Minh',
      hours: [{ from: '05:30', to: '21:00', maxGainDb: 0 }],
      maxGainDb: 0,
      languages: ['jra', 'vi'],
      outputs: [],
    },
    languagePolicy: 'firstAvailable',
    repeatInEvening: false,
    limits: { quiet: [], maxSessionMs: null, maxDayMs: null, maxSessionsPerDay: null },
    successors: {},
    merged: {},
    since: 0,
    memory: { heard: new Map(), chosen: new Map() },
    ...change,
  };
}

/** The settings of a place that hears Vietnamese alone. */
export const VIETNAMESE: PlaceInput['settings'] = { ...placeOf().settings, languages: ['vi'] };

export interface WorldWish extends Partial<Omit<PlanningWorld, 'bulletins' | 'stations'>> {
  bulletins?: readonly BulletinInput[];
  stations?: readonly StationInput[];
}

export function worldOf({ bulletins = [], stations = [], ...rest }: WorldWish): PlanningWorld {
  return {
    schedules: [],
    suspensions: [],
    holidays: new Map(),
    winners: new Map(),
    bulletins: new Map(bulletins.map((bulletin) => [bulletin.bulletinId, bulletin])),
    stations: new Map(stations.map((station) => [station.stationId, station])),
    ...rest,
  };
}

export function planOf(
  world: WorldWish,
  place: Partial<PlaceInput> = {},
  asked: Partial<PlanAsked> = {},
): BuiltPlan {
  return buildPlan({
    place: placeOf(place),
    world: worldOf(world),
    hold: [],
    from: FROM,
    until: UNTIL,
    now: NOW,
    ...asked,
  });
}

/** What sounds, line by line: `05:30 Nhạc hiệu`, with the language where it is not Vietnamese. */
export function heard({ playbacks }: BuiltPlan): string[] {
  return playbacks.map(({ plannedAt, title, language }) => {
    const spoken = language === 'vi' || language === 'und' ? '' : ` (${language})`;
    return `${clock(plannedAt)} ${title}${spoken}`;
  });
}

/** What is told, by kind. */
export function told({ problems }: BuiltPlan): string[] {
  return problems.map((problem) => {
    const about = 'language' in problem ? problem.language : 'name' in problem ? problem.name : null;
    return about === null ? problem.kind : `${problem.kind} ${about}`;
  });
}
