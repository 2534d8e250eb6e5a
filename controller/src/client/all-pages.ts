import { pageOf } from '@loa/shared/api/page';
import type { z } from 'zod';
import type { ApiClient } from './api-client.js';

/** Every item of a paged list. `path` may bear a query already. */
export async function allPages<T>(api: ApiClient, path: string, item: z.ZodType<T>): Promise<T[]> {
  const page = pageOf(item);
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const separator = path.includes('?') ? '&' : '?';
    const from: string = cursor === null ? '' : `${separator}cursor=${encodeURIComponent(cursor)}`;
    const answer = await api.get(`${path}${from}`, page);
    items.push(...answer.items);
    cursor = answer.next;
  } while (cursor !== null);
  return items;
}
