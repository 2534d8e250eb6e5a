import { Me } from '@loa/shared/api/session';
import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { ask } from './api.js';
import { KEYS } from './keys.js';
import { ProblemError } from './problem-error.js';
import { type Right, roleMay } from './rights.js';
import { rememberSignedIn } from './session-end.js';

/** Who is signed in; null: nobody. */
export const meQuery = queryOptions({
  queryKey: [KEYS.me],
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      const me = await ask('GET', '/session', Me, { signal });
      rememberSignedIn(true);
      return me;
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status !== 401) throw error;
      rememberSignedIn(false);
      return null;
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
});

export function useMe(): Me {
  const { data } = useSuspenseQuery(meQuery);
  if (data === null) throw new ProblemError(401, 'not_signed_in', '');
  return data;
}

/** As useMe, where a page is also shown to nobody in particular. */
export function useMaybeMe(): Me | null {
  return useQuery(meQuery).data ?? null;
}

/** Whether the person's role allows something. The controller decides again itself, by area too. */
export function useMay(): (right: Right) => boolean {
  const { role } = useMe();
  return (right) => roleMay(role, right);
}
