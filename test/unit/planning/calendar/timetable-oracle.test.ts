import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timetableCase } from '../../../support/timetable-cases.js';
import { expectedOf, foundFor } from '../../../support/timetable-oracle.js';

describe('random timetables in eleven zones, where clocks change', () => {
  it('sound exactly when rrule-temporal says', () => {
    fc.assert(
      fc.property(timetableCase, (each) => {
        expect(foundFor(each)).toEqual(expectedOf(each));
      }),
      { numRuns: Number(process.env.RUNS ?? 400), seed: Number(process.env.SEED ?? 20261102) },
    );
  });
});
