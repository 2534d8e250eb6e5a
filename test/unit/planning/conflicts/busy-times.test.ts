import fc from 'fast-check';
import { expect, it } from 'vitest';
import { busyRuns, isFree } from '../../../../controller/src/planning/conflicts/busy-times.js';

const run = fc
  .tuple(fc.nat(60), fc.nat(12))
  .map(([startsAt, lasts]) => ({ startsAt, endsAt: startsAt + lasts }));

it('joins what overlaps or touches, and knows what is free between', () => {
  fc.assert(
    fc.property(
      fc.array(run, { maxLength: 12 }),
      fc.nat(70),
      fc.integer({ min: 1, max: 9 }),
      (runs, from, ms) => {
        const busy = busyRuns(runs);
        const sounds = (at: number) => runs.some(({ startsAt, endsAt }) => startsAt <= at && at < endsAt);
        const starts = Array.from({ length: 80 }, (_, at) => at).filter(
          (at) => sounds(at) && !sounds(at - 1),
        );
        const ends = Array.from({ length: 80 }, (_, at) => at).filter((at) => !sounds(at) && sounds(at - 1));
        expect([[...busy.starts], [...busy.ends]]).toEqual([starts, ends]);
        const quiet = Array.from({ length: ms }, (_, at) => !sounds(from + at)).every(Boolean);
        expect(isFree(busy, from, from + ms)).toBe(quiet);
      },
    ),
  );
});
