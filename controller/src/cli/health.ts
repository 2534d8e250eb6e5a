import { Health } from '@loa/shared/api/health';
import { UnreachableError } from '../client/api-client.js';
import type { Command } from './command.js';
import { serverOf } from './typed.js';

export const health: Command = {
  name: 'health',
  summary: 'ask a controller how it is; exit code 0 when all is well',
  help: "  --server URL   the controller's address (or LOA_SERVER; default http://127.0.0.1:8080)",
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
    return state.ok ? 0 : 1;
  },
};
