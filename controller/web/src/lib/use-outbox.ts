import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Job, Outbox } from './outbox.js';

/** The signed-in person's outbox; the shell starts and stops it. */
export const OutboxContext = createContext<Outbox | null>(null);

export function useOutbox(): Outbox {
  const outbox = useContext(OutboxContext);
  if (!outbox) throw new TypeError('There is no outbox outside the shell.');
  return outbox;
}

export function useOutboxJobs(): readonly Job[] {
  const outbox = useOutbox();
  return useSyncExternalStore(outbox.subscribe, outbox.jobs);
}
