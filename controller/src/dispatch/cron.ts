import type { Logger } from '@loa/shared/ports/logger';

/** Duties by the calendar, as a port. What was missed is not run later: compute what is due from the database. */
export interface Cron {
  /** Five-field cron pattern in the machine's zone. Returns how to stop. */
  schedule(pattern: string, run: () => void): () => void;
}

/** Runs an async duty; one that fails is logged and comes round again. */
export function duty(log: Logger, name: string, run: () => Promise<unknown>): () => void {
  return () => {
    run().catch((error: unknown) => log.error({ duty: name, error: String(error) }, 'A duty failed'));
  };
}
