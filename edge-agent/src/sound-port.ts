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
  kind?: 'recording';
  path: string;
  durationMs: number;
}

/** Sound that comes over the network while it plays: live speech or another station. */
export interface StreamAudio {
  kind: 'stream';
  url: string;
  /** How long it may sound at most, ms; it is over then, whatever still comes. */
  durationMs: number;
  /** Sent with every request for it, never written down. */
  headers?: Readonly<Record<string, string>>;
  /**
   * PEM of the one authority that may vouch for it, under any name and at any time: the controller's own, pinned at
   * enrolment. Without it the system's authorities judge, by name.
   */
  ca?: string[];
  /** What was gathered beyond that before its start is heard, too: the beginning of a speech. Else it begins with the present. */
  keepStart?: boolean;
  /** How much is gathered before it begins and after every gap, ms; 1,000 unless said otherwise. */
  bufferMs?: number;
  /** Sounds while the stream is away, from where it was left; without one there is silence. */
  fallback?: PreparedAudio;
  /** A stream that is silent for so long counts as failed, ms; 15,000 unless said otherwise, 0 for never. */
  silentMs?: number;
  /** Open it anew when it ends or breaks (the default), or take its end for the end of the playback. */
  onEnd?: 'reconnect' | 'finish';
}

/** Sound that the box makes itself: a sine of 1 kHz at −20 dBFS, or nothing at all. */
export interface MadeAudio {
  kind: 'tone' | 'silence';
  durationMs: number;
}

export type Audio = PreparedAudio | StreamAudio | MadeAudio;

/** Which sound is heard when several are due: emergency > live > priority > normal. */
export type SoundRank = 'emergency' | 'live' | 'priority' | 'normal';

export interface PlayRequest {
  playbackId: string;
  sessionId: string;
  audio: Audio;
  /** When the first sample is due, on `Clock.monotonic()`; a past instant means now. */
  startAtMonotonic: number;
  /** The same instant on the wall clock (unix ms), for records beside the sound. */
  startAt: number;
  /** Where in the recording to begin. */
  offsetMs: number;
  gainDb: number;
  /** The loudest that is allowed, dB: what the plan asks of an output lifts nothing above it. Without it all is allowed. */
  maxGainDb?: number;
  /** `normal` unless said otherwise. */
  rank?: SoundRank;
  /**
   * Towards what sounds with the same rank: `over` takes its place at this request's start (the default), `after` waits
   * until it is over and begins at the very next sample when its own start has passed by then.
   */
  turn?: 'over' | 'after';
  /** When something takes its place: it `ends` (the default), or `holds` and goes on by itself from where it was. */
  displaced?: 'ends' | 'holds';
  /** Whatever still sounds at this monotonic instant has faded out by then. */
  endByMonotonic?: number;
}

export interface PlayProgress extends Delivered {
  /** Monotonic instant of the first sample handed to an output (less that output's own delay), null before it. */
  firstSampleMonotonic: number | null;
  /** Names of the outputs that take the sound. */
  output: string;
  /** Where in the recording the sound stands, ms, not rounded: where a later request would go on. */
  positionMs?: number;
  /** The level of the last moment (0.4 s), dB below full scale; absent for silence. */
  levelDbfs?: number;
  /** What a stream has cost so far, bytes of its body. */
  receivedBytes?: number;
  /** It waits while something of higher rank sounds. */
  held?: boolean;
}

export interface PlayResult extends PlayProgress {
  end: 'completed' | 'stopped' | 'output_failed';
  /** What ended it, where `end` alone does not tell: a missing or broken source is not an output's fault. */
  cause?: 'output' | 'source' | 'engine' | 'displaced' | 'end_by';
  detail?: string;
}

/** Something went wrong with the sound, whether or not it could be made good at once. */
export interface SoundTrouble {
  kind: 'output' | 'underrun' | 'stream' | 'engine' | 'recovered';
  /** What sounded then. */
  playbackId?: string;
  /** Which output, where it is one. */
  output?: string;
  detail: string;
}

/** What the plan says of the outputs, and how the box's clock runs. */
export interface SoundSettings {
  /** By the output's id; an output that is not named plays at 0 dB without a delay. */
  outputs: readonly { id: string; gainDb: number; offsetMs: number; enabled: boolean }[];
  /** Parts per million by which the monotonic clock runs fast of true time; 0 where that is not known. */
  clockPpm?: number;
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
 * The one owner of the box's outputs. Only one request sounds at a time; which one is a matter of rank and turn, and what
 * gives way fades first.
 */
export interface Player {
  play(request: PlayRequest): Playing;
  outputs(): { id: string; ok: boolean; detail?: string }[];
  /** Takes effect within a frame; repeating it does nothing. */
  configure?(settings: SoundSettings): void;
  /** Tells of troubles until the returned function is called. */
  onTrouble?(hear: (trouble: SoundTrouble) => void): () => void;
  start(): Promise<() => Promise<void>>;
}
