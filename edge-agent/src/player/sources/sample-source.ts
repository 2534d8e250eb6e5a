import type { Audio } from '../../sound-port.js';

/** Where a voice's samples come from: 48 kHz mono, in memory before they are needed. Nothing here blocks or throws. */
export interface SampleSource {
  /** Resolves when the first stretch is in memory, or it is certain that none will come. */
  readonly primed: Promise<void>;
  /** Copies the next samples; fewer at the end, none when it is over, null when they have not come in time. */
  take(samples: number): Int16Array | null;
  /** Why nothing more will come, if it broke; null at an ordinary end. */
  failure(): string | null;
  /** Bytes that came over the network for it, where any do. */
  received?(): number;
  close(): void;
}

/** What a source tells while it sounds: of a stream that is away, of a decoder that died. */
export type SourceTrouble = (detail: string, recovered: boolean) => void;
export type OpenSource = (audio: Audio, offsetMs: number, onTrouble: SourceTrouble) => SampleSource;
