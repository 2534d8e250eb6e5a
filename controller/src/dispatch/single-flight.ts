export interface SingleFlight {
  /** Runs now, or once more after the run that is under way; several pokes meanwhile are one. */
  poke(): void;
  /** Resolves once no run is under way. */
  idle(): Promise<void>;
}

/** One run at a time, and never a poke forgotten between the end of a run and the news of it. `run` handles its errors. */
export function createSingleFlight(run: () => Promise<void>): SingleFlight {
  let again = false;
  let flight: Promise<void> | null = null;
  const fly = async () => {
    try {
      do {
        again = false;
        // What arrives in the same turn of the event loop belongs to this run.
        await Promise.resolve();
        await run();
      } while (again);
    } finally {
      flight = null;
    }
  };
  return {
    poke() {
      if (flight !== null) again = true;
      else flight = fly();
    },
    async idle() {
      while (flight !== null) await flight;
    },
  };
}
