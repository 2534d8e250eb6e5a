import { afterEach, describe, expect, it } from 'vitest';
import { createFetcher } from '../../../edge-agent/src/fetcher.js';
import { listed } from '../../../edge-agent/src/listing.js';
import { listedOverrides } from '../../../edge-agent/src/override-listing.js';
import type { OverrideInForce } from '../../../edge-agent/src/state.js';
import { wanted } from '../../../edge-agent/src/wanted.js';
import { createFakeLibrary } from '../../support/agent-fake-sound.js';
import { emergencyOf } from '../../support/agent-overrides.js';
import { at, audioOf, BOX, COMMUNE, grantIdOf, makePlan, type PlanWish } from '../../support/agent-plan.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { silentLogger } from '../../support/silent-logger.js';

let stop = async () => {};
afterEach(() => stop());

function bench(wish: PlanWish, now = '05:00') {
  const clock = createFakeClock(at(now));
  const library = createFakeLibrary();
  const plan = makePlan(wish);
  const playbacks = new Map(listed(plan, new Map(), at(now)).map((record) => [record.playbackId, record]));
  const overrides = new Map<string, OverrideInForce>();
  const grants: string[] = [];
  const budget = { over: false };
  const time = { trusted: true };
  const fetcher = createFetcher({
    library,
    wanted: () => wanted(plan, overrides, playbacks, clock.now()),
    thrifty: () => budget.over,
    hasGrant: (id) => grants.includes(id),
    async fetchGrant(id) {
      grants.push(id);
      return true;
    },
    now: clock.now,
    trusted: () => time.trusted,
    clock,
    random: createSeededRandom(5),
    onChange: () => {},
    log: silentLogger,
  });
  stop = fetcher.start();
  return {
    clock,
    library,
    fetcher,
    grants,
    budget,
    time,
    /** An emergency is called. */
    call(name: string) {
      const override = emergencyOf(name, { from: now, until: '23:00' });
      const force = { override, areaId: COMMUNE, issuedAt: at(now), expiresAt: at('23:00') };
      overrides.set(override.overrideId, force);
      for (const record of listedOverrides([force], BOX, playbacks, at(now))) {
        playbacks.set(record.playbackId, record);
      }
      fetcher.wake(true);
    },
    offer: (name: string) => library.offered.set(audioOf(name), { ok: true, durationMs: 1 }),
  };
}

const items = (...starts: [string, string][]) => ({
  sessions: [{ items: starts.map(([name, time]) => ({ name, starts: time })) }],
});

