import type { Priority } from '@loa/shared/messages/use';

/** What one frame is everywhere: 20 ms of 48 kHz mono. */
export const FRAME_MS = 20;
export const FRAME_SAMPLES = 960;
export const SAMPLES_PER_MS = 48;

/** Who wins the loudspeaker, lowest first: normal, priority, live, emergency. */
export type Rank = Priority | 'live';

export interface PlaybackStart {
  playbackId: string;
  sessionId: string;
  /** The planned instant of the first sample, unix ms. */
  startAt: number;
  /** Outputs that page by priority send it to that rank's address; `normal` where nothing is said. */
  rank?: Rank;
}

/** Where in a frame a playback's first sample stands, and when it sounds (unix ms). */
export interface FirstSample {
  offsetSamples: number;
  firstSampleAt: number;
  /** Whose sample it is, where several are armed; else it is the last one armed. */
  playback?: PlaybackStart;
}

/**
 * What became of a frame: `dropped` by an output that is sound but has no room or nobody listening, `failed` by one
 * that cannot take sound now. Only what was taken counts as delivered.
 */
export type Taken = 'taken' | 'dropped' | 'failed';

/** Where sound goes. Nothing here blocks or throws: an output that cannot take sound says so in `health`. */
export interface Output {
  readonly id: string;
  /**
   * Wants frames of silence, too, while nothing plays. It may change: an output that warms up (from `begin` on), keeps a
   * page open or still holds delayed sound wants frames for a while. Ask before every frame and after every `begin`.
   */
  readonly continuous: boolean;
  /**
   * Set at the box for this output; it comes on top of what the plan says. Gain and delay are the engine's, which hands
   * every output its own frames at their own time.
   */
  readonly trim?: { readonly gainDb: number; readonly offsetMs: number };
  /** How long before its first frame it wants `begin`, ms; nothing where it needs no time. */
  readonly leadMs?: number;
  /** Something is armed: a chance to warm up before its first frame. Several may be armed, one after the other. */
  begin(playback: PlaybackStart): void;
  /**
   * The 20 ms that are due at this monotonic instant. `first` comes with the frame that holds a playback's first
   * sample. The frame is the caller's: it may be shared with other outputs and is not to be changed.
   */
  write(frame: Int16Array, dueAt: number, first?: FirstSample): Taken;
  /** Everything that was armed is over; called once, however much that was. */
  finish(): void;
  /**
   * Samples that the device itself has consumed since it was opened, where it can tell; it counts by its own crystal. Null
   * while nothing is known; less than before means a device opened anew.
   */
  played?(): number | null;
  health(): OutputHealth;
  start(): Promise<() => Promise<void>>;
}

export type OutputHealth = { ok: true } | { ok: false; detail: string };

/** A frame's bytes, little-endian as every s16le consumer wants them (all our machines are). */
export function frameBytes(frame: Int16Array): Buffer {
  return Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength);
}
