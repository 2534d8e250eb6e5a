import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timetableCase } from '../../../support/timetable-cases.js';
import { expectedOf, foundFor } from '../../../support/timetable-oracle.js';

describe('random timetables in twelve zones, where clocks change', () => {
  it('sound exactly when rrule-temporal says', () => {
    fc.assert(
      fc.property(timetableCase, (each) => {
        expect(foundFor(each)).toEqual(expectedOf(each));
      }),
      { numRuns: 300, seed: 20261102 },
    );
  });
});
