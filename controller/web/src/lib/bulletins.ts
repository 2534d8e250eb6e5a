import { Bulletin } from '@loa/shared/api/bulletins';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { ask } from './api.js';
import { KEYS } from './keys.js';

/** Bulletins whose titles or texts hold what was typed, for pickers. */
export function bulletinsQuery(text: string) {
  return queryOptions({
    queryKey: [KEYS.bulletins, 'list', { text }],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      ask('GET', '/bulletins', z.object({ items: z.array(Bulletin) }), {
        signal,
        query: { q: text, limit: 30 },
      }),
  });
}

export function bulletinQuery(id: string) {
  return queryOptions({
    queryKey: [KEYS.bulletins, 'one', id],
    queryFn: ({ signal }) => ask('GET', `/bulletins/${id}`, Bulletin, { signal }),
  });
}
