import { Me } from '@loa/shared/api/session';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { ask } from '../../lib/api.js';
import { ProblemError } from '../../lib/problem-error.js';
import { meQuery, rememberMe } from '../../lib/session.js';

export interface Credentials {
  login: string;
  password: string;
  /** Six digits of the app, or a recovery code; when the controller asked for it. */
  code?: string | undefined;
}

const signIn = ({ login, password, code }: Credentials): Promise<Me> =>
  ask('POST', '/session', Me, { body: { login, password, ...(code === undefined ? {} : { code }) } });

/** Signs in; afterwards every page knows who it is. */
export function useSignIn(onDone: (me: Me) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: signIn,
    onSuccess(me) {
      rememberMe(me);
      client.setQueryData(meQuery.queryKey, me);
      onDone(me);
    },
  });
}

/** Whether the password was right and the second factor is still to come. */
export function needsCode(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'second_factor_needed';
}

/** Whether the password was right, and this account signs in by its passkey alone. */
export function needsPasskey(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'passkey_needed';
}

const Wait = z.object({ retryAt: z.number() });

/** From when the controller looks at another try, after many wrong ones; null: at once. */
export function retryAt(error: unknown): number | null {
  if (!(error instanceof ProblemError) || error.status !== 429) return null;
  const parsed = Wait.safeParse(error.details);
  return parsed.success ? parsed.data.retryAt : null;
}
