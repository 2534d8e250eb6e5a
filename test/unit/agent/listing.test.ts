import { describe, expect, it } from 'vitest';
import { isOnlyRenumbered, listed } from '../../../edge-agent/src/listing.js';
import type { PlaybackRecord } from '../../../edge-agent/src/state.js';
import { at, idOf, makePlan } from '../../support/agent-plan.js';

const planAt = (starts: string, revision: number) =>
  makePlan({ revision, sessions: [{ items: [{ name: 'a', starts }] }] });

function known(changes: Partial<PlaybackRecord>): ReadonlyMap<string, PlaybackRecord> {
  const [record] = listed(planAt('06:00', 1), new Map(), at('05:00'));
  if (!record) throw new Error('nothing was listed');
  return new Map([[record.playbackId, { ...record, ...changes }]]);
}

describe('a newer plan', () => {
  it.each(['claimed', 'started', 'suspended', 'finished', 'missed', 'cancelled'] as const)(
    'leaves what is %s as it was',
    (state) => {
      expect(listed(planAt('07:00', 2), known({ state }), at('05:30'))).toEqual([]);
    },
  );

  it.each(['planned', 'ready'] as const)(
    'moves what is only %s, and forgets what kept it from its old start',
    (state) => {
      const blocked = { state: 'failed', reason: 'audio_missing' } as const;
      const [record] = listed(planAt('07:00', 2), known({ state, blocked }), at('05:30'));
      expect(record).toMatchObject({ state, planRevision: 2, listedAt: at('05:00') });
      expect(record?.item.startsAt).toBe(at('07:00'));
      expect(record?.blocked).toBeUndefined();
    },
  );

  it.each([
    { starts: '06:00', only: true },
    { starts: '07:00', only: false },
  ] as const)(
    'that puts an item of 06:00 at $starts says nothing but its own number: $only',
    ({ starts, only }) => {
      const before = known({ state: 'ready' });
      const [record] = listed(planAt(starts, 2), before, at('05:30'));
      expect(record?.planRevision).toBe(2);
      expect(record && isOnlyRenumbered(before.get(record.playbackId), record)).toBe(only);
    },
  );

  it('that names something new writes it down', () => {
    const [record] = listed(planAt('06:00', 1), new Map(), at('05:00'));
    expect(record && isOnlyRenumbered(undefined, record)).toBe(false);
  });

  it('that names a playback twice lists it once', () => {
    const plan = makePlan({
      sessions: [
        {
          items: [
            { name: 'a', starts: '06:00' },
            { name: 'a', starts: '08:00' },
          ],
        },
      ],
    });
    expect(listed(plan, new Map(), undefined).map((r) => [r.playbackId, r.item.startsAt])).toEqual([
      [idOf('a'), at('06:00')],
    ]);
  });
});
