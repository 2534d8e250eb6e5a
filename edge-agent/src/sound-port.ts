import type { Delivered } from '@loa/shared/messages/report';
import type { Reason } from '@loa/shared/playback';

/**
 * What the core asks of the sound side (fetching, preparing, playing), as a port: the executor depends on this
 * and not on ffmpeg or a device.
 */
export interface AudioLibrary {
  /** Fetches by hash (resuming, verifying, at most two tries for damage) and decodes it fully. Safe to repeat. */
  makeReady(
    want: { sha256: string; bytes: number; durationMs: number },
    signal: AbortSignal,
  ): Promise<Readied>;
  /** Prepared PCM for `play`, or null when it is not (or no longer) on the box. */
  prepared(sha256: string): PreparedAudio | null;
  /** Makes room: drops objects that are not in `keep`, oldest use first, until within quota. */
  evict(keep: ReadonlySet<string>): Promise<void>;
  freeBytes(): Promise<number>;
}

export type Readied =
  | { ok: true; durationMs: number }
  | {
      ok: false;
      reason: Extract<Reason, 'audio_missing' | 'audio_damaged' | 'audio_undecodable' | 'disk_full'>;
      detail: string;
    };

/** Raw s16le 48 kHz mono on disk. */
export interface PreparedAudio {
  path: string;
  durationMs: number;
}

export interface PlayRequest {
  playbackId: string;
  sessionId: string;
  audio: PreparedAudio;
  /** When the first sample is due, on `Clock.monotonic()`; a past instant means now. */
  startAtMonotonic: number;
  /** The same instant on the wall clock (unix ms), for records beside the sound. */
  startAt: number;
  /** Where in the recording to begin. */
  offsetMs: number;
  gainDb: number;
}

export interface PlayProgress extends Delivered {
  /** Monotonic instant of the first sample handed to an output, null before it. */
  firstSampleMonotonic: number | null;
  /** Names of the outputs that take the sound. */
  output: string;
}

export interface PlayResult extends PlayProgress {
  end: 'completed' | 'stopped' | 'output_failed';
  detail?: string;
}

export interface Playing {
  /** Resolves when the first sample went out, or when it ended without one (no instant then); never rejects. */
  readonly started: Promise<PlayProgress>;
  /** Resolves when it ended, however; never rejects. */
  readonly ended: Promise<PlayResult>;
  /** Stops within one frame (20 ms) plus a short fade; repeating it does nothing. */
  stop(): void;
  progress(): PlayProgress;
}

/**
 * The one owner of the box's outputs. Only one request sounds at a time; a second one stops the first, which fades within
 * its next frame, and begins after it.
 */
export interface Player {
  play(request: PlayRequest): Playing;
  outputs(): { id: string; ok: boolean; detail?: string }[];
  start(): Promise<() => Promise<void>>;
}
