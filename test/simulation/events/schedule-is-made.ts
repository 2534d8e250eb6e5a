import { DAY } from '@loa/shared/instant';
import type { Lateness, Resume } from '@loa/shared/messages/plan';
import { between, pick } from '../seeds.js';
import { COMMUNE } from '../world/places.js';
import type { TrueTimes } from '../world/truth.js';
import type { World } from '../world/world.js';
import type { Draw, EventKind } from './event.js';

/** Busy minutes of the day: some meet, some lie at or beyond the edge of the allowed hours. */
const MINUTES = [
  5 * 60,
  5 * 60 + 30,
  6 * 60,
  6 * 60 + 1,
  11 * 60,
  17 * 60,
  17 * 60 + 1,
  19 * 60 + 59,
  21 * 60 + 59,
];
const LATENESS: readonly Lateness[] = ['skip', 'fromStart', 'fromStart', 'joinMidway'];
const RESUME: readonly Resume[] = ['resume', 'restart', 'drop'];

/** A village (or, rarely, the commune) schedules a new bulletin for every day. */
export const scheduleIsMade: EventKind = {
  name: 'schedule made',
  perDay: { cluster: 0.03 },
  apply: (world, draw) => makeSchedule(world, draw, draw() < 0.03 ? null : villageOf(world, draw)),
};

export function villageOf(world: World, draw: Draw): string | null {
  return pick(world.villages, draw())?.id ?? null;
}

export async function makeSchedule(
  world: World,
  draw: Draw,
  village: string | null,
  fixed: { minute?: number; lasting?: boolean } = {},
): Promise<string | null> {
  const { staff, approvers } = world;
  const approver = pick(approvers, draw());
  if (!staff.atWork() || !approver) return null;
  const now = world.wall.now();
  const short = fixed.lasting ? 0.5 : draw();
  const bulletin = await staff.recordBulletin({
    variants: [
      { language: 'vi', durationMs: Math.round(between(15_000, 80_000, draw() ** 2)), approved: true },
    ],
    // Some are news of the day; some grants run out before anybody notices.
    validUntil: short < 0.2 ? Math.round(now + between(0.5, 3, draw()) * DAY) : null,
    grantUntil: Math.round(now + (short > 0.8 ? between(1, 4, draw()) : 60) * DAY),
    approver,
  });
  const minute = fixed.minute ?? anyMinute(draw);
  const schedule = await staff.schedule({
    ...{ bulletinId: bulletin.id, programmeId: null, areas: [village ?? COMMUNE], clusters: [] },
    times: everyDayAt(minute),
    priority: draw() < 0.25 ? 'priority' : 'normal',
    lateness: pick(LATENESS, draw()) ?? 'skip',
    resume: pick(RESUME, draw()) ?? 'resume',
  });
  return `${schedule.id} at minute ${minute} in ${village ?? 'the commune'} (${schedule.priority})`;
}

export function everyDayAt(...minutes: number[]): TrueTimes {
  return { days: [{ every: 'day', interval: 1 }], minutes, except: [], extra: [], holidays: [] };
}

export function activeSchedule(world: World, draw: Draw) {
  const active = [...world.truth.decisions.schedules.values()].filter(({ cancelled }) => !cancelled);
  return pick(active, draw());
}

export const anyMinute = (draw: Draw) => pick(MINUTES, draw()) ?? 360;
