import { rm } from 'node:fs/promises';
import type { Voice } from '@loa/shared/api/speech';
import { BUILT_IN_WORDS } from './built-in-words.js';
import type { SpeakOutcome, TtsProvider } from './provider.js';
import { type ReadText, readText } from './read-text.js';

/** What the routes ask of text to speech. */
export interface Speech {
  voices(): Promise<readonly Voice[]>;
  /** How a text is read with a place's own words over the built-in ones. Other languages are read as written. */
  read(text: string, language: string, own: readonly { written: string; spoken: string }[]): ReadText;
  /** Calls `use` with the WAV file that the voice made; the file is gone afterwards. */
  speak<T>(
    request: { text: string; voice: Voice; ratePercent: number; signal?: AbortSignal | undefined },
    use: (file: string) => Promise<T>,
  ): Promise<{ ok: true; value: T } | Extract<SpeakOutcome, { ok: false }>>;
}

export interface SpeechPorts {
  /** The first that has a language's voice is its default. */
  providers: readonly TtsProvider[];
  /** A new path on the store's volume. */
  temporaryPath(): string;
}

export function createSpeech({ providers, temporaryPath }: SpeechPorts): Speech {
  return {
    async voices() {
      return (await Promise.all(providers.map((provider) => provider.voices()))).flat();
    },
    read(text, language, own) {
      if (language !== 'vi') return { text, readings: [], unknown: [] };
      const words = new Map(Object.entries(BUILT_IN_WORDS));
      for (const { written, spoken } of own) words.set(written, spoken);
      return readText(text, words);
    },
    async speak({ text, voice, ratePercent, signal }, use) {
      const provider = providers.find(({ id }) => id === voice.provider);
      if (!provider) return { ok: false, reason: 'no_voice', detail: `no provider ${voice.provider}` };
      const target = temporaryPath();
      try {
        const spoken = await provider.speak({ text, voice: voice.id, ratePercent, target, signal });
        return spoken.ok ? { ok: true, value: await use(target) } : spoken;
      } finally {
        await rm(target, { force: true });
      }
    },
  };
}
