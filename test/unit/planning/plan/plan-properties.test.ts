import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlaceInput, PlanningWorld } from '../../../../controller/src/planning/inputs.js';
import { buildPlan } from '../../../../controller/src/planning/plan/build-plan.js';
import type { BuiltPlan } from '../../../../controller/src/planning/plan/built-plan.js';
import { planText } from '../../../../controller/src/planning/plan/plan-text.js';
import type { PlannedPlayback } from '../../../../controller/src/planning/plan/planned-playback.js';
import { prepareWorld } from '../../../../controller/src/planning/plan/prepare-world.js';
import { minutesOfDay } from '../../../../shared/src/instant.js';
import { Plan } from '../../../../shared/src/messages/plan.js';
import { coversChain } from '../../../../shared/src/trust/areas.js';
import { anyPlace, anyWorld } from '../../../support/planning-arbitraries.js';
import { FROM, NOW, UNTIL } from '../../../support/planning-world.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const RUNS = { numRuns: 100, seed: 20261102 };

const plan = (world: PlanningWorld, place: PlaceInput): BuiltPlan =>
  buildPlan({ place, world, hold: [], from: FROM, until: UNTIL, now: NOW });

/** Việt Nam has no DST: its civil time is arithmetic, and so is no copy of what is tested. */
const local = (at: number) => {
  const shifted = at + 7 * 60 * MINUTE;
  const day = Math.floor(shifted / DAY);
  return { day, minute: Math.floor((shifted - day * DAY) / MINUTE), weekday: ((day + 3) % 7) + 1 };
};

function isQuiet(at: number, { limits }: PlaceInput): boolean {
  const { minute, weekday } = local(at);
  const before = weekday === 1 ? 7 : weekday - 1;
  return limits.quiet.some(({ from, to, days = [1, 2, 3, 4, 5, 6, 7] }) => {
    const [a, b] = [minutesOfDay(from), minutesOfDay(to)];
    if (a < b) return days.includes(weekday) && a <= minute && minute < b;
    return (days.includes(weekday) && minute >= a) || (days.includes(before) && minute < b);
  });
}

function isOpen(at: number, { settings }: PlaceInput): boolean {
  const { minute } = local(at);
  return settings.hours.some(({ from, to }) => minutesOfDay(from) <= minute && minute < minutesOfDay(to));
}

/** The grant and the validity under which a playback would sound. */
function licence(world: PlanningWorld, { bulletinId, variantId }: PlannedPlayback) {
  if (bulletinId === null) {
    const grant = world.stations.get('station_vov')?.grant;
    return { grant, recorded: true, from: 0, until: Number.POSITIVE_INFINITY };
  }
  const bulletin = world.bulletins.get(bulletinId);
  const variant = bulletin?.variants.find((v) => v.variantId === variantId);
  return {
    grant: variant?.grant,
    recorded: variant?.recording !== null && variant !== undefined,
    from: bulletin?.validFrom ?? 0,
    until: bulletin?.validUntil ?? Number.POSITIVE_INFINITY,
  };
}

