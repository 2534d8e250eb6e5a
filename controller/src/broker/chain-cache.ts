import type { Clock } from '@loa/shared/ports/clock';

/** A box asks for all its filters in one breath; a moment later its areas may have changed, milliseconds. */
const LIFE_MS = 5_000;

/** Asks once for what a connection asks for many times in a row. A failure is not remembered. */
export function createChainCache<K extends object>(
  areaChainOf: (boxId: string) => Promise<string[]>,
  clock: Clock,
): (connection: K, boxId: string) => Promise<string[]> {
  const known = new WeakMap<K, { chain: Promise<string[]>; askedAt: number }>();
  return (connection, boxId) => {
    const now = clock.monotonic();
    const before = known.get(connection);
    if (before && now - before.askedAt < LIFE_MS) return before.chain;
    const chain = areaChainOf(boxId);
    known.set(connection, { chain, askedAt: now });
    chain.catch(() => known.delete(connection));
    return chain;
  };
}
