import { Plan } from '@loa/shared/messages/plan';
import { readDocument } from '../box/read-document.js';
import { Violation } from '../violation.js';
import type { Rule } from '../world/witness.js';
import type { World } from '../world/world.js';

const RULE = 'boxes of one cluster are planned the same';

/** Plans that were made at one time for boxes of one cluster say the same of what is still to come. */
export function matesHearTheSame(world: World): Rule {
  const newest = new Map<string, Plan>();

  function compare(a: Plan, b: Plan): void {
    const from = Math.max(a.issuedAt, b.issuedAt);
    const until = Math.min(a.coversUntil, b.coversUntil);
    if (toCome(a, from, until) === toCome(b, from, until)) return;
    throw new Violation(RULE, world.timeline.now(), `${a.boxId} and ${b.boxId} hear different things`);
  }

  return {
    onRestored: () => newest.clear(),
    onPublished(topic, payload) {
      if (!topic.endsWith('/down/plan') || payload.byteLength === 0) return;
      const plan = readDocument(payload, Plan);
      if (!plan || plan.revision <= (newest.get(plan.boxId)?.revision ?? 0)) return;
      newest.set(plan.boxId, plan);
      const { clusterId } = world.witness.watched(plan.boxId).village;
      for (const { id, village } of world.witness.all()) {
        const other = newest.get(id);
        if (id === plan.boxId || village.clusterId !== clusterId || other?.issuedAt !== plan.issuedAt)
          continue;
        compare(plan, other);
      }
    },
    onHealed() {
      const boxes = [...world.witness.all()];
      for (const { id, village, plan } of boxes) {
        const mate = boxes.find((other) => other.id > id && other.village.clusterId === village.clusterId);
        if (plan && mate?.plan) compare(plan, mate.plan);
      }
    },
  };
}

function toCome({ sessions }: Plan, from: number, until: number): string {
  const coming = sessions.filter(({ startsAt }) => startsAt > from && startsAt < until);
  return JSON.stringify(
    coming.map((session) => ({
      ...session,
      items: session.items.map((item) => ({ ...item, playbackId: '' })),
    })),
  );
}
