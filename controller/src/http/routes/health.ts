import { Health } from '@loa/shared/api/health';
import { accountsToTry } from '../../db/accounts.js';
import type { Db } from '../../db/database.js';
import { communesWithRoster, rosterInForce } from '../../db/rosters.js';
import type { ApiPorts } from '../api-ports.js';
import { defineRoute, type Route, target } from '../route.js';

/** For load balancers, the demo and people who wonder: open to all, says nothing secret. */
export function createHealthRoutes({ db, clock, clockIsRight, broker, settings }: ApiPorts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/health',
      tag: 'health',
      summary: 'Whether the controller works; 503 when not',
      action: 'public.read',
      response: { status: 200, schema: Health },
      target: () => target([], null),
      async handle() {
        const demo = await isDemo(db).catch(() => null);
        const database = demo === null ? 'failing' : 'ok';
        const connected = broker.isConnected();
        const clockRight = await clockIsRight().catch(() => false);
        const ok = database === 'ok' && connected && clockRight;
        const body: Health = {
          ok,
          database,
          broker: connected ? 'ok' : 'unreachable',
          clock: clockRight ? 'ok' : 'wrong',
          version: settings.version,
          now: clock.now(),
          demo: demo === true,
          demoAccounts: demo === true ? await accountsToTry(db) : [],
          secure: settings.secure ?? false,
        };
        return { kind: 'json', status: ok ? 200 : 503, body };
      },
    }),
  ];
}

/** Signed into the roster, so that no demonstration passes for the real thing, nor the other way round. */
async function isDemo(db: Db): Promise<boolean> {
  for (const communeId of await communesWithRoster(db)) {
    if ((await rosterInForce(db, communeId))?.roster.demo === true) return true;
  }
  return false;
}
