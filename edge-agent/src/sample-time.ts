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
  const patience = createPatience(clock, signal);
  // The first answer also opens the connection, so it is not counted.
  for (let turn = 0; turn <= most; turn++) {
    const sentAt = clock.monotonic();
    const serverNow = await patience.ask(ports.askTime);
    if (serverNow === null) return samples.length >= SAMPLES ? samples : [];
    if (turn > 0) samples.push({ sentAt, receivedAt: clock.monotonic(), serverNow });
    if ((synchronise(samples)?.errorMs ?? Number.POSITIVE_INFINITY) <= GOOD_ENOUGH_MS) break;
  }
  return samples;
}

/** Each question is given up after a while, and all that come after it. One signal for all: making them costs most. */
function createPatience(clock: Clock, signal: AbortSignal) {
  const giveUp = new AbortController();
  const either = AbortSignal.any([signal, giveUp.signal]);
  return {
    async ask<T>(question: (signal: AbortSignal) => Promise<T>): Promise<T> {
      const cancel = clock.after(PATIENCE_MS, () => giveUp.abort());
      try {
        return await question(either);
      } finally {
        cancel();
      }
    },
  };
}
