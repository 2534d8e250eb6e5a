import { HolidayCalendar, type PutHolidayCalendar } from '@loa/shared/api/holiday-calendars';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';

/**
 * Creates a calendar or puts it in place of the one with its id: sending it twice makes one. `readAt`: the version that
 * it takes the place of.
 */
export function useSaveCalendar(onDone: () => Promise<void>, readAt?: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: PutHolidayCalendar & { id: string }) =>
      ask('PUT', `/holiday-calendars/${id}`, HolidayCalendar, { body, readAt }),
    async onSuccess() {
      await Promise.all([
        client.invalidateQueries({ queryKey: [KEYS.schedules] }),
        client.invalidateQueries({ queryKey: [KEYS.outlook] }),
      ]);
      await onDone();
    },
    // Somebody may have changed it meanwhile.
    onError: () => client.invalidateQueries({ queryKey: [KEYS.schedules] }),
  });
}
