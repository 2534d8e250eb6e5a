import { Me } from '@loa/shared/api/session';
import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { ask } from './api.js';
import { keep, kept } from './kept.js';
import { KEYS } from './keys.js';
import { isNoLine, ProblemError } from './problem-error.js';
import { type Right, roleMay } from './rights.js';
import { rememberSignedIn } from './session-end.js';

const ME = 'me';

/** Who it is now; null: nobody. Kept, so that the app also opens without a line, to write and to record. */
export function rememberMe(me: Me | null): void {
  rememberSignedIn(me !== null);
  keep(ME, me === null ? null : JSON.stringify(me));
}

/** Who it was when the line was last there. Whether they are signed in still, the next request says. */
function lastMe(): Me | null {
  const text = kept(ME);
  if (text === null) return null;
  const parsed = Me.safeParse(JSON.parse(text));
  if (!parsed.success) return null;
  rememberSignedIn(true);
  return parsed.data;
}

/** Who is signed in; null: nobody. */
export const meQuery = queryOptions({
  queryKey: [KEYS.me],
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      const me = await ask('GET', '/session', Me, { signal });
      rememberMe(me);
      return me;
    } catch (error) {
      if (isNoLine(error)) return lastMe() ?? Promise.reject(error);
      if (!(error instanceof ProblemError) || error.status !== 401) throw error;
      rememberMe(null);
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
