import { isEnd } from '@loa/shared/playback';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLife, type Life } from '../../support/agent-life.js';
import { emergencyOf, liveGrant, liveOf } from '../../support/agent-overrides.js';
import { at, audioOf, COMMUNE, grantIdOf, makeGrant, type SessionWish } from '../../support/agent-plan.js';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];
const minute = (n: number) => `0${6 + Math.floor(n / 60)}:${String(n % 60).padStart(2, '0')}`;

const Items = fc.array(
  fc.record({
    start: fc.integer({ min: 0, max: 40 }),
    window: fc.integer({ min: 0, max: 15 }),
    seconds: fc.integer({ min: 1, max: 400 }),
    lateness: fc.constantFrom('skip' as const, 'joinMidway' as const, 'fromStart' as const),
    resume: fc.constantFrom('resume' as const, 'restart' as const, 'drop' as const),
    session: fc.integer({ min: 0, max: 2 }),
  }),
  { minLength: 1, maxLength: NAMES.length },
);

const Events = fc.array(
  fc.record({
    minute: fc.integer({ min: 0, max: 70 }),
    second: fc.integer({ min: 0, max: 59 }),
    kind: fc.constantFrom(
      'power',
      'stop',
      'lift',
      'revoke',
      'audio',
      'untrusted',
      'trusted',
      'replan',
      'empty',
      'full',
      'emergency',
      'speech',
      'overrides lifted',
    ),
    which: fc.constantFrom(...NAMES),
  }),
  { maxLength: 8 },
);

function sessionsOf(items: typeof Items extends fc.Arbitrary<infer T> ? T : never): SessionWish[] {
  const sessions: SessionWish[] = (['normal', 'normal', 'priority'] as const).map((priority, index) => ({
    name: `s${index}`,
    priority,
    endsBy: index === 1 ? '06:30' : '07:30',
    items: [],
  }));
  for (const [index, item] of items.entries()) {
    const { start, window, seconds, lateness, resume, session } = item;
    const name = NAMES[index] ?? 'a';
    const times = { starts: minute(start), latest: minute(start + window) };
    sessions[session]?.items.push({ name, ...times, seconds, lateness, resume });
  }
  return sessions.filter((session) => session.items.length > 0);
}

const emergencyAt = (from: string) =>
  emergencyOf('flood', {
    from,
    until: '08:10',
    times: 3,
    everyMinutes: 7,
    names: ['flood', 'fire'],
    seconds: 45,
  });

/** People's grants for what the overrides ask. */
function approve({ grants, objects }: Life['world']): void {
  for (const name of ['flood', 'fire']) {
    grants.set(grantIdOf(name), { ok: true, grant: makeGrant(name, { use: 'emergency' }) });
    objects.set(audioOf(name), { ready: true });
  }
  grants.set(grantIdOf('chief'), { ok: true, grant: liveGrant('chief') });
}

function happen(
  life: Life,
  event: typeof Events extends fc.Arbitrary<(infer T)[]> ? T : never,
  sessions: SessionWish[],
  revision: number,
): void {
  const { which } = event;
  const time = `${minute(event.minute)}:${String(event.second).padStart(2, '0')}`;
  if (event.kind === 'power') return void life.powerCut(time);
  life.until(time);
  if (event.kind === 'replan') return void life.plan({ sessions, revision });
  if (event.kind === 'emergency') return void life.overrides(emergencyAt(time));
  if (event.kind === 'speech') {
    return void life.overrides(emergencyAt(time), liveOf('chief', { from: time, until: '08:00' }));
  }
  if (event.kind === 'overrides lifted') return void life.overrides();
  if (event.kind === 'empty') return void life.plan({ sessions: [], revision });
  life.change((world) => {
    const stop = { overrideId: 'override_s', areaId: COMMUNE, createdAt: 0, startsAt: 0, areas: [COMMUNE] };
    if (event.kind === 'stop') world.stops = [{ ...stop, until: at('07:00') }];
    if (event.kind === 'lift') world.stops = [];
    if (event.kind === 'revoke')
      world.grants.set(grantIdOf(which), { ok: false, reason: 'revoked', detail: '' });
    if (event.kind === 'audio') world.objects.delete(audioOf(which));
    if (event.kind === 'full') world.diskFull = !world.diskFull;
    if (event.kind === 'untrusted') world.trusted = false;
    if (event.kind === 'trusted' && !world.trusted) {
      world.trusted = true;
      world.trustedSince = at(time);
    }
  });
}

describe('whatever happens', () => {
  it('every planned playback ends exactly once, and two never sound together', () => {
    fc.assert(
      fc.property(Items, Events, (items, events) => {
        const sessions = sessionsOf(items);
        // The life itself throws when two sound at once, a state moves wrongly, or steps do not come to rest.
        const life = createLife({ names: NAMES }).change(approve).plan({ sessions });
        const inOrder = [...events].sort((a, b) => a.minute * 60 + a.second - b.minute * 60 - b.second);
        for (const [index, event] of inOrder.entries()) happen(life, event, sessions, index + 2);
        life.change((world) => {
          if (world.trusted) return;
          world.trusted = true;
          world.trustedSince = at('07:20');
        });
        life.until('08:30');
        for (const record of life.records.values()) expect(isEnd(record.state)).toBe(true);
        expect(life.ends()).toHaveLength(life.records.size);
      }),
      { numRuns: 300, seed: 20261102 },
    );
  });

  it('nothing sounds without its grant, under a stop, or while the time is unknown', () => {
    const silent = createLife({ names: NAMES })
      .change((world) => {
        for (const name of NAMES) {
          world.grants.set(grantIdOf(name), { ok: true, grant: makeGrant(name, { from: '08:00' }) });
        }
      })
      .plan({ sessions: [{ items: NAMES.map((name, n) => ({ name, starts: minute(n) })) }] })
      .until('07:30');
    expect(silent.log.filter((line) => line.includes('claimed'))).toEqual([]);
  });
});
