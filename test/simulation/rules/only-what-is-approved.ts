import { Violation } from '../violation.js';
import type { Rule, WatchedBox } from '../world/witness.js';
import type { World } from '../world/world.js';
import { believedAreas } from './believed-areas.js';
import { toleranceOf } from './clock-tolerance.js';
import { plannedSound } from './planned-sound.js';

const RULE = 'nothing unapproved or expired sounds';
/** What a loudspeaker that sounds a station is heard to sound. */
const STREAM = 'stream';

/**
 * What begins to sound is listed by the plan in force on this box, inside its validity, and a grant that a person
 * really signed covers this very recording, here and now. The person was not revoked in the roster that the box has.
 * Nothing is claimed by a plan that is not in force any more.
 */
export function onlyWhatIsApproved(world: World): Rule {
  const inForce = new WeakMap<WatchedBox, number>();
  return {
    onEntry(watched, entry) {
      if (entry.kind === 'accepted' && entry.document === 'plan') inForce.set(watched, entry.counter);
      if (entry.kind !== 'claimed') return;
      const { playbackId, planRevision } = entry;
      if (planRevision === inForce.get(watched)) return;
      const why = `${watched.id} claims ${playbackId} by plan ${planRevision}, not ${inForce.get(watched)}`;
      throw new Violation(RULE, world.timeline.now(), why);
    },
    onHeard(watched, heard) {
      const fail = (why: string): never => {
        throw new Violation(RULE, heard.from, `${watched.id} sounds ${heard.playbackId}: ${why}`);
      };
      const again = watched.heard.some((other) => other !== heard && other.playbackId === heard.playbackId);
      const planned = plannedSound(watched, heard);
      if (!planned) return fail('no plan of this box lists it');
      if (heard.syncedAt === null) fail('the box cannot know the time');
      const { plan } = planned;
      // A plan that came after the claim may have moved it: what is armed sounds at the time for which it was armed.
      const item = watched.claimed.get(heard.playbackId) ?? planned.item;
      const unix = world.origin + heard.from;
      const tolerance = toleranceOf(world, watched, heard);
      const { source } = item;
      const subject = source.kind === 'recording' ? source.sha256 : source.kind === 'relay' ? source.url : '';
      if (source.kind === 'recording' && source.sha256 !== heard.sha256) fail('another recording');
      if (source.kind === 'relay' && ![STREAM, source.fallback].includes(heard.sha256))
        fail('something else');
      if (unix > plan.expiresAt + tolerance) fail('its plan has run out');
      const grant = world.truth.grants.get(item.grantId) ?? fail('nobody signed its grant');
      if (grant.subject !== subject) fail('its grant is for something else');
      if (heard.sha256 !== STREAM && source.kind === 'relay' && heard.sha256 !== grant.fallback)
        fail('nobody approved what stands in for the station');
      if (!grant.areas.some((area) => believedAreas(world, watched).includes(area)))
        fail('granted for another place');
      const roster = world.truth.rosters.get(watched.rosterVersion) ?? fail('the box has no roster');
      if (roster.revoked.has(grant.personId)) fail(`${grant.personId} was revoked`);
      // A second stretch goes on with what began in time.
      if (again) return;
      if (unix < grant.validFrom - tolerance || unix >= grant.validUntil + tolerance) {
        fail('its grant does not hold now');
      }
      if (unix < item.startsAt - tolerance) fail('before its time');
      if (unix > item.latestStartAt + 1_000 + tolerance) fail('after its latest start');
    },
  };
}
