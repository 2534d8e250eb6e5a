import type { Request, RequestHandler, Response, Router } from 'express';
import { refusal } from './allow.js';
import { problem } from './answer.js';
import type { Authenticate } from './authenticate.js';
import { roleMay } from './authorise.js';
import type { Route, RoutePorts } from './route.js';
import { sendAnswer } from './send-answer.js';
import { removeUpload, uploadedFile } from './upload.js';

export interface MountPorts extends RoutePorts {
  authenticate: Authenticate;
  /** Takes in the file of routes with `upload`. */
  upload: RequestHandler;
  /** Reads the body of all others. */
  readJson: RequestHandler;
}

/** Serves each route: who asks, may their role do this at all, what do they send, then the route itself. */
export function mountRoutes(router: Router, routes: readonly Route[], ports: MountPorts): void {
  for (const route of routes) {
    const path = route.path.replace(/\{(\w+)\}/g, ':$1');
    const guards = route.guard ? [route.guard] : [];
    router[route.method](path, ...guards, (request, response, next) => {
      serve(route, ports, request, response).catch(next);
    });
  }
}

async function serve(route: Route, ports: MountPorts, request: Request, response: Response): Promise<void> {
  const who = await ports.authenticate(request);
  if (who.kind === 'problem') return sendAnswer(response, who);
  const denied = refusal(roleMay(who.actor, route.action));
  if (denied) return sendAnswer(response, denied);
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  try {
    await runHandler(route.upload ? ports.upload : ports.readJson, request, response);
    if (route.schemas.body && request.body === undefined && !request.is('json') && hasBody(request)) {
      return sendAnswer(
        response,
        problem(415, 'unsupported_type', 'Kiểu dữ liệu gửi lên không dùng được. Hãy gửi JSON mã UTF-8.'),
      );
    }
    const answer = await route.run(
      {
        actor: who.actor,
        params: request.params,
        query: request.query,
        body: request.body,
        file: uploadedFile(request),
        sessionToken: who.sessionToken,
        signal: gone.signal,
      },
      ports,
    );
    await sendAnswer(response, answer);
  } finally {
    await removeUpload(request);
  }
}

function hasBody(request: Request): boolean {
  return (
    Number(request.headers['content-length'] ?? 0) > 0 || request.headers['transfer-encoding'] !== undefined
  );
}

/** A middleware as a promise. */
function runHandler(handler: RequestHandler, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    handler(request, response, (error?: unknown) => {
      if (error === undefined || error === null) resolve();
      else reject(error);
    });
  });
}
