import { once } from 'node:events';
import { createServer } from 'node:http';
import express, { type ErrorRequestHandler, json } from 'express';
import { createAllow } from '../../controller/src/http/allow.js';
import { problem } from '../../controller/src/http/answer.js';
import { apiRoutes } from '../../controller/src/http/api.js';
import { createAuthenticate } from '../../controller/src/http/authenticate.js';
import { mountRoutes } from '../../controller/src/http/mount-routes.js';
import { parse } from '../../controller/src/http/parse.js';
import type { Route, RoutePorts } from '../../controller/src/http/route.js';
import type { ControllerApp } from './controller-app.js';

export interface AclDoor {
  routes: readonly Route[];
  /** What the controller decides of one request; `done` where it would go on to do it. */
  ask(request: { method: string; path: string; token: string | null; body?: unknown }): Promise<string>;
  stop(): Promise<void>;
}

/** Answered where everything allowed it: nothing is done, so that asking leaves everything as it was. */
const WOULD_DO = problem(409, 'would_do', 'allowed');

/**
 * The controller's own routes, authentication and authorisation, with the deeds left out. A body is taken as it is: it
 * is there to name places, and what else it must hold is tested elsewhere.
 */
export async function openAclDoor(
  app: ControllerApp,
  { allow = createAllow(app.api) }: { allow?: RoutePorts['allow'] } = {},
): Promise<AclDoor> {
  const routes = apiRoutes(app.api);
  const bodies = new Set<unknown>(routes.flatMap(({ schemas }) => schemas.body ?? []));
  const server = createServer(
    express().use(
      mounted(routes, {
        parse: (schema, value) =>
          bodies.has(schema) ? { ok: true, data: (value ?? {}) as never } : parse(schema, value),
        allow: async (...asked) => (await allow(...asked)) ?? WOULD_DO,
        authenticate: createAuthenticate(app.api),
        upload: (_request, _response, next) => next(),
        readJson: json(),
      }),
    ),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    routes,
    async ask({ method, path, token, body }) {
      const response = await fetch(`http://127.0.0.1:${address.port}${path}`, {
        method: method.toUpperCase(),
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const answer = (await response.json()) as { error?: { code?: string } };
      return answer.error?.code ?? `status ${response.status}`;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function mounted(routes: readonly Route[], ports: Parameters<typeof mountRoutes>[2]) {
  const router = express.Router();
  mountRoutes(router, routes, ports);
  const threw: ErrorRequestHandler = (error, _request, response, _next) => {
    response.status(500).json({ error: { code: `threw ${String(error)}` } });
  };
  router.use(threw);
  return router;
}
