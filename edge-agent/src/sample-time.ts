import type { Clock } from '@loa/shared/ports/clock';
import { SAMPLES, type Sample, synchronise } from './trusted-time.js';

/** An answer that takes longer teaches little, and a network that drops everything must not hold up the next try, ms. */
const PATIENCE_MS = 8_000;
/** Known as well as this, more answers are not worth their bytes, ms. */
const GOOD_ENOUGH_MS = 3;

/** Asks for the time again and again on one warm connection; none when one of the answers fails. */
export async function askSamples(
  ports: { clock: Clock; askTime(signal: AbortSignal): Promise<number | null> },
  { most }: { most: number },
  signal: AbortSignal,
): Promise<Sample[]> {
  const { clock } = ports;
  const samples: Sample[] = [];
  // The first answer also opens the connection, so it is not counted.
  for (let turn = 0; turn <= most; turn++) {
    const sentAt = clock.monotonic();
    const serverNow = await within(clock, signal, ports.askTime);
    if (serverNow === null) return samples.length >= SAMPLES ? samples : [];
    if (turn > 0) samples.push({ sentAt, receivedAt: clock.monotonic(), serverNow });
    if ((synchronise(samples)?.errorMs ?? Number.POSITIVE_INFINITY) <= GOOD_ENOUGH_MS) break;
  }
  return samples;
}

async function within<T>(
  clock: Clock,
  signal: AbortSignal,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const giveUp = new AbortController();
  const cancel = clock.after(PATIENCE_MS, () => giveUp.abort());
  try {
    return await ask(AbortSignal.any([signal, giveUp.signal]));
  } finally {
    cancel();
  }
}
