import { z } from 'zod';

/** Keyset paging: pass `next` of one answer as `cursor` of the following request. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(100).optional(),
};

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    /** Null on the last page. */
    next: z.string().nullable(),
  });
}
