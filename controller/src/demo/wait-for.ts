import { LoaError } from '@loa/shared/errors';
import type { Clock } from '@loa/shared/ports/clock';

/** Looks every `everyMs` until `look` finds something; rejects with what was waited for when it takes too long. */
export async function waitFor<T>(
  what: string,
  look: () => Promise<T | null>,
  {
    clock,
    signal,
    timeoutMs,
    everyMs = 200,
  }: { clock: Clock; signal: AbortSignal; timeoutMs: number; everyMs?: number },
): Promise<T> {
  const until = clock.monotonic() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (clock.monotonic() >= until) {
      throw new LoaError('took_too_long', `${what} did not happen within ${Math.round(timeoutMs / 1000)} s.`);
    }
    await clock.wait(everyMs, signal);
  }
}
