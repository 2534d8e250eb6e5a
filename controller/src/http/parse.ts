import { z } from 'zod';
import { badFields } from './answer.js';
import type { Parse } from './route.js';

const vietnamese = z.locales.vi().localeError;

/** What people get wrong in forms, in their words; what only programs can is zod's own: “mong đợi string có <=60 ký tự”. */
const inWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'too_small':
      if (issue.origin === 'string')
        return issue.minimum === 1 ? 'Chưa ghi gì' : `Ít nhất ${issue.minimum} ký tự`;
      return issue.origin === 'array' ? `Ít nhất ${issue.minimum} mục` : vietnamese(issue);
    case 'too_big':
      if (issue.origin === 'string') return `Dài quá: nhiều nhất ${issue.maximum} ký tự`;
      return issue.origin === 'array' ? `Nhiều quá: nhiều nhất ${issue.maximum} mục` : vietnamese(issue);
    case 'invalid_format':
      return issue.format === 'regex'
        ? 'Ghi chưa đúng dạng, hoặc có ký tự không dùng được'
        : vietnamese(issue);
    default:
      return vietnamese(issue);
  }
};

/** Parses a part of a request; what is wrong is told field by field, in Vietnamese. */
export const parse: Parse = (schema, value) => {
  const parsed = schema.safeParse(value, { error: inWords });
  if (parsed.success) return { ok: true, data: parsed.data };
  const details = parsed.error.issues.slice(0, 20).map((issue) => ({
    field: issue.path.join('.'),
    message: issue.message,
  }));
  return { ok: false, problem: badFields(details) };
};
