import { HolidayCalendar, type PutHolidayCalendar } from '@loa/shared/api/holiday-calendars';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ask } from '../../lib/api.js';
import { KEYS } from '../../lib/keys.js';
import type { ServedList } from '../../lib/paged-query.js';

/** Those of the areas above and below, then the country's. */
export const CALENDARS: ServedList<HolidayCalendar> = {
  key: KEYS.schedules,
  path: '/holiday-calendars',
  item: HolidayCalendar,
};

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
