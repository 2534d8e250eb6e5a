/** What one frame is everywhere: 20 ms of 48 kHz mono. */
export const FRAME_MS = 20;
export const FRAME_SAMPLES = 960;

export interface PlaybackStart {
  playbackId: string;
  sessionId: string;
  /** The planned instant of the first sample, unix ms. */
  startAt: number;
}

/** Where sound goes. Nothing here blocks or throws: an output that cannot take sound says so in `health`. */
export interface Output {
  readonly id: string;
  /** Wants silence, too, while nothing plays. */
  readonly continuous: boolean;
  /** Something is armed: a chance to warm up before its first frame. */
  begin(playback: PlaybackStart): void;
  /** The next 20 ms. `firstSampleAt` (unix ms) comes with the frame that holds a playback's first sample. */
  write(frame: Int16Array, first?: { offsetSamples: number; firstSampleAt: number }): void;
  /** What was armed is over. */
  finish(): void;
  health(): OutputHealth;
  start(): Promise<() => Promise<void>>;
}

export type OutputHealth = { ok: true } | { ok: false; detail: string };

/** A frame's bytes, little-endian as every s16le consumer wants them (all our machines are). */
export function frameBytes(frame: Int16Array): Buffer {
  return Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength);
}
