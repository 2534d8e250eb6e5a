import {
  type NewProgramme,
  Programme,
  ProgrammePreview,
  type ProgrammeSlot,
} from '@loa/shared/api/programmes';
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';
import { itemQuery } from '../../lib/paged-query.js';
import { PROGRAMMES } from '../../lib/programmes.js';

export const programmeQuery = (id: string) => itemQuery(PROGRAMMES, id);

/** How long it lasts, slot by slot; null: nothing to ask about yet. */
export function lengthsQuery(asked: { areaId: string; slots: readonly ProgrammeSlot[] } | null) {
  return queryOptions({
    queryKey: [KEYS.programmes, 'preview', asked],
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      ask('POST', '/programmes/preview', ProgrammePreview, { signal, body: asked ?? undefined }),
  });
}

/** Nobody waits for what is read again: what was shown may be gone by then, and its words with it. */
function useInvalidate() {
  const client = useQueryClient();
  return () => {
    for (const key of [KEYS.programmes, KEYS.schedules, KEYS.outlook])
      void client.invalidateQueries({ queryKey: [key] });
  };
}

/** Makes a programme, or changes the one that was read; its place stays. */
export function useSaveProgramme(read: { id: string; readAt: number } | null) {
  return useMutation({
    mutationFn({ areaId, ...fields }: NewProgramme): Promise<Programme> {
      if (read === null) return ask('POST', '/programmes', Programme, { body: { areaId, ...fields } });
      const { id, readAt } = read;
      return ask('PATCH', `/programmes/${id}`, Programme, { body: fields, readAt });
    },
    // Also where it failed: somebody may have changed it meanwhile.
    onSettled: useInvalidate(),
  });
}

export function useArchive(id: string) {
  return useMutation({
    mutationFn: () => ask('POST', `/programmes/${id}/archive`, Programme),
    onSuccess: useInvalidate(),
  });
}
