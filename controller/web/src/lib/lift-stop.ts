import { LiftedStop } from '@loa/shared/api/stops';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ask } from './api.js';
import { KEYS } from './keys.js';

/** Lets loudspeakers sound again; it may be asked twice. */
export function useLift(onDone: (stop: LiftedStop) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => ask('POST', `/stops/${id}/lift`, LiftedStop),
    onSuccess(stop) {
      for (const key of [KEYS.stops, KEYS.today]) void client.invalidateQueries({ queryKey: [key] });
      onDone(stop);
    },
  });
}