describe('fetching ahead of air time', () => {
  it('takes the nearest first, at once; what is far is spread over minutes', async () => {
    const { clock, library, fetcher } = bench(
      items(['far', '11:00'], ['near', '05:05'], ['nearer', '05:02']),
    );
    await clock.advance(0);
    expect(library.asked).toEqual([audioOf('nearer'), audioOf('near')]);
    await clock.advance(11 * 60_000);
    expect(library.asked).toContain(audioOf('far'));
    expect(fetcher.counts()).toEqual({ ready: 0, missing: 3 });
  });

  it('with the month’s data used up takes what is due within a day, and the rest in the new month', async () => {
    const { clock, library, fetcher, budget, offer } = bench({
      sessions: [
        { items: [{ name: 'today', starts: '11:00' }] },
        { items: [{ name: 'later', starts: '35:00' }] },
      ],
    });
    offer('today');
    offer('later');
    budget.over = true;
    await clock.advance(30 * 60_000);
    expect(library.asked).toEqual([audioOf('today')]);
    budget.over = false;
    fetcher.wake(true);
    await clock.advance(30 * 60_000);
    expect(library.asked).toEqual([audioOf('today'), audioOf('later')]);
  });

  it('fetches each grant once, and what is held although nothing names it', async () => {
    const hold = [{ sha256: audioOf('chime'), bytes: 10, grantId: grantIdOf('chime') }];
    const { clock, library, grants } = bench({ ...items(['a', '05:02']), hold });
    await clock.advance(15 * 60_000);
    expect(grants.sort()).toEqual([grantIdOf('a'), grantIdOf('chime')].sort());
    expect(library.asked).toContain(audioOf('chime'));
    expect(library.kept.at(-1)).toEqual(new Set([audioOf('a'), audioOf('chime')]));
  });

  it('tries again soon when air time is near, patiently when it is not, and stops asking once it is there', async () => {
    const { clock, library, offer, fetcher } = bench(items(['a', '05:05']));
    await clock.advance(60_000);
    const tries = library.asked.length;
    expect(tries).toBeGreaterThan(3);
    offer('a');
    await clock.advance(60_000);
    const after = library.asked.length;
    expect(fetcher.objects.get(audioOf('a'))).toEqual({ ready: true });
    await clock.advance(3_600_000);
    expect(library.asked.length).toBe(after);
  });

  it('does not wait out its patience when the network comes back', async () => {
    const { clock, library, offer, fetcher } = bench(items(['a', '09:00']));
    await clock.advance(3_600_000);
    const tries = library.asked.length;
    expect(tries).toBeLessThan(20);
    offer('a');
    fetcher.wake(true);
    await clock.advance(1);
    expect(fetcher.objects.get(audioOf('a'))).toEqual({ ready: true });
  });

  it('asks patiently while a box without the time is cut off for a day, and at once when the time is back', async () => {
    const { clock, library, time, offer, fetcher } = bench(items(['a', '09:00'], ['b', '29:00']), '08:30');
    time.trusted = false;
    fetcher.wake();
    await clock.advance(24 * 3_600_000);
    expect(library.asked.length).toBeLessThan(400);
    offer('b');
    time.trusted = true;
    fetcher.wake(true);
    await clock.advance(10 * 60_000);
    expect(fetcher.objects.get(audioOf('b'))).toEqual({ ready: true });
  });

  it('puts everything else aside for an emergency, and goes on with it after', async () => {
    const { clock, library, call, fetcher } = bench(items(['a', '05:02'], ['b', '05:03'], ['c', '05:04']));
    const order: string[] = [];
    const asked: string[] = [];
    library.makeReady = ({ sha256 }, signal) => {
      asked.push(sha256);
      const done = { ok: true, durationMs: 1 } as const;
      const cut = { ok: false, reason: 'audio_missing', detail: 'stopped' } as const;
      return new Promise((resolve) => {
        const cancel = clock.after(40_000, () => {
          order.push(sha256);
          resolve(done);
        });
        signal.addEventListener('abort', () => {
          cancel();
          resolve(cut);
        });
      });
    };
    await clock.advance(20_000);
    expect(asked).toEqual([audioOf('a'), audioOf('b')]);
    call('flood');
    await clock.advance(40_000);
    expect(asked).toEqual([audioOf('a'), audioOf('b'), audioOf('flood')]);
    expect(fetcher.objects.get(audioOf('flood'))).toEqual({ ready: true });
    await clock.advance(100_000);
    expect(order).toEqual(['flood', 'a', 'b', 'c'].map(audioOf));
  });

  it('tells why audio is not ready', async () => {
    const { clock, library, fetcher } = bench(items(['a', '05:05']));
    library.offered.set(audioOf('a'), { ok: false, reason: 'audio_damaged', detail: 'its hash differs' });
    await clock.advance(100);
    expect(fetcher.objects.get(audioOf('a'))).toMatchObject({ ready: false, reason: 'audio_damaged' });
  });

  it('knows at once what is on the box already', async () => {
    const { clock, library, fetcher } = bench(items(['a', '11:00']));
    library.onBox.set(audioOf('a'), 60_000);
    fetcher.wake();
    await clock.advance(1);
    expect(fetcher.objects.get(audioOf('a'))).toEqual({ ready: true });
    expect(library.asked).toEqual([]);
  });
});

describe('what must not be evicted', () => {
  it('is what is held and what is due within 24 hours', () => {
    const day = 86_400_000;
    const plan = makePlan(items(['today', '20:00'], ['later', '06:00']));
    const later = plan.sessions[0]?.items[1];
    if (later)
      Object.assign(later, {
        startsAt: later.startsAt + 2 * day,
        latestStartAt: later.latestStartAt + 2 * day,
      });
    const playbacks = new Map(listed(plan, new Map(), 0).map((record) => [record.playbackId, record]));
    const { keep, objects } = wanted(plan, new Map(), playbacks, at('05:00'));
    expect(keep).toEqual(new Set([audioOf('today')]));
    expect(objects.map(({ sha256 }) => sha256)).toEqual([audioOf('today'), audioOf('later')]);
  });
});
