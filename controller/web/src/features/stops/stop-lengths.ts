import type { Playback } from '@loa/shared/api/playbacks';
import type { NewStop } from '@loa/shared/api/stops';

const HOUR_MINUTES = 60;
const HOUR_MS = HOUR_MINUTES * 60_000;
/** A session that begins this soon is what somebody means who stops now, milliseconds. */
const SOON_MS = HOUR_MS;

export type StopLength = 'session' | 'next' | 'hour' | 'lifted';

export interface LengthChoice {
  length: StopLength;
  /** Null: until it is lifted. Of an hour, what is shown before it is asked for. */
  until: number | null;
}

/** What is asked of the controller: an hour as an hour, which a late request or a wrong clock cannot cut short. Pure. */
export function endOf({ length, until }: LengthChoice): Pick<NewStop, 'until' | 'forMinutes'> {
  if (length === 'hour') return { forMinutes: HOUR_MINUTES };
  return until === null ? {} : { until };
}

type Run = Pick<Playback, 'sessionId' | 'plannedAt' | 'endsBy' | 'state'>;
const OPEN: readonly Run['state'][] = ['planned', 'ready', 'claimed', 'started', 'suspended'];

/**
 * How long a stop may be proposed to last, the usual one first: to the end of the session that is running, or of one
 * that begins within the hour, or else one hour. Pure.
 */
export function stopLengths(playbacks: readonly Run[], now: number): LengthChoice[] {
  const open = playbacks.filter(({ state, endsBy }) => OPEN.includes(state) && endsBy > now);
  const running = open.filter(({ plannedAt }) => plannedAt <= now);
  const soon = open.filter(({ plannedAt }) => plannedAt > now && plannedAt <= now + SOON_MS);
  const lasting: LengthChoice = { length: 'lifted', until: null };
  const hour: LengthChoice = { length: 'hour', until: now + HOUR_MS };
  if (running.length > 0) return [{ length: 'session', until: lastEnd(open, running) }, hour, lasting];
  if (soon.length > 0) return [{ length: 'next', until: lastEnd(open, soon) }, hour, lasting];
  return [hour, lasting];
}

/** The end of the sessions that these runs belong to: what comes later in them is meant, too. */
function lastEnd(open: readonly Run[], runs: readonly Run[]): number {
  const sessions = new Set(runs.map(({ sessionId }) => sessionId));
  return Math.max(...open.filter(({ sessionId }) => sessions.has(sessionId)).map(({ endsBy }) => endsBy));
}
