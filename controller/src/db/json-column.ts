import { InvariantError } from '@loa/shared/errors';
import { Language } from '@loa/shared/ids';
import { NO_RULES, PlaceRules } from '@loa/shared/place-rules';
import { SoundWindow } from '@loa/shared/sound-window';
import { z } from 'zod';

/** Reads a JSON column. Only our own code writes it, so anything else is a broken invariant, not an input. */
export function readJson<T>(schema: z.ZodType<T>, text: string, column: string): T {
  const parsed = schema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new InvariantError(`${column}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

export const Strings = z.array(z.string());
export const Languages = z.array(Language);
export const Windows = z.array(SoundWindow);

export function readRules(text: string, column: string): PlaceRules {
  // Most places say nothing of their own.
  return text === '{}' ? NO_RULES : readJson(PlaceRules, text, column);
}
