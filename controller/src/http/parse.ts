import { z } from 'zod';
import { badFields } from './answer.js';
import type { Parse } from './route.js';

const vietnamese = z.locales.vi().localeError;

/** Parses a part of a request; what is wrong is told field by field, in Vietnamese. */
export const parse: Parse = (schema, value) => {
  const parsed = schema.safeParse(value, { error: vietnamese });
  if (parsed.success) return { ok: true, data: parsed.data };
  const details = parsed.error.issues.slice(0, 20).map((issue) => ({
    field: issue.path.join('.'),
    message: issue.message,
  }));
  return { ok: false, problem: badFields(details) };
};
