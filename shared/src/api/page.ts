import { z } from 'zod';

/** Keyset paging: pass `next` of one answer as `cursor` of the following request. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(100).optional(),
};

/** As `pageQuery`, for lists in the order of a name or a date: their cursors bear it. */
export const listQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(50),
  /** Three names at most, in base64url. */
  cursor: z.string().max(2800).optional(),
};

/** What somebody types to find one of a list: words that must each stand in it; accents do not matter. */
export const searchQuery = { q: z.string().max(200).optional() };

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    /** Null on the last page. */
    next: z.string().nullable(),
  });
}
