import { MINUTE } from '@loa/shared/instant';
import type { OverrideDocument } from '@loa/shared/messages/override';
import type { Plan } from '@loa/shared/messages/plan';

/**
 * When something could happen on a box because of anything that was ever delivered to it. Between such instants the
 * agent only polls, and a poll that comes late changes nothing.
 */
export interface Agenda {
  addPlan(plan: Plan): void;
  addOverrides(document: OverrideDocument): void;
  /** The latest true instant up to which a poll that is due at `due` may wait. */
  stretch(due: number, slackMs: number): number;
  /** By how much the box's time is ahead of the true one, milliseconds: what it is to play, it plays by its own. */
  setAhead(ms: number): void;
}

/** Before an item, so that what was put off is fetched; the agent itself hurries ten minutes ahead. */
const PREPARE_MS = 11 * MINUTE;
/** So much ahead of an instant the agent is looking again, whatever its clock's error; then it waits exactly. */
const LEAD_MS = 20_000;
/** After its latest start an item is closed. */
const CLOSING_MS = 1_001;

/** `origin` is the unix instant at which true time is zero. */
export function createAgenda(origin: number): Agenda {
  let instants: number[] = [];
  const known = new Set<number>();
  let ahead = 0;

  function add(unix: readonly number[]): void {
    const before = known.size;
    for (const instant of unix) known.add(instant - origin);
    if (known.size !== before) instants = [...known].sort((a, b) => a - b);
  }

  return {
    addPlan(plan) {
      const items = plan.sessions.flatMap((session) => [
        session.endsBy,
        ...session.items.flatMap(({ startsAt, latestStartAt }) => [
          startsAt - PREPARE_MS,
          startsAt,
          latestStartAt + CLOSING_MS,
        ]),
      ]);
      add([...items, plan.expiresAt]);
    },
    addOverrides(document) {
      add(document.overrides.flatMap(({ startsAt, until }) => [startsAt, until]));
    },
    stretch(due, slackMs) {
      const next = instants[firstBeyond(instants, due + ahead)] ?? Number.POSITIVE_INFINITY;
      return Math.max(due, Math.min(due + slackMs, next - ahead - LEAD_MS));
    },
    setAhead(ms) {
      ahead = ms;
    },
  };
}

function firstBeyond(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
