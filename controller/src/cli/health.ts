import { type DueReview, DueReviews } from '@loa/shared/api/access-reviews';
import { Health } from '@loa/shared/api/health';
import { UnreachableError } from '../client/api-client.js';
import type { CliPorts, Command } from './command.js';
import { serverOf } from './typed.js';

export const health: Command = {
  name: 'health',
  summary: 'ask a controller how it is; exit code 0 when all is well',
  help: `  --server URL   the controller's address (or LOA_SERVER; default http://127.0.0.1:8080)

With LOA_TOKEN of an administrator it also says what nobody looked through for twelve months: lists of approvers, accounts.`,
  options: { server: { type: 'string' } },
  async run(typed, { env, fetch, say, signal }) {
    const server = serverOf(typed, env);
    // An unwell controller answers with 503 and the same body.
    const response = await fetch(`${server}/api/health`, { signal }).catch((error: unknown) => {
      throw new UnreachableError(server, error);
    });
    const state = Health.parse(await response.json().catch(() => null));
    say(`${server}: ${state.ok ? 'well' : 'NOT well'}${state.demo ? ' (DEMO)' : ''}`);
    say(
      `  version ${state.version}, database ${state.database}, broker ${state.broker}, clock ${state.clock}`,
    );
    for (const line of await dueLines(server, { fetch, env, signal })) say(line);
    return state.ok ? 0 : 1;
  },
};

/** What is due, as far as whoever asks may know; being due is no illness. */
async function dueLines(
  server: string,
  { fetch, env, signal }: Pick<CliPorts, 'fetch' | 'env' | 'signal'>,
): Promise<string[]> {
  if (!env.LOA_TOKEN) return [];
  const headers = { authorization: `Bearer ${env.LOA_TOKEN}` };
  const answer = await fetch(`${server}/api/access-reviews`, { headers, signal }).catch(() => null);
  const due = answer?.ok ? DueReviews.safeParse(await answer.json().catch(() => null)) : null;
  return due?.success ? due.data.items.map(lineOf) : [];
}

function lineOf({ kind, areaName, since }: DueReview): string {
  const what = kind === 'roster' ? 'The list of approvers' : 'The accounts';
  return `  ${what} of ${areaName}: last looked through on ${new Date(since).toISOString().slice(0, 10)}`;
}
