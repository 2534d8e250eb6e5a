import type { Clock } from '@loa/shared/ports/clock';
import type { ClockGuard } from '../trust/guarded-clock.js';
import type { IncidentBook } from './incident-book.js';

/** Whether anything may be signed now. A refusal is an incident that people see. */
export interface SigningGate {
  maySign(): Promise<boolean>;
}

/** The guard reads the database; many signatures within a moment share one answer, milliseconds. */
const FRESH_MS = 1000;

export function createSigningGate(ports: {
  guard: Pick<ClockGuard, 'check'>;
  incidents: Pick<IncidentBook, 'note'>;
  clock: Clock;
}): SigningGate {
  const { guard, incidents, clock } = ports;
  let last: { offset: number; at: number; ok: boolean } | null = null;
  return {
    async maySign() {
      const at = clock.monotonic();
      const offset = clock.now() - at;
      // A clock that stepped meanwhile is looked at again at once.
      const fresh = last && at - last.at < FRESH_MS && Math.abs(offset - last.offset) < FRESH_MS;
      if (last && fresh) return last.ok;
      const verdict = await guard.check();
      last = { at, offset, ok: verdict.ok };
      if (!verdict.ok) incidents.note(null, `clock_${verdict.reason}`, verdict.detail);
      return verdict.ok;
    },
  };
}
