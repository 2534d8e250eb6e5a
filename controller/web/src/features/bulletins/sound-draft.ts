import { RecordingUse } from '@loa/shared/api/recordings';
import { z } from 'zod';

export const WAYS = ['text', 'record', 'file'] as const;
export type Way = (typeof WAYS)[number];

/** A recording that the controller has made, as far as a draft needs it. */
export const MadeSound = z.object({
  sha256: z.string(),
  durationMs: z.number(),
  /** The text that a machine read; null: a person spoke. */
  spokenFrom: z.string().nullable(),
  /** Bulletins that use the very same sound. */
  sameAs: z.array(RecordingUse),
  /** What it was cut from, to go back to. */
  cutFrom: z.object({ sha256: z.string(), durationMs: z.number() }).nullable(),
});
export type MadeSound = z.infer<typeof MadeSound>;

/** The sound of one language, being made: by a machine's voice, one's own, or from a file. */
export const SoundDraft = z.object({
  way: z.enum(WAYS).nullable(),
  language: z.string(),
  text: z.string(),
  voice: z.string().nullable(),
  ratePercent: z.number(),
  /** A sound that is kept on this machine and not at the controller yet (takes.ts). */
  takeId: z.string().nullable(),
  /** The controller could make nothing of it. */
  refused: z.boolean(),
  made: MadeSound.nullable(),
});
export type SoundDraft = z.infer<typeof SoundDraft>;

export function emptySound(language = 'vi'): SoundDraft {
  return {
    way: null,
    language,
    text: '',
    voice: null,
    ratePercent: 100,
    takeId: null,
    refused: false,
    made: null,
  };
}

/** Puts a sound in the place of the one it was made of, unless another stands there by then. */
export const madeAnew =
  (next: MadeSound, before: MadeSound) =>
  ({ made }: Pick<SoundDraft, 'made'>): Partial<SoundDraft> =>
    made?.sha256 === before.sha256 ? { made: next } : {};

export type SoundLack = 'needText' | 'needSound';

/** What is missing before it can be sent; null: nothing. A text that nobody listened to yet is read on sending. */
export function soundLack({ way, text, takeId, refused, made }: SoundDraft): SoundLack | null {
  if (way === 'text') return text.trim() === '' ? 'needText' : null;
  return (takeId === null || refused) && made === null ? 'needSound' : null;
}

/** Whether the sound that was made says what is written now. Only machines' readings go out of date. */
export function saysText({ way, text, made }: SoundDraft): boolean {
  if (made === null) return false;
  return way !== 'text' || made.spokenFrom === text.trim().normalize('NFC');
}

/** The first line of a text, for a title that nobody typed. */
export function titleFrom(text: string): string {
  const line = text.trim().split('\n')[0]?.trim() ?? '';
  const sentence = /^.{10,120}?[.!?:;](?=\s|$)/u.exec(line)?.[0].replace(/[.!?:;]$/u, '') ?? line;
  return sentence.length <= 120 ? sentence : `${sentence.slice(0, 117).replace(/\s\S*$/u, '')}…`;
}
