import { describe, expect, it } from 'vitest';
import { type ClockMemory, judgeClock, SETTLING_MS } from '../../../controller/src/trust/clock-guard.js';
import { createClockGuard } from '../../../controller/src/trust/guarded-clock.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { silentLogger } from '../../support/silent-logger.js';

const NOW = Date.UTC(2026, 10, 2);
const MINUTE = 60_000;
const facts = { builtAt: NOW - 1_000, newestRowAt: null };

describe('the clock guard', () => {
  it('trusts an ordinary clock', () => {
    expect(judgeClock(null, { now: NOW, monotonic: 5 }, facts).verdict).toEqual({ ok: true });
  });

  it('refuses a clock from before the program was built, as after a flat battery', () => {
    const { verdict } = judgeClock(null, { now: Date.UTC(1970, 0, 1), monotonic: 5 }, facts);
    expect(verdict).toMatchObject({ ok: false, reason: 'before_build' });
  });

  it.each([
    [4 * MINUTE, true],
    [6 * MINUTE, false],
  ])('behind its newest row by %i ms: signs %s', (behind, ok) => {
    const { verdict } = judgeClock(null, { now: NOW, monotonic: 5 }, { ...facts, newestRowAt: NOW + behind });
    expect(verdict.ok).toBe(ok);
    if (!verdict.ok) expect(verdict.reason).toBe('behind_newest_row');
  });

  it.each([60 * MINUTE, -60 * MINUTE])('refuses after a jump of %i ms until it ran evenly again', (jump) => {
    const old = { builtAt: NOW - 3 * 60 * MINUTE, newestRowAt: null };
    const look = (memory: ClockMemory | null, now: number, monotonic: number) =>
      judgeClock(memory, { now, monotonic }, old);
    const before = look(null, NOW, 0);
    const jumped = look(before.memory, NOW + 1_000 + jump, 1_000);
    expect(jumped.verdict).toMatchObject({ ok: false, reason: 'jumped' });
    const waiting = look(jumped.memory, NOW + jump + SETTLING_MS, SETTLING_MS);
    expect(waiting.verdict.ok).toBe(false);
    const later = SETTLING_MS + 1_000;
    expect(look(waiting.memory, NOW + jump + later, later).verdict).toEqual({ ok: true });
  });

  it('follows small steps, as time synchronisation makes them', () => {
    const before = judgeClock(null, { now: NOW, monotonic: 0 }, facts);
    const after = judgeClock(before.memory, { now: NOW + 1_000 + 2 * MINUTE, monotonic: 1_000 }, facts);
    expect(after.verdict).toEqual({ ok: true });
  });

  it('remembers between looks, and asks the database now and then only', async () => {
    const clock = createFakeClock(NOW);
    let asked = 0;
    const guard = createClockGuard({
      clock,
      log: silentLogger,
      builtAt: NOW - 1_000,
      newestRowAt: async () => {
        asked += 1;
        return NOW;
      },
    });
    expect(await guard.check()).toEqual({ ok: true });
    expect(await guard.check()).toEqual({ ok: true });
    expect(asked).toBe(1);
    clock.step(-30 * MINUTE);
    expect(await guard.check()).toMatchObject({ ok: false });
    clock.step(30 * MINUTE);
    expect(await guard.check()).toMatchObject({ ok: false, reason: 'jumped' });
    await clock.advance(SETTLING_MS);
    expect(await guard.check()).toEqual({ ok: true });
  });
});
