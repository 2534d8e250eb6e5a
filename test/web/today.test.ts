import type { TodayItem } from '@loa/shared/api/today';
import { expect, it } from 'vitest';
import { isAllWell, linesOf } from '../../controller/web/src/features/today/today.js';

const item = (change: Partial<TodayItem>): TodayItem => ({
  ...{ title: 'Tin', language: 'vi', priority: 'normal', scheduleId: 'schedule_a', bulletinId: 'bulletin_a' },
  ...{ plannedAt: 10, endsAt: 20, villages: ['làng A'], clusters: 1, ready: 1 },
  ...change,
});

it('says of each line how urgent it is, by the most urgent of its languages', () => {
  const lines = linesOf([
    item({ bulletinId: 'bulletin_storm', priority: 'priority' }),
    item({ bulletinId: 'bulletin_flood', priority: 'priority' }),
    item({ bulletinId: 'bulletin_flood', priority: 'emergency', language: 'jra' }),
    item({ bulletinId: 'bulletin_flood', priority: 'normal', language: 'bdq' }),
    item({ bulletinId: 'bulletin_music' }),
  ]);
  expect(lines.map(({ priority, languages }) => [priority, languages.length])).toEqual([
    ['priority', 1],
    ['emergency', 3],
    ['normal', 1],
  ]);
});

it('leads to the schedule of a line, however many languages it has; speech has none', () => {
  const lines = linesOf([
    item({}),
    item({ language: 'jra' }),
    item({ bulletinId: null, title: 'Đọc trực tiếp', scheduleId: null }),
  ]);
  expect(lines.map(({ scheduleId }) => scheduleId)).toEqual(['schedule_a', null]);
});

it('says that all is well only where it is: one with a full memory is not silent, and not good either', () => {
  const fleet = { all: 6, good: 6, silent: 0, waiting: 0, simsExpiring: 0 };
  expect(isAllWell({ fleet, lostCount: 0, stops: [] })).toBe(true);
  expect(isAllWell({ fleet: { ...fleet, good: 5 }, lostCount: 0, stops: [] })).toBe(false);
  expect(isAllWell({ fleet, lostCount: 1, stops: [] })).toBe(false);
});
