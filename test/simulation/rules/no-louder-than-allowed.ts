import { Violation } from '../violation.js';
import type { Rule } from '../world/witness.js';
import { plansFor } from './planned-sound.js';

const RULE = 'nothing is louder than its place bears';

/** A box keeps to the caps of its plan's hours by itself: those of neighbours hold at every hour. */
export function noLouderThanAllowed(): Rule {
  return {
    onHeard(watched, heard) {
      const caps = plansFor(watched, heard).flatMap(({ settings }) =>
        settings.hours.map(({ maxGainDb }) => maxGainDb),
      );
      if (heard.gainDb <= Math.max(...caps)) return;
      throw new Violation(RULE, heard.from, `${watched.id} sounds ${heard.playbackId} at ${heard.gainDb} dB`);
    },
  };
}
