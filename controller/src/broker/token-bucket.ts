import type { Clock } from '@loa/shared/ports/clock';

/** So many at once, and so many a second for as long as one likes. */
export interface Rate {
  burst: number;
  perSecond: number;
}

/** Counts what somebody took. One may take more than there is, and then waits until the debt is paid. */
export interface TokenBucket {
  take(amount: number): void;
  /** How long until nothing is owed, milliseconds; 0 when one may go on. */
  waitMs(): number;
  /** Nobody took anything for so long that it may be forgotten. */
  isFull(): boolean;
}

export function createTokenBucket(
  { burst, perSecond }: Rate,
  { clock }: { clock: Pick<Clock, 'monotonic'> },
): TokenBucket {
  let level = burst;
  let countedAt = clock.monotonic();

  const refill = () => {
    const now = clock.monotonic();
    level = Math.min(burst, level + ((now - countedAt) / 1000) * perSecond);
    countedAt = now;
  };

  return {
    take(amount) {
      refill();
      level -= amount;
    },
    waitMs() {
      refill();
      return level >= 0 ? 0 : Math.ceil((-level / perSecond) * 1000);
    },
    isFull() {
      refill();
      return level >= burst;
    },
  };
}
