import fc from 'fast-check';
import type {
  BulletinInput,
  GrantInput,
  PlaceInput,
  PlanningWorld,
  ScheduleInput,
  SlotContent,
  SlotInput,
  SuspensionInput,
} from '../../controller/src/planning/inputs.js';
import { pairKey } from '../../controller/src/planning/inputs.js';
import { bulletinOf, daily, FROM, grantOf, on, once, placeOf, stationOf, worldOf } from './planning-world.js';

const AREAS = ['area_province', 'area_commune', 'area_village', 'area_old', 'area_elsewhere'];
const COLUMNS = ['NQ57', 'Sức khỏe'];
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const HOUR = 3_600_000;

const areas = fc.oneof(
  { weight: 3, arbitrary: fc.constant(['area_commune']) },
  { weight: 2, arbitrary: fc.uniqueArray(fc.constantFrom(...AREAS), { minLength: 1, maxLength: 2 }) },
);
/** Now and then; else null. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
const instant = fc.integer({ min: -48, max: 240 }).map((hours) => FROM + hours * HOUR);
const bulletinId = fc.constantFrom(...NAMES, ...NAMES, 'gone').map((name) => `bulletin_${name}`);
const time = fc
  .record({
    hour: fc.constantFrom(5, 6, 6, 7, 11, 17, 17, 20, 23),
    minute: fc.constantFrom('00', '15', '30', '45'),
  })
  .map(({ hour, minute }) => `${String(hour).padStart(2, '0')}:${minute}`);

/** Mostly approved for all the commune all the time. */
const grant = (name: string): fc.Arbitrary<GrantInput | null> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .integer({ min: 1, max: 60 })
        .map((days) => grantOf(name, { signedAt: FROM - days * 24 * HOUR })),
    },
    { weight: 1, arbitrary: fc.constant(null) },
    {
      weight: 3,
      arbitrary: fc
        .record({ areas, from: instant, hours: fc.integer({ min: 1, max: 200 }), signedAt: instant })
        .map(({ from, hours, ...rest }) =>
          grantOf(name, { ...rest, validFrom: from, validUntil: from + hours * HOUR }),
        ),
    },
  );

function bulletin(name: string): fc.Arbitrary<BulletinInput> {
  const variant = (language: string) =>
    fc.record({
      language: fc.constant(language),
      variantId: fc.constant(`variant_${name}_${language}`),
      grant: grant(`${name} ${language}`),
      seconds: fc.option(fc.integer({ min: 60, max: 900 }), { freq: 12 }),
    });
  return fc
    .record({
      column: fc.option(fc.constantFrom(...COLUMNS), { freq: 4 }),
      sound: fc.constantFrom('speech' as const, 'speech' as const, 'music' as const),
      validFrom: seldom(instant),
      validUntil: seldom(instant),
      variants: fc
        .subarray(['jra', 'bdq'])
        .map((more) => ['vi', ...more])
        .chain((languages) => fc.tuple(...languages.map(variant))),
    })
    .map(({ variants, ...rest }) => {
      const plain = bulletinOf(name);
      const sha256 = plain.variants[0]?.recording?.sha256 ?? '';
      return {
        ...plain,
        ...rest,
        variants: variants.map(({ seconds, ...one }) => ({
          ...one,
          recording: seconds === null ? null : { sha256, bytes: 1000, durationMs: seconds * 1000 },
        })),
      };
    });
}

const content: fc.Arbitrary<SlotContent> = fc.oneof(
  fc.record({ kind: fc.constantFrom('tune' as const, 'ident' as const, 'bulletin' as const), bulletinId }),
  fc.record({
    kind: fc.constant('newest' as const),
    column: fc.constantFrom(...COLUMNS),
    notWithinDays: fc.integer({ min: 1, max: 10 }),
  }),
  fc.record({
    kind: fc.constant('relay' as const),
    stationId: fc.constantFrom('station_vov', 'station_gone'),
    durationMs: fc.integer({ min: 1, max: 90 }).map((minutes) => minutes * 60_000),
  }),
  fc.record({
    kind: fc.constant('filler' as const),
    bulletinIds: fc.array(bulletinId, { minLength: 1, maxLength: 4 }),
    until: fc.oneof(time, fc.constant('nextHour' as const)),
  }),
);

