import { z } from 'zod';
import { LanguagePolicy, PlaceRules, QuietTime } from '../place-rules.js';
import { SoundWindow } from '../sound-window.js';

/** What holds at a place when every layer has had its say; below only stricter. */
export const RulesInForce = z
  .object({
    /** Hours with their volume caps; quiet times and neighbours are not cut in. */
    hours: z.array(SoundWindow),
    /** Nobody says anything of hours: these are the usual ones, and end to hold where somebody does. */
    usualHours: z.boolean(),
    /** Those of neighbours, too, with whose they are. */
    quiet: z.array(QuietTime),
    maxSessionMinutes: PlaceRules.shape.maxSessionMinutes,
    maxDayMinutes: PlaceRules.shape.maxDayMinutes,
    maxSessionsPerDay: PlaceRules.shape.maxSessionsPerDay,
    languagePolicy: LanguagePolicy,
    repeatInEvening: z.boolean(),
  })
  .meta({ id: 'RulesInForce' });
export type RulesInForce = z.infer<typeof RulesInForce>;

export const PlaceRulesInForce = z
  .object({
    here: RulesInForce,
    /** As if the place said nothing of its own: what is above it, and the signed limits. */
    above: RulesInForce,
  })
  .meta({ id: 'PlaceRulesInForce' });
export type PlaceRulesInForce = z.infer<typeof PlaceRulesInForce>;
