import { z } from 'zod';
import { Line } from './api/text.js';
import { EndOfWindow, TimeOfDay, Weekday } from './instant.js';
import { GainDb } from './sound-window.js';

/**
 * A stretch of silence in local time, on these ISO weekdays (every day where none are named). An end at or before its
 * beginning means the next morning: 22:00–06:00.
 */
export const QuietTime = z.object({
  from: TimeOfDay,
  to: EndOfWindow,
  days: z.array(Weekday).min(1).max(7).optional(),
  /** What staff read when it stands in their way: "giờ nghỉ trưa". */
  why: Line(120),
});
export type QuietTime = z.infer<typeof QuietTime>;

/** Somebody near a loudspeaker who must not be disturbed (TT 39/2020 leaves it to the place; QCVN 26:2025/BNNMT). */
export const Neighbour = z.object({
  kind: z.enum(['school', 'hospital', 'elderlyHome', 'worship', 'home', 'other']),
  name: Line(120),
  quiet: z.array(QuietTime).max(24),
  /** The loudest gain near it at any hour, dB; null: no cap of its own. */
  maxGainDb: GainDb.nullable().default(null),
});
export type Neighbour = z.infer<typeof Neighbour>;

/** Which languages of a bulletin a cluster hears. */
export const LanguagePolicy = z
  .enum([
    'firstAvailable', // the first of its languages that can sound
    'eachInTurn', // every one of its languages that can sound, in order
    'villageThenVietnamese', // the first of its own languages other than Vietnamese, then Vietnamese
  ])
  .meta({ id: 'LanguagePolicy' });
export type LanguagePolicy = z.infer<typeof LanguagePolicy>;

const Minutes = z.int().min(1).max(1440);

const fields = {
  quiet: z.array(QuietTime).max(48),
  neighbours: z.array(Neighbour).max(48),
  maxSessionMinutes: Minutes.nullable(),
  maxDayMinutes: Minutes.nullable(),
  maxSessionsPerDay: z.int().min(1).max(48).nullable(),
  languagePolicy: LanguagePolicy.nullable(),
  /** Whether the bulletins of the day's first run are heard again in its later ones instead of newer ones. */
  repeatInEvening: z.boolean().nullable(),
};

/**
 * The rules of a place beside its hours. Limits are inherited, and below only become stricter: quiet times and
 * neighbours add up, the smaller number holds. `languagePolicy` and `repeatInEvening` are customs: the nearest
 * place that says something decides.
 */
export const PlaceRules = z
  .object({
    quiet: fields.quiet.default([]),
    neighbours: fields.neighbours.default([]),
    maxSessionMinutes: fields.maxSessionMinutes.default(null),
    maxDayMinutes: fields.maxDayMinutes.default(null),
    maxSessionsPerDay: fields.maxSessionsPerDay.default(null),
    languagePolicy: fields.languagePolicy.default(null),
    repeatInEvening: fields.repeatInEvening.default(null),
  })
  .meta({ id: 'PlaceRules' });
export type PlaceRules = z.infer<typeof PlaceRules>;

/** A change of a place's rules: what it does not name stays as it is. */
export const PlaceRulesPatch = z.strictObject(fields).partial().meta({ id: 'PlaceRulesPatch' });
export type PlaceRulesPatch = z.infer<typeof PlaceRulesPatch>;

/** A place that says nothing of its own. */
export const NO_RULES: PlaceRules = PlaceRules.parse({});
