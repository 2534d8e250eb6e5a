import { Plan } from '@loa/shared/messages/plan';
import { Receipt } from '@loa/shared/messages/receipt';
import { readDocument } from '../box/read-document.js';
import { Violation } from '../violation.js';
import type { Rule } from '../world/witness.js';
import type { World } from '../world/world.js';

const RULE = 'the controller signs nothing by a wrong clock';
/** What the clock guard lets pass as small steps. */
const TOLERATED_MS = 5 * 60_000;

/** Plans and receipts name the instant of their issue; none lies far from the true one. */
export function signsByASoundClock(world: World): Rule {
  return {
    onPublished(topic, payload) {
      const issuedAt = issueOf(topic, payload);
      if (issuedAt === null) return;
      const ahead = issuedAt - world.origin - world.timeline.now();
      if (ahead > TOLERATED_MS) {
        throw new Violation(
          RULE,
          world.timeline.now(),
          `${topic} was issued ${Math.round(ahead / 1000)} s ahead`,
        );
      }
    },
  };
}

function issueOf(topic: string, payload: Uint8Array): number | null {
  if (payload.byteLength === 0) return null;
  if (topic.endsWith('/down/plan')) return readDocument(payload, Plan)?.issuedAt ?? null;
  if (topic.endsWith('/down/receipt')) return readDocument(payload, Receipt)?.issuedAt ?? null;
  return null;
}
