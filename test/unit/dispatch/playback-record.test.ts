import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldPlayback, type JournalledEntry } from '../../../shared/src/playback-record.js';
import { playedEntries, samplePlaybackId } from '../../support/journal-entries.js';

const at = Date.UTC(2026, 10, 2, 10);
const id = samplePlaybackId(1);
const told = (journalId: string, entries = playedEntries(id, 1, at)): JournalledEntry[] =>
  entries.map((entry) => ({ journalId, entry }));

describe('the record of a playback', () => {
  it('is nothing before anything is reported', () => {
    expect(foldPlayback([])).toBeNull();
  });

  it.each([
    [1, 'ready'],
    [2, 'claimed'],
    [3, 'started'],
    [4, 'finished'],
  ])('after %i entries is %s', (count, state) => {
    expect(foldPlayback(told('journal_a').slice(0, count))?.state).toBe(state);
  });

  it('carries the evidence of its end', () => {
    expect(foldPlayback(told('journal_a'))).toMatchObject({
      journalId: 'journal_a',
      seq: 4,
      startedAt: at + 3,
      endedAt: at + 60_003,
      deliveredMs: 60_000,
      rmsDbfs: -18.5,
      output: 'wav',
    });
  });

  it('keeps the first end in journal order, whatever comes after', () => {
    const [ready, claimed, started, ended] = playedEntries(id, 1, at);
    if (!ready || !claimed || !started || ended?.kind !== 'ended') throw new Error('sample');
    const interrupted = { ...ended, seq: 9, state: 'interrupted', reason: 'power' } as const;
    const again = { ...started, seq: 10 };
    expect(foldPlayback(told('journal_a', [again, interrupted, ended, started, claimed]))?.state).toBe(
      'finished',
    );
  });

  it('believes the journal that ended it first when a box lost its database', () => {
    const old = told('journal_old');
    const [, , , ended] = playedEntries(id, 1, at + 3_600_000);
    if (ended?.kind !== 'ended') throw new Error('sample');
    const missed = { ...ended, seq: 2, state: 'missed', reason: 'box_off' } as const;
    const fresh = told('journal_fresh', [missed]);
    expect(foldPlayback([...fresh, ...old])?.state).toBe('finished');
    expect(foldPlayback([...fresh, ...old.slice(0, 3)])?.state).toBe('missed');
  });

  it('is the same for 1,000 reorderings and duplications of the reports', () => {
    const [ready, , started, ended] = playedEntries(id, 1, at);
    if (!ready || !started || ended?.kind !== 'ended') throw new Error('sample');
    const entries: JournalledEntry[] = [
      ...told('journal_a'),
      ...told('journal_a', [
        { ...ended, seq: 7, state: 'cancelled', reason: 'removed' },
        { ...started, seq: 6, at: at + 500 },
      ]),
      ...told('journal_b', [
        { ...ready, at: at + 9 },
        { ...ended, at: at + 70_000, state: 'missed' },
      ]),
    ];
    const expected = foldPlayback(entries);
    const disorder = fc.array(fc.nat({ max: entries.length - 1 }), { maxLength: 20 });
    fc.assert(
      fc.property(
        fc.shuffledSubarray(entries, { minLength: entries.length }),
        disorder,
        (shuffled, repeats) => {
          const again = repeats.flatMap((index) => entries[index] ?? []);
          expect(foldPlayback([...again, ...shuffled])).toEqual(expected);
        },
      ),
      { numRuns: 1000, seed: 20261102 },
    );
  });
});
