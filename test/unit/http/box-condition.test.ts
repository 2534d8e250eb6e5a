import { describe, expect, it } from 'vitest';
import { boxCondition } from '../../../controller/src/http/box-condition.js';

const NOW = Date.UTC(2026, 10, 2);
const status = { boxId: 'box_one', connected: true };
const enrolled = { state: 'enrolled', revokedAt: null, lastSeenAt: NOW - 1000, status } as const;

describe('the condition of a box', () => {
  it('is good while it reports and nothing is wrong', () => {
    expect(boxCondition(enrolled, NOW)).toEqual({ kind: 'good', since: null });
  });

  it('is lost once its last will came, or nothing for twenty minutes', () => {
    const willed = { ...enrolled, status: { ...status, connected: false } };
    expect(boxCondition(willed, NOW)).toEqual({ kind: 'lost', since: NOW - 1000 });
    const quiet = { ...enrolled, lastSeenAt: NOW - 21 * 60_000 };
    expect(boxCondition(quiet, NOW)).toEqual({ kind: 'lost', since: NOW - 21 * 60_000 });
  });

  it('tells green but silent from good', () => {
    const dead = { ...enrolled, status: { ...status, outputs: [{ id: 'alsa', ok: false }] } };
    expect(boxCondition(dead, NOW).kind).toBe('noSound');
    const lame = { ...enrolled, status: { ...status, clock: { state: 'untrusted' as const } } };
    expect(boxCondition(lame, NOW).kind).toBe('clockUntrusted');
    const full = { ...enrolled, status: { ...status, freeBytes: 10 } };
    expect(boxCondition(full, NOW).kind).toBe('diskFull');
    const stopped = { ...enrolled, status: { ...status, silent: 'stopped' } };
    expect(boxCondition(stopped, NOW).kind).toBe('stopped');
  });

  it('knows boxes that are not yet, and no longer, in use', () => {
    expect(boxCondition({ ...enrolled, state: 'created' }, NOW).kind).toBe('notEnrolled');
    expect(boxCondition({ ...enrolled, state: 'revoked', revokedAt: 5 }, NOW)).toEqual({
      kind: 'revoked',
      since: 5,
    });
  });
});