describe('whatever is asked for', () => {
  it('its text is the text of its object', () => {
    const issued = { revision: 7, issuedAt: NOW, coversUntil: UNTIL, expiresAt: UNTIL };
    fc.assert(
      fc.property(anyWorld, anyPlace, (world, place) => {
        const built = plan(world, place);
        expect(planText(built, issued)).toBe(JSON.stringify({ ...built.content, ...issued }));
      }),
      RUNS,
    );
  });

  it('a plan is what the protocol says, and no two items share a name', () => {
    fc.assert(
      fc.property(anyWorld, anyPlace, (world, place) => {
        const { content, playbacks, displaced } = plan(world, place);
        Plan.parse({ ...content, revision: 1, issuedAt: FROM, coversUntil: UNTIL, expiresAt: UNTIL });
        const ids = [...playbacks, ...displaced].map(({ playbackId }) => playbackId);
        expect(new Set(ids).size).toBe(ids.length);
        const items = content.sessions.flatMap((session) => session.items.map((item) => item.playbackId));
        expect(playbacks.map(({ playbackId }) => playbackId)).toEqual(items);
      }),
      RUNS,
    );
  });

  it('nothing is planned that is not approved, recorded and valid there and then, however late it starts', () => {
    fc.assert(
      fc.property(anyWorld, anyPlace, (world, place) => {
        for (const playback of plan(world, place).playbacks) {
          const { grant, recorded, from, until } = licence(world, playback);
          const { plannedAt, latestStartAt } = playback;
          const covered =
            recorded &&
            grant?.grantId === playback.grantId &&
            coversChain(grant.areas, place.areaChain, place.successors) &&
            plannedAt >= Math.max(grant.validFrom, grant.signedAt, from) &&
            latestStartAt < Math.min(grant.validUntil, until);
          if (!covered) expect.fail(`${playback.title} may not sound at ${plannedAt}-${latestStartAt}`);
        }
      }),
      RUNS,
    );
  });

  it('nothing but an emergency sounds outside the hours, in a quiet time or beyond the limits of the place', () => {
    fc.assert(
      fc.property(anyWorld, anyPlace, (world, place) => {
        const { content, playbacks } = plan(world, place);
        const { maxSessionMs, maxDayMs, maxSessionsPerDay } = place.limits;
        const dayMs = new Map<string, number>();
        const daySessions = new Map<string, number>();
        for (const session of content.sessions) {
          if (session.priority === 'emergency') continue;
          for (let at = session.startsAt; at < session.endsBy; at += MINUTE) {
            if (!isOpen(at, place) || isQuiet(at, place)) expect.fail(`${session.sessionId} sounds at ${at}`);
          }
          const own = playbacks.filter(({ sessionId }) => sessionId === session.sessionId);
          const endsAt = Math.max(...own.map(({ plannedAt, durationMs }) => plannedAt + durationMs));
          const length = endsAt - session.startsAt;
          const date = own[0]?.localDate ?? '';
          dayMs.set(date, (dayMs.get(date) ?? 0) + length);
          daySessions.set(date, (daySessions.get(date) ?? 0) + 1);
          expect(endsAt).toBeLessThanOrEqual(session.endsBy);
          if (maxSessionMs !== null) expect(length).toBeLessThanOrEqual(maxSessionMs);
        }
        if (maxDayMs !== null) for (const ms of dayMs.values()) expect(ms).toBeLessThanOrEqual(maxDayMs);
        if (maxSessionsPerDay !== null)
          for (const count of daySessions.values()) expect(count).toBeLessThanOrEqual(maxSessionsPerDay);
      }),
      RUNS,
    );
  });

  it('of two priority schedules only one is planned at a time', () => {
    fc.assert(
      fc.property(anyWorld, anyPlace, (world, place) => {
        const { playbacks } = plan(world, place);
        const rivals = playbacks.filter(({ priority }) => priority === 'priority');
        for (const a of rivals) {
          for (const b of rivals) {
            if (a.scheduleId === b.scheduleId) continue;
            const apart =
              a.plannedAt + a.durationMs <= b.plannedAt || b.plannedAt + b.durationMs <= a.plannedAt;
            expect(apart).toBe(true);
          }
        }
      }),
      RUNS,
    );
  });
});

describe('the same question', () => {
  it('has the same answer, in whatever order the world was read', () => {
    fc.assert(
      fc.property(anyWorld, anyPlace, (world, place) => {
        const turned: PlanningWorld = {
          ...world,
          schedules: [...world.schedules].reverse(),
          suspensions: [...world.suspensions].reverse(),
          bulletins: new Map([...world.bulletins].reverse()),
        };
        const memory = { ...place.memory, heard: new Map([...place.memory.heard].reverse()) };
        const [a, b] = [plan(world, place), plan(turned, { ...place, memory })];
        expect(b).toEqual(a);
      }),
      RUNS,
    );
  });

  it('has the same answer for all boxes of a cluster, whichever is asked about first', () => {
    fc.assert(
      fc.property(anyWorld, anyPlace, (world, place) => {
        const prepared = prepareWorld(world);
        const told = (boxId: string, since: number) =>
          plan(prepared, { ...place, boxId, since }).playbacks.map(({ plannedAt, slot, variantId }) =>
            [plannedAt, slot, variantId].join(),
          );
        const elder = told('box_a', 0);
        const younger = told('box_b', NOW + DAY);
        expect(elder.slice(elder.length - younger.length)).toEqual(younger);
      }),
      RUNS,
    );
  });

  it('is not answered with what was decided for another place', () => {
    fc.assert(
      fc.property(anyWorld, fc.array(anyPlace, { minLength: 2, maxLength: 5 }), (world, places) => {
        const prepared = prepareWorld(world);
        for (const place of places) expect(plan(prepared, place)).toEqual(plan(world, place));
      }),
      { ...RUNS, numRuns: 40 },
    );
  });

  it('is not answered with what was decided where only the custom differs', () => {
    fc.assert(
      fc.property(anyWorld, anyPlace, (world, place) => {
        const prepared = prepareWorld(world);
        for (const repeatInEvening of [true, false]) {
          const other = { ...place, repeatInEvening };
          expect(plan(prepared, other)).toEqual(plan(world, other));
        }
      }),
      RUNS,
    );
  });

  it('equal content has an equal hash, other content another', () => {
    fc.assert(
      fc.property(anyWorld, anyPlace, anyPlace, (world, one, other) => {
        const [a, b] = [plan(world, one), plan(world, other)];
        expect(a.contentHash === b.contentHash).toBe(JSON.stringify(a.content) === JSON.stringify(b.content));
      }),
      RUNS,
    );
  });
});
