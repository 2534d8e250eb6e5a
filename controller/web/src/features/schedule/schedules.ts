import { Outlook } from '@loa/shared/api/answers';
import {
  type NewSchedule,
  SavedSchedule,
  Schedule,
  type SchedulePatch,
  SchedulePreview,
} from '@loa/shared/api/schedules';
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';

type Asked = z.input<typeof NewSchedule>;
type Change = z.input<typeof SchedulePatch>;

/** Days that the board shows; plans cover eight. */
export const BOARD_DAYS = 14;

export function boardQuery(areaId: string) {
  return queryOptions({
    queryKey: [KEYS.outlook, 'board', areaId],
    queryFn: ({ signal }) =>
      ask('GET', '/outlook', Outlook, { signal, query: { area: areaId, days: BOARD_DAYS } }),
  });
}

export function scheduleQuery(id: string) {
  return queryOptions({
    queryKey: [KEYS.schedules, 'one', id],
    queryFn: ({ signal }) => ask('GET', `/schedules/${id}`, Schedule, { signal }),
  });
}

/** What would become of what is typed; a new one while `id` is null. What was known stays until the answer comes. */
export function previewQuery(id: string | null, asked: Asked | Change | null) {
  return queryOptions({
    queryKey: [KEYS.schedules, 'preview', id, asked],
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    queryFn: ({ signal }) =>
      ask('POST', id === null ? '/schedules/preview' : `/schedules/${id}/preview`, SchedulePreview, {
        signal,
        body: asked,
      }),
  });
}

/** Saves a new schedule, or the change of the one that was read. */
export function useSaveSchedule(read: { id: string; readAt: number } | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Asked | Change) =>
      read === null
        ? ask('POST', '/schedules', SavedSchedule, { body })
        : ask('PATCH', `/schedules/${read.id}`, SavedSchedule, { body, readAt: read.readAt }),
    // Also where it failed: somebody may have changed it meanwhile.
    onSettled() {
      for (const key of [KEYS.schedules, KEYS.outlook]) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}

export function useCancelSchedule(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => ask('POST', `/schedules/${id}/cancel`, Schedule),
    onSuccess() {
      for (const key of [KEYS.schedules, KEYS.outlook]) void client.invalidateQueries({ queryKey: [key] });
    },
  });
}
