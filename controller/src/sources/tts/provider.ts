import type { Voice } from '@loa/shared/api/speech';

export interface SpeakRequest {
  /** In words already: no abbreviations, no numbers. */
  text: string;
  voice: string;
  ratePercent: number;
  /** Where the WAV file is to be written. */
  target: string;
  signal?: AbortSignal | undefined;
}

export type SpeakOutcome =
  | { ok: true }
  | { ok: false; reason: 'no_voice' | 'timeout' | 'failed'; detail: string };

/** Something that turns text into sound: a program of this machine, or a service by configuration. */
export interface TtsProvider {
  readonly id: string;
  /** Empty where the program is not installed. */
  voices(): Promise<readonly Voice[]>;
  speak(request: SpeakRequest): Promise<SpeakOutcome>;
}
