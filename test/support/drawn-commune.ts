import { PLACES } from './controller-world.js';
import { createSeededRandom } from './seeded-random.js';

/** The column that some of its programmes have a slot of. */
export const DRAWN_COLUMN = 'Khoa học và đời sống';

/** What there is to play. */
export interface DrawnSounds {
  speech: readonly string[];
  music: string;
  stationId: string;
  programmes: readonly string[];
}

/** Rules of places, bulletins, programmes and schedules of two villages, all drawn from a seed. */
export function drawing(seed: number) {
  const { unit } = createSeededRandom(seed);
  const oneOf = <T>(...choices: readonly T[]): T => choices[Math.floor(unit() * choices.length)] as T;
  const whole = (from: number, to: number) => from + Math.floor(unit() * (to - from + 1));
  const clock = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const time = () => clock(5 * whole(64, 254));
  const timetable = () => {
    const times = [{ time: time() }];
    const days = oneOf<object>(
      { every: 'day' },
      { every: 'week', days: [whole(1, 4), whole(5, 7)] },
      { every: 'date', dates: [`2026-11-0${whole(3, 8)}`] },
    );
    return { kind: 'recurring', days: [days], times };
  };
  return {
    place: () => ({
      languages: oneOf(['vi'], ['jra', 'vi'], ['vi', 'jra']),
      hours: oneOf(null, [
        { from: '05:30', to: '08:00', maxGainDb: 0 },
        { from: '16:00', to: '21:00', maxGainDb: 0 },
      ]),
      rules: {
        quiet: oneOf([], [{ from: '17:30', to: '18:10', why: 'giờ học bài' }]),
        maxSessionMinutes: oneOf(null, 25),
        maxDayMinutes: oneOf(null, 70),
        maxSessionsPerDay: oneOf(null, 3),
        languagePolicy: oneOf('eachInTurn', 'firstAvailable', 'villageThenVietnamese'),
      },
    }),
    minutes: (): Record<string, number> => ({
      vi: whole(3, 14),
      ...(unit() < 0.6 ? { jra: whole(3, 14) } : {}),
    }),
    /** Of a bulletin: its column, and how long it is valid. */
    facts: () =>
      oneOf<object>(
        { columnName: oneOf(null, DRAWN_COLUMN) },
        { validUntil: Date.parse(`2026-11-${whole(10, 13)}T00:00:00+07:00`) },
        { validUntil: Date.parse(`2026-11-0${whole(4, 9)}T00:00:00+07:00`) },
      ),
    programme: ({ speech, music, stationId }: Omit<DrawnSounds, 'programmes'>) => ({
      slots: [
        ...(unit() < 0.3
          ? [
              {
                slot: 'slot_r',
                kind: 'relay',
                stationId,
                minutes: whole(5, 15),
                fallbackBulletinId: oneOf(null, music),
              },
            ]
          : []),
        ...(unit() < 0.5 ? [{ slot: 'slot_a', kind: 'bulletin', bulletinId: oneOf(...speech) }] : []),
        ...(unit() < 0.4
          ? [{ slot: 'slot_n', kind: 'newest', column: DRAWN_COLUMN, notWithinDays: whole(1, 5) }]
          : []),
        { slot: 'slot_b', kind: 'filler', bulletinIds: [music], until: oneOf('nextHour', '17:00', '18:30') },
        { slot: 'slot_c', kind: 'bulletin', bulletinId: oneOf(...speech) },
      ],
      overflow: oneOf('dropLowest', 'refuse'),
      maxMinutes: oneOf(null, null, 20),
      laterRuns: oneOf('asPlace', 'repeat', 'anew'),
    }),
    schedule: ({ speech, programmes }: DrawnSounds) => ({
      ...(unit() < 0.5 ? { bulletinId: oneOf(...speech) } : { programmeId: oneOf(...programmes) }),
      areaIds: [oneOf(PLACES.village, PLACES.village, PLACES.quietVillage, PLACES.commune)],
      timetable: timetable(),
      priority: unit() < 0.2 ? 'priority' : 'normal',
    }),
    timetable,
    one: oneOf,
  };
}