const slots: fc.Arbitrary<SlotInput[]> = fc
  .array(
    fc.record({
      weight: fc.integer({ min: 1, max: 9 }),
      fallbackBulletinId: fc.option(bulletinId),
      content,
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((list) => list.map((slot, at) => ({ slot: `slot_${at}`, ...slot })));

const minutes = (min: number, max: number) => fc.integer({ min, max }).map((n) => n * 60_000);

function schedule(name: string): fc.Arbitrary<ScheduleInput> {
  return fc.record({
    scheduleId: fc.constant(`schedule_${name}`),
    title: fc.constant(name),
    areas,
    clusters: fc.constantFrom([], [], ['cluster_a']),
    timetable: fc.oneof(
      fc.uniqueArray(time, { minLength: 1, maxLength: 3 }).map((times) => daily(...times)),
      time.map((at) => once('2026-11-03', at)),
      instant.map((at) => ({ kind: 'now' as const, at })),
    ),
    priority: fc.constantFrom('normal', 'normal', 'priority', 'priority', 'emergency'),
    lateness: fc.constantFrom('skip', 'joinMidway', 'fromStart'),
    latestStartMs: fc.option(minutes(0, 60)),
    resume: fc.constantFrom('resume', 'restart', 'drop'),
    gainDb: fc.constant(0),
    slots,
    maxMs: seldom(minutes(5, 60)),
    overflow: fc.constantFrom('dropLowest', 'refuse'),
    laterRuns: fc.constantFrom('asPlace', 'repeat', 'anew'),
    notBefore: fc.constant(0),
    createdAt: fc.integer({ min: 0, max: 3 }),
  });
}

const suspension: fc.Arbitrary<SuspensionInput> = fc.record({
  suspensionId: fc.constantFrom('suspension_a', 'suspension_b'),
  name: fc.constant('quốc tang'),
  areas,
  from: fc.constantFrom('2026-11-01', '2026-11-04'),
  until: fc.constantFrom('2026-11-02', '2026-11-05'),
  music: fc.boolean(),
  columns: fc.subarray(COLUMNS),
  everything: fc.constantFrom(false, false, false, false, true),
});

const quiet = fc
  .record({
    stretch: fc.constantFrom(['06:30', '06:45'], ['11:30', '13:30'], ['17:30', '17:31'], ['22:00', '06:00']),
    days: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
  })
  .map(({ stretch: [from = '', to = ''], days }) => ({ from, to, days, why: 'giờ nghỉ' }));

/** Worlds in which much goes wrong: unapproved, expired, elsewhere, suspended, overlapping, too long. */
export const anyWorld: fc.Arbitrary<PlanningWorld> = fc
  .record({
    bulletins: fc.tuple(...NAMES.map(bulletin)),
    schedules: fc.tuple(...['p', 'q', 'r', 's', 't'].map(schedule)),
    suspensions: fc.uniqueArray(suspension, { maxLength: 2, selector: ({ suspensionId }) => suspensionId }),
    station: grant('vov').map((found) => stationOf('vov', { grant: found })),
    decided: fc.option(fc.constantFrom('schedule_p', 'schedule_q')),
  })
  .map(({ station, decided, ...rest }) =>
    worldOf({
      ...rest,
      stations: [station],
      winners: new Map(
        decided === null
          ? []
          : [[pairKey('schedule_p', 'schedule_q'), { scheduleId: decided, decidedAt: 0 }]],
      ),
    }),
  );

/** Places of one commune: what they hear, remember and may, differs. */
export const anyPlace: fc.Arbitrary<PlaceInput> = fc
  .record({
    clusterId: fc.constantFrom('cluster_a', 'cluster_b'),
    village: fc.constantFrom('area_village', 'area_other_village'),
    languages: fc.uniqueArray(fc.constantFrom('vi', 'jra', 'bdq'), { minLength: 1 }),
    languagePolicy: fc.constantFrom(
      'firstAvailable' as const,
      'eachInTurn' as const,
      'villageThenVietnamese' as const,
    ),
    repeatInEvening: fc.boolean(),
    hours: fc.constantFrom<string[][]>(
      [['05:30', '21:00']],
      [
        ['05:00', '11:30'],
        ['13:30', '22:00'],
      ],
      [['00:00', '24:00']],
    ),
    limits: fc.record({
      quiet: fc.array(quiet, { maxLength: 2 }),
      maxSessionMs: seldom(minutes(5, 60)),
      maxDayMs: seldom(minutes(10, 120)),
      maxSessionsPerDay: seldom(fc.integer({ min: 1, max: 4 })),
    }),
    merged: fc.constantFrom({}, { area_old: 'area_commune' }),
    successors: fc.constantFrom({}, { area_old: 'area_commune' }),
    heard: fc.array(fc.tuple(bulletinId, fc.integer({ min: 1, max: 20 })), { maxLength: 4 }),
  })
  .map(({ village, languages, hours, heard, ...rest }) =>
    placeOf({
      ...rest,
      areaChain: ['area_province', 'area_commune', village],
      settings: {
        ...placeOf().settings,
        languages,
        hours: hours.map(([from = '', to = '']) => ({ from, to, maxGainDb: 0 })),
      },
      memory: {
        heard: new Map(heard.map(([id, days]) => [id, on('05:30') - days * 24 * HOUR])),
        chosen: new Map(),
      },
    }),
  );
