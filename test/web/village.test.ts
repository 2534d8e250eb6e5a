import { expect, it } from 'vitest';
import { boxesReady, byDay } from '../../controller/web/src/features/village/outlook.js';
import { addressesOf } from '../../controller/web/src/features/village/phone-calendar.js';

const run = (sessionId: string, date: string, startsAt: number) => ({
  ...{ sessionId, date, startsAt, endsAt: startsAt + 1, scheduleId: 'schedule_a', name: sessionId },
  ...{ priority: 'normal' as const, readiness: 'ready' as const, items: [], warnings: [] },
});

it('shows days and their broadcasts in order, and no empty day', () => {
  const days = byDay([run('c', '2026-11-04', 30), run('b', '2026-11-02', 20), run('a', '2026-11-02', 10)]);
  expect(days.map(({ date, runs }) => [date, runs.map(({ name }) => name)])).toEqual([
    ['2026-11-02', ['a', 'b']],
    ['2026-11-04', ['c']],
  ]);
});

it('calls a loudspeaker ready for a broadcast only when it has every item of it', () => {
  const item = (ready: number) => ({ boxesReady: ready, boxes: 3 });
  const items = [item(3), item(1), item(2)];
  expect(boxesReady({ items })).toEqual({ ready: 1, all: 3 });
  expect(boxesReady({ items: [] })).toEqual({ ready: 0, all: 0 });
});

it('opens a calendar’s address in the calendar of a phone, from wherever the page was opened', () => {
  const path = '/api/calendar/aB-3_x.ics';
  expect(addressesOf(path, 'https://loa.xa.vn')).toEqual({
    url: 'https://loa.xa.vn/api/calendar/aB-3_x.ics',
    webcal: 'webcal://loa.xa.vn/api/calendar/aB-3_x.ics',
  });
  expect(addressesOf(path, 'http://192.168.1.9:8080').webcal).toBe(
    'webcal://192.168.1.9:8080/api/calendar/aB-3_x.ics',
  );
});
