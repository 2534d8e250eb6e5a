import { EditPreview } from '@loa/shared/api/edit-preview';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ask } from './api.js';
import { KEYS } from './keys.js';

/**
 * What an edit of the thing at `path` would change, without saving it; null: there is nothing to ask about yet. What was
 * known stays until the answer comes.
 */
export function editPreviewQuery(path: string, change: object | null) {
  return queryOptions({
    queryKey: [KEYS.schedules, 'preview', path, change],
    enabled: change !== null,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      ask('POST', `${path}/preview`, EditPreview, { signal, body: change ?? undefined }),
  });
}
