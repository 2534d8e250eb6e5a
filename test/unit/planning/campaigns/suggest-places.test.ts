import { MINUTE } from '@loa/shared/instant';
import { describe, expect, it } from 'vitest';
import { civilTime } from '../../../../controller/src/planning/calendar/civil-time.js';
import { suggestPlace } from '../../../../controller/src/planning/campaigns/suggest-places.js';
import type { PlaceInput, SuspensionInput } from '../../../../controller/src/planning/inputs.js';
import {
  bulletinOf,
  on,
  placeOf,
  planOf,
  scheduleOf,
  slotOf,
  VIETNAMESE,
} from '../../../support/planning-world.js';

const civil = civilTime('Asia/Ho_Chi_Minh');
const mourning: SuspensionInput = {
  ...{ suspensionId: 'suspension_one', name: 'quốc tang', areas: ['area_commune'] },
  ...{ from: '2026-11-03', until: '2026-11-04', music: true, columns: [], everything: true },
};

type Asked = Parameters<typeof suggestPlace>[0];

function place(
  change: Partial<PlaceInput> = {},
  suspensions: SuspensionInput[] = [],
  more: Partial<Asked> = {},
) {
  const schedule = scheduleOf('sáng', [slotOf('one', 'tin'), slotOf('two', 'tin')]);
  const plan = planOf(
    { schedules: [schedule], bulletins: [bulletinOf('tin', { minutes: 3 })] },
    { settings: VIETNAMESE },
  );
  const own = placeOf(change);
  return suggestPlace({
    place: own,
    civil,
    sessions: plan.content.sessions,
    checked: { hours: own.settings.hours, limits: own.limits, runsOn: () => [] },
    suspensions,
    variants: [],
    weeks: [],
    ...more,
  });
}

describe('a cluster as suggesting sees it', () => {
  it('is busy from a run’s first item to the end of its last', () => {
    expect(place().planned).toEqual([{ startsAt: on('05:30'), endsAt: on('05:36') }]);
  });

  it('has in its calendar whole weeks and the evening before them, each day once', () => {
    const asked: string[] = [];
    const week = { plays: 0, playsWanted: 1, minutes: 0, minutesWanted: null };
    const none = { plannedPlays: 0, plannedMinutes: 0 };
    const { calendar } = place({}, [], {
      weeks: ['2026-11-02', '2026-11-09'].map((monday) => ({ week: monday, ...week, ...none })),
      checked: {
        ...{ hours: VIETNAMESE.hours, limits: placeOf().limits },
        runsOn(date) {
          asked.push(date);
          return date === '2026-11-08' ? [{ startsAt: on('2026-11-08 20:00'), durationMs: 3 * MINUTE }] : [];
        },
      },
    });
    expect([asked.length, asked[0], asked.at(-1)]).toEqual([15, '2026-11-01', '2026-11-15']);
    expect(calendar).toEqual([{ startsAt: on('2026-11-08 20:00'), endsAt: on('2026-11-08 20:03') }]);
  });

  it('is not open where a new schedule would be refused, whatever its box would do', () => {
    const checked = { hours: [], limits: placeOf().limits, runsOn: () => [] };
    expect(place({}, [], { checked }).isOpen(on('17:00'), MINUTE)).toBe(false);
    const evening = [{ from: '17:00', to: '18:00', days: [1], why: 'lễ nhà thờ' }];
    const quiet = { ...checked, hours: VIETNAMESE.hours, limits: { ...checked.limits, quiet: evening } };
    const { isOpen } = place({}, [], { checked: quiet });
    expect(isOpen(on('16:50'), 10 * MINUTE)).toBe(true);
    expect(isOpen(on('16:50'), 11 * MINUTE)).toBe(false);
    expect(isOpen(on('2026-11-03 16:50'), 11 * MINUTE)).toBe(true);
  });

  const variants = [
    { bulletinId: 'bulletin_long', language: 'vi', durationMs: 12 * MINUTE },
    { bulletinId: 'bulletin_short', language: 'vi', durationMs: 4 * MINUTE },
    { bulletinId: 'bulletin_short', language: 'jra', durationMs: 5 * MINUTE },
    { bulletinId: 'bulletin_short', language: 'km', durationMs: 6 * MINUTE },
  ];
  const upTo = (minutes: number) => ({
    limits: { ...placeOf().limits, maxSessionMs: minutes * MINUTE },
  });
  it.each<[string, Partial<PlaceInput>, number]>([
    ['the longest of them', {}, 12],
    ['the longest that a run has room for, in its longest language', upTo(10), 6],
    ['every language of the place', { ...upTo(10), languagePolicy: 'eachInTurn' }, 9],
    ['its own language, then Vietnamese', { ...upTo(10), languagePolicy: 'villageThenVietnamese' }, 9],
    ['the usual, where a run has room for none of them', upTo(3), 5],
  ])('gives one play of the campaign’s bulletins the time of %s', (_what, change, minutes) => {
    expect(place(change, [], { variants }).playMs).toBe(minutes * MINUTE);
  });

  const noon = { quiet: [{ from: '11:30', to: '13:30', why: 'nghỉ trưa' }] };
  it.each<[string, ReturnType<typeof place>, number, boolean]>([
    ['trong giờ phát', place(), on('17:00'), true],
    ['trước giờ phát', place(), on('05:25'), false],
    ['không kịp xong trước giờ nghỉ', place(), on('20:55'), false],
    ['giờ nghỉ trưa', place({ limits: { ...placeOf().limits, ...noon } }), on('12:00'), false],
    ['lấn vào giờ nghỉ trưa', place({ limits: { ...placeOf().limits, ...noon } }), on('11:25'), false],
    ['ngày quốc tang', place({}, [mourning]), on('2026-11-03 17:00'), false],
    ['sau ngày quốc tang', place({}, [mourning]), on('2026-11-05 17:00'), true],
    ['quốc tang nơi khác', place({}, [{ ...mourning, areas: ['area_other'] }]), on('2026-11-03 17:00'), true],
    ['chỉ ngừng nhạc', place({}, [{ ...mourning, everything: false }]), on('2026-11-03 17:00'), true],
    [
      'quốc tang ghi theo xã cũ đã nhập vào',
      place({ merged: { area_old: 'area_commune' } }, [{ ...mourning, areas: ['area_old'] }]),
      on('2026-11-03 17:00'),
      false,
    ],
  ])('%s', (_what, { isOpen }, at, open) => {
    expect(isOpen(at, 10 * MINUTE)).toBe(open);
  });
});
