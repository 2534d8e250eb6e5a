import type { Plan } from '@loa/shared/messages/plan';
import { NOTHING_DELIVERED, type PlaybackRecord } from './state.js';

/**
 * The records that a new plan creates or changes. What was claimed or has ended stays as it was: moving an item
 * after its claim never replays it. What the plan leaves out keeps its record, whose end is told later.
 */
export function listed(
  plan: Plan,
  known: ReadonlyMap<string, PlaybackRecord>,
  acceptedAt: number | undefined,
): PlaybackRecord[] {
  const changed: PlaybackRecord[] = [];
  const seen = new Set<string>();
  for (const { sessionId, priority, endsBy, items } of plan.sessions) {
    for (const item of items) {
      // A plan that names a playback twice would let it sound twice: the first stands.
      if (seen.has(item.playbackId)) continue;
      seen.add(item.playbackId);
      const facts = { sessionId, priority, endsBy, item, planRevision: plan.revision };
      const before = known.get(item.playbackId);
      if (!before) changed.push(fresh(facts, plan.issuedAt, acceptedAt));
      else if (before.state === 'planned' || before.state === 'ready') changed.push(moved(before, facts));
    }
  }
  return changed;
}

/** Whether nothing of a record is new but the number of the plan that names it. */
export function isOnlyRenumbered(before: PlaybackRecord | undefined, after: PlaybackRecord): boolean {
  return (
    before !== undefined &&
    before.state === after.state &&
    before.sessionId === after.sessionId &&
    before.priority === after.priority &&
    before.endsBy === after.endsBy &&
    before.blocked === after.blocked &&
    JSON.stringify(before.item) === JSON.stringify(after.item)
  );
}

type Facts = Pick<PlaybackRecord, 'sessionId' | 'priority' | 'endsBy' | 'item' | 'planRevision'>;

function fresh(facts: Facts, issuedAt: number, listedAt: number | undefined): PlaybackRecord {
  return {
    ...facts,
    playbackId: facts.item.playbackId,
    state: 'planned',
    issuedAt,
    ...(listedAt === undefined ? {} : { listedAt }),
    offsetMs: 0,
    delivered: NOTHING_DELIVERED,
  };
}

function moved(before: PlaybackRecord, facts: Facts): PlaybackRecord {
  const same =
    before.item.startsAt === facts.item.startsAt && before.item.latestStartAt === facts.item.latestStartAt;
  if (same) return { ...before, ...facts };
  // What kept it from its old start says nothing about the new one.
  const { blocked: _, ...rest } = before;
  return { ...rest, ...facts };
}
