/** Far longer than any answer takes on a poor line; a line that stands still says nothing for minutes. */
const LONGEST_WAIT_MS = 60_000;

/** A wait that ends by itself, or with who waits. */
export interface Patience {
  signal: AbortSignal;
  /** It ended by itself. */
  ranOut(): boolean;
  /** The answer is here. */
  end(): void;
}

export function createPatience(waiting: AbortSignal | undefined): Patience {
  const ending = new AbortController();
  let ranOut = false;
  const giveUp = () => ending.abort(waiting?.reason);
  const timer = setTimeout(() => {
    ranOut = true;
    ending.abort();
  }, LONGEST_WAIT_MS);
  if (waiting?.aborted) giveUp();
  waiting?.addEventListener('abort', giveUp, { once: true });
  return {
    signal: ending.signal,
    ranOut: () => ranOut,
    end() {
      clearTimeout(timer);
      waiting?.removeEventListener('abort', giveUp);
    },
  };
}
