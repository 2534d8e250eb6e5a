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

function place(change: Partial<PlaceInput> = {}, suspensions: SuspensionInput[] = []) {
  const schedule = scheduleOf('sáng', [slotOf('one', 'tin'), slotOf('two', 'tin')]);
  const plan = planOf(
    { schedules: [schedule], bulletins: [bulletinOf('tin', { minutes: 3 })] },
    { settings: VIETNAMESE },
  );
  return suggestPlace({
    place: placeOf(change),
    civil,
    sessions: plan.content.sessions,
    suspensions,
    weeks: [],
  });
}

describe('a cluster as suggesting sees it', () => {
  it('is busy from a run’s first item to the end of its last', () => {
    expect(place().busy).toEqual([{ startsAt: on('05:30'), endsAt: on('05:36') }]);
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
