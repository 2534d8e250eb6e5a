import type { Audio, AudioLibrary } from './sound-port.js';
import type { PlaybackRecord } from './state.js';

/** Where live speech is had: the controller's address for it, and the box's token. */
export interface LiveStream {
  url: string;
  headers: Readonly<Record<string, string>>;
  /** The pinned authority (PEM) that vouches for it. */
  ca?: string[];
}

export interface LiveStreams {
  /** Null while there is no token; one is then asked for. */
  open(overrideId: string, epoch: number): LiveStream | null;
  ready(): boolean;
}

/** How much of a relay is gathered before it sounds, ms: it was opened six seconds ahead. */
const RELAY_BUFFER_MS = 3_000;
/** Of a live speech's delay, the part for which it is gathered at the least; the rest is for a slow line. */
const LIVE_BUFFER_PART = 0.85;
const LEAST_BUFFER_MS = 300;
const MOST_BUFFER_MS = 5_000;

/**
 * What the player is to sound for a playback, or null when it cannot be had now. All boxes sound a live speech `delayMs`
 * after it was spoken: those that are there at its beginning gather it from its first word and start together; one that
 * joins it later (`joins`) gathers for as long as the others lag behind the speaker.
 */
export function audioFor(
  { item, override }: PlaybackRecord,
  {
    library,
    live,
    joins,
  }: { library: Pick<AudioLibrary, 'prepared'>; live: LiveStreams | null; joins: boolean },
): Audio | null {
  const { source } = item;
  switch (source.kind) {
    case 'recording':
      return library.prepared(source.sha256);
    case 'relay': {
      const { url, durationMs } = source;
      const fallback = source.fallback === undefined ? null : library.prepared(source.fallback);
      const stream = { kind: 'stream', url, durationMs, bufferMs: RELAY_BUFFER_MS } as const;
      return fallback ? { ...stream, fallback } : stream;
    }
    case 'live': {
      const where = override ? (live?.open(override.overrideId, source.epoch) ?? null) : null;
      if (!where) return null;
      const bufferMs = Math.round(source.delayMs * (joins ? 1 : LIVE_BUFFER_PART));
      return {
        kind: 'stream',
        ...where,
        durationMs: source.durationMs,
        keepStart: !joins,
        bufferMs: Math.min(MOST_BUFFER_MS, Math.max(LEAST_BUFFER_MS, bufferMs)),
        // Whoever speaks may pause for as long as they like.
        silentMs: 0,
      };
    }
  }
}
