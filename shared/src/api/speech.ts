import { z } from 'zod';
import { AreaId, Id, Language } from '../ids.js';
import { DurationMs } from '../instant.js';
import { ImportedRecording } from './recordings.js';
import { Line, Lines } from './text.js';

/** One synthetic voice. */
export const Voice = z
  .object({ id: z.string().max(60), language: Language, name: z.string(), provider: z.string() })
  .meta({ id: 'Voice' });
export type Voice = z.infer<typeof Voice>;

/** `note`: what staff are told about languages that have no voice. */
export const Voices = z.object({ items: z.array(Voice), note: z.string() }).meta({ id: 'Voices' });

const spoken = {
  text: Lines(20_000),
  language: Language.default('vi'),
  /** Of the voice's usual pace. */
  ratePercent: z.int().min(60).max(160).default(100),
  /** Whose abbreviations hold beside the built-in ones; the account's own area where absent. */
  areaId: AreaId.optional(),
};

export const SpeechEstimateRequest = z
  .strictObject({
    ...spoken,
    /** Warn beyond so many minutes. */ limitMinutes: z.number().min(0.5).max(60).optional(),
  })
  .meta({ id: 'SpeechEstimateRequest' });

/** An abbreviation, number or date of the text and how it is read. */
export const Reading = z
  .object({ written: z.string(), spoken: z.string(), count: z.int() })
  .meta({ id: 'Reading' });
export type Reading = z.infer<typeof Reading>;

/** How long a text will be when read aloud, and how it will be read. */
export const SpeechEstimate = z
  .object({
    /** As it is read: abbreviations, numbers, dates in words. */
    text: z.string(),
    words: z.int(),
    estimatedMs: DurationMs,
    limitMs: DurationMs,
    tooLong: z.boolean(),
    /** One sentence in Vietnamese; null when there is nothing to say. */
    warning: z.string().nullable(),
    readings: z.array(Reading),
    /** Abbreviations that nobody has explained yet: they are spelled letter by letter. */
    unknown: z.array(z.string()),
    /** Whether a voice can read this language. */
    hasVoice: z.boolean(),
  })
  .meta({ id: 'SpeechEstimate' });
export type SpeechEstimate = z.infer<typeof SpeechEstimate>;

export const NewSpeech = z
  .strictObject({
    ...spoken,
    /** A voice's id; the first of the language where absent. */ voice: z.string().max(60).optional(),
  })
  .meta({ id: 'NewSpeech' });

/** A recording read by a machine. Put it into a variant together with `spokenFrom`, the text that was sent. */
export const SpokenRecording = ImportedRecording.extend({
  voice: z.string(),
  ratePercent: z.int(),
  spokenFrom: z.string(),
  readAs: z.string(),
  words: z.int(),
}).meta({ id: 'SpokenRecording' });
export type SpokenRecording = z.infer<typeof SpokenRecording>;

/** How a place reads something. `areaId` null: built in. */
export const Abbreviation = z
  .object({
    id: Id.nullable(),
    areaId: AreaId.nullable(),
    written: z.string(),
    spoken: z.string(),
    builtIn: z.boolean(),
  })
  .meta({ id: 'Abbreviation' });
export type Abbreviation = z.infer<typeof Abbreviation>;

/** Letters, digits and the marks of abbreviations; upper and lower case differ. */
const Written = Line(30).regex(/^[\p{L}\p{M}\p{N}&./%°²³-]+$/u);

export const NewAbbreviation = z
  .strictObject({ areaId: AreaId.optional(), written: Written, spoken: Line(200) })
  .meta({ id: 'NewAbbreviation' });
export const AbbreviationPatch = z
  .strictObject({ written: Written, spoken: Line(200) })
  .partial()
  .meta({ id: 'AbbreviationPatch' });
