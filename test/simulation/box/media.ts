import type { AudioLibrary } from '../../../edge-agent/src/sound-port.js';
import type { Timeline } from '../timeline.js';
import { pathOf } from './loudspeaker.js';

/** The audio on a box's card: hashes without bytes. It outlives power cuts. */
export interface Media {
  onCard: Map<string, number>;
  /** The card's library as one run of the agent sees it. */
  library(alive: () => boolean): AudioLibrary;
}

/** A village's line takes so long for a recording, milliseconds. */
const FETCH_MS = 3_000;

export function createMedia(ports: {
  timeline: Timeline;
  reachable(): boolean;
  /** How long a recording of the station lasts, milliseconds. */
  durationOf(sha256: string): number | undefined;
}): Media {
  const { timeline } = ports;
  const onCard = new Map<string, number>();
  return {
    onCard,
    library: (alive) => ({
      makeReady: ({ sha256 }) =>
        new Promise((resolve) => {
          timeline.at(timeline.now() + FETCH_MS, () => {
            if (!alive()) return;
            const known = onCard.get(sha256);
            const durationMs = known ?? (ports.reachable() ? ports.durationOf(sha256) : undefined);
            if (durationMs === undefined) {
              resolve({ ok: false, reason: 'audio_missing', detail: 'not there' });
              return;
            }
            onCard.set(sha256, durationMs);
            resolve({ ok: true, durationMs });
          });
        }),
      prepared(sha256) {
        const durationMs = onCard.get(sha256);
        return durationMs === undefined ? null : { path: pathOf(sha256), durationMs };
      },
      evict: async () => {},
      freeBytes: async () => 1e9,
    }),
  };
}
