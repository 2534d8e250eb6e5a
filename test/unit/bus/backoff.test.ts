import { backoffDelay, RECONNECT_BACKOFF } from '@loa/shared/backoff';
import { expect, it } from 'vitest';

it('waits longer after each failure, up to a minute, spread by half either way', () => {
  const middle = [1, 2, 3, 7, 50].map((failures) => backoffDelay(failures, 0.5, RECONNECT_BACKOFF));
  expect(middle).toEqual([1_000, 2_000, 4_000, 60_000, 60_000]);
  expect(backoffDelay(1, 0, RECONNECT_BACKOFF)).toBe(500);
  expect(backoffDelay(50, 0.999, RECONNECT_BACKOFF)).toBeLessThan(90_000);
});
