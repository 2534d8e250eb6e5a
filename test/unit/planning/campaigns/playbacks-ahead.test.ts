import { MINUTE } from '@loa/shared/instant';
import { expect, it } from 'vitest';
import { playbacksAhead } from '../../../../controller/src/planning/campaigns/playbacks-ahead.js';
import {
  bulletinOf,
  daily,
  on,
  planOf,
  scheduleOf,
  slotOf,
  VIETNAMESE,
} from '../../../support/planning-world.js';

it('tells what a box is going to be asked from an instant on, of these bulletins alone', () => {
  const schedule = scheduleOf('sáng', [slotOf('one', 'tin'), slotOf('two', 'khác')], {
    timetable: daily('17:00'),
  });
  const plan = planOf(
    { schedules: [schedule], bulletins: [bulletinOf('tin', { minutes: 3 }), bulletinOf('khác')] },
    { settings: VIETNAMESE },
  );
  const from = on('2026-11-08 17:00');
  const found = playbacksAhead(plan, {
    ...{ clusterId: 'cluster_a', bulletinIds: new Set(['bulletin_tin']), from },
  });
  expect(found.map(({ bulletinId, plannedAt, state }) => [bulletinId, plannedAt, state])).toEqual([
    ['bulletin_tin', from, 'planned'],
    ['bulletin_tin', on('2026-11-09 17:00'), 'planned'],
  ]);
  expect(found[0]).toMatchObject({ variantId: 'variant_tin_vi', durationMs: 3 * MINUTE, deliveredMs: null });
});
