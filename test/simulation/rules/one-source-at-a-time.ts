import { Violation } from '../violation.js';
import type { Rule } from '../world/witness.js';

const RULE = 'one source at a time per output';

/** No stretch begins while another still sounds. */
export function oneSourceAtATime(): Rule {
  return {
    onHeard(watched, heard) {
      // It was taken over at the very instant at which it came due, before its first sample.
      if (heard.to !== null && heard.to <= heard.from) return;
      for (const other of watched.heard.slice(-6)) {
        if (other === heard || other.from > heard.from) continue;
        if (other.to !== null && other.to <= heard.from) continue;
        throw new Violation(
          RULE,
          heard.from,
          `${watched.id} sounds ${heard.playbackId} over ${other.playbackId}`,
        );
      }
    },
  };
}
