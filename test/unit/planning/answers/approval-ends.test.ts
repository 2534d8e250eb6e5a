import { expect, it } from 'vitest';
import { firstAirs } from '../../../../controller/src/planning/answers/first-air.js';

const NOW = 1_000;
const missedAt = (startsAt: number, endsAt: number | null) => {
  const [bulletinId, language, variantId] = ['bulletin_a', 'vi', 'variant_a'];
  const run = { scheduleId: 'schedule_a', localDate: '2026-11-02', occurrenceId: 'occ_a', startsAt };
  const problem = { ...run, kind: 'variant_not_covered' as const, slot: 'slot_a', bulletinId, language };
  const here = { clusterId: 'cluster_a', village: 'làng Yên', languages: ['vi'] };
  const waiting = [{ variantId, bulletinId, language, column: null, submittedAt: 0, endsAt }];
  const plans = [{ ...here, plan: { problems: [problem], playbacks: [] } }];
  const world = { schedules: [], bulletins: new Map() };
  return firstAirs(waiting, plans, { world, now: NOW }).get(variantId)?.next?.at ?? null;
};

it('an approval is missed from its end on; what it never covered is not missing because it ends', () => {
  expect([missedAt(2_000, 2_000), missedAt(2_000, 2_001), missedAt(2_000, null)]).toEqual([
    2_000,
    null,
    null,
  ]);
});
