import { HolidayCalendar, type PutHolidayCalendar } from '@loa/shared/api/holiday-calendars';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';

export const calendarsQuery = queryOptions({
  queryKey: [KEYS.schedules, 'list', 'holidayCalendars'],
  queryFn: ({ signal }) =>
    ask('GET', '/holiday-calendars', z.object({ items: z.array(HolidayCalendar) }), { signal }),
});

/** Creates a calendar or puts it in place of the one with its id: sending it twice makes one. */
export function useSaveCalendar(onDone: () => Promise<void>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: PutHolidayCalendar & { id: string }) =>
      ask('PUT', `/holiday-calendars/${id}`, HolidayCalendar, { body }),
    async onSuccess() {
      await Promise.all([
        client.invalidateQueries({ queryKey: [KEYS.schedules] }),
        client.invalidateQueries({ queryKey: [KEYS.outlook] }),
      ]);
      await onDone();
    },
  });
}
