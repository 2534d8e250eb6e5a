import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contradictsFloor,
  instantAt,
  qualityAt,
  SAMPLES,
  type Sample,
  type Sync,
  synchronise,
  USABLE_MS,
  uncertaintyAt,
} from '../../../edge-agent/src/trusted-time.js';

const TRUE_OFFSET = 1_793_574_000_123.75;

/** Answers whose two ways take what they take; the controller's clock is exact. */
const Answers = fc
  .array(
    fc.record({
      out: fc.double({ min: 0, max: 5_000, noNaN: true }),
      back: fc.double({ min: 0, max: 5_000, noNaN: true }),
    }),
    {
      minLength: SAMPLES,
      maxLength: 11,
    },
  )
  .map((ways) => {
    let at = 1_000;
    return ways.map(({ out, back }): Sample => {
      const sentAt = at;
      at += out + back;
      return { sentAt, receivedAt: at, serverNow: Math.floor(sentAt + out + TRUE_OFFSET) };
    });
  });

describe('a synchronisation', () => {
  it('always holds the true time within its error, however lopsided the network', () => {
    fc.assert(
      fc.property(Answers, (samples) => {
        const sync = synchronise(samples);
        expect(sync).not.toBeNull();
        if (sync) expect(Math.abs(sync.offset - TRUE_OFFSET)).toBeLessThanOrEqual(sync.errorMs + 0.01);
      }),
      { seed: 1 },
    );
  });

  it('needs five answers', () => {
    const sample: Sample = { sentAt: 0, receivedAt: 10, serverNow: 5 };
    expect(synchronise(Array.from({ length: SAMPLES - 1 }, () => sample))).toBeNull();
    expect(synchronise(Array.from({ length: SAMPLES }, () => sample))).not.toBeNull();
  });

  it('is not moved by one slow answer', () => {
    const quick = Array.from({ length: 4 }, (_, n) => ({
      sentAt: n * 20,
      receivedAt: n * 20 + 10,
      serverNow: n * 20 + 5,
    }));
    const slow = { sentAt: 100, receivedAt: 9_000, serverNow: 200 };
    expect(synchronise([slow, ...quick])?.errorMs).toBeLessThan(10);
  });
});

const sync = (errorMs = 20): Sync => ({ at: 1_000, offset: TRUE_OFFSET, errorMs });

describe('what is known of the time', () => {
  it('fades: synced, bounded, untrusted, in that order and never back without an answer', () => {
    const rank = { synced: 0, bounded: 1, untrusted: 2 };
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        (a, b) => {
          const [early, late] = [Math.min(a, b) + 1_000, Math.max(a, b) + 1_000];
          const before = qualityAt(early, sync(), true);
          const after = qualityAt(late, sync(), true);
          expect(rank[before.state]).toBeLessThanOrEqual(rank[after.state]);
          expect(uncertaintyAt(early, sync())).toBeLessThanOrEqual(uncertaintyAt(late, sync()));
        },
      ),
      { seed: 2 },
    );
  });

  it.each([
    ['at once', 1_000, true, 'synced'],
    ['from before a restart', 1_000, false, 'bounded'],
    ['half a day later', 1_000 + 12 * 3_600_000, true, 'bounded'],
    ['six days later', 1_000 + 6 * 86_400_000, true, 'bounded'],
    ['a week later', 1_000 + 7 * 86_400_000, true, 'untrusted'],
  ] as const)('%s: %d %s %s', (_when, monotonic, sameRun, state) => {
    expect(qualityAt(monotonic, sync(), sameRun).state).toBe(state);
  });

  it('is nothing without a synchronisation, or with one too vague', () => {
    expect(qualityAt(5, null, true)).toEqual({ state: 'untrusted' });
    expect(qualityAt(1_000, sync(USABLE_MS + 1), true).state).toBe('untrusted');
  });
});

describe('the floor', () => {
  it('is never gone below, with or without a synchronisation', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2e12 }),
        fc.integer({ min: 0, max: 1e9 }),
        fc.boolean(),
        (floor, at, synced) => {
          expect(instantAt(at, synced ? sync() : null, floor, 0)).toBeGreaterThanOrEqual(floor);
        },
      ),
      { seed: 3 },
    );
  });

  it('refuses a time that lies wholly before it', () => {
    const now = sync().at + sync().offset;
    expect(contradictsFloor(sync(20), Math.ceil(now + 21))).toBe(true);
    expect(contradictsFloor(sync(20), Math.floor(now + 19))).toBe(false);
  });
});
