import { pageOf } from '@loa/shared/api/page';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { ask } from './api.js';

/** Rows on one page of a list. */
export const PAGE = 50;

/** A list that the controller pages. */
export interface ServedList<T> {
  /** The first word of its queries (lib/keys.ts). */
  key: string;
  path: `/${string}`;
  item: z.ZodType<T>;
}

/** As the API has them; what is null does not filter. */
export type ListFilter = Readonly<Record<string, string | number | null>>;

/** One page of a list; what was shown stays until the next has come. */
export function pagedQuery<T>({ key, path, item }: ServedList<T>, filter: ListFilter) {
  return queryOptions({
    queryKey: [key, 'list', path, filter],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ask('GET', path, pageOf(item), { signal, query: { limit: PAGE, ...filter } }),
  });
}

/** One of a list, by its id. */
export function itemQuery<T>({ key, path, item }: ServedList<T>, id: string) {
  return queryOptions({
    queryKey: [key, 'one', id],
    queryFn: ({ signal }) => ask('GET', `${path}/${id}`, item, { signal }),
  });
}
