import type { Logger } from '@loa/shared/ports/logger';
import type { Request, RequestHandler, Response, Router } from 'express';
import { noteRefusal, refusal } from './allow.js';
import { type ProblemAnswer, problem } from './answer.js';
import type { Authenticate, Authenticated } from './authenticate.js';
import { type Actor, roleMay } from './authorise.js';
import type { Client, RawInput, Route, RoutePorts } from './route.js';
import { sendAnswer } from './send-answer.js';
import { removeUpload, uploadedFile } from './upload.js';

export interface MountPorts extends RoutePorts {
  /** Where it is written down that somebody was refused. */
  log?: Pick<Logger, 'warn'>;
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
  // A page that is left open listens on, and reads again what changed; it is not somebody at work.
  const byItself = route.action === 'event.read' || request.headers['loa-unattended'] !== undefined;
  const who = await ports.authenticate(request, { atWork: !byItself });
  if (who.kind === 'problem') return sendAnswer(response, who);
  const decision = roleMay(who.actor, route.action);
  if (ports.log) noteRefusal(ports.log, who.actor, { action: route.action }, decision);
  const denied = refusal(decision);
  if (denied) return sendAnswer(response, denied);
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  try {
    await runHandler(route.upload ? ports.upload : ports.readJson, request, response);
    const answer =
      unreadBody(route, request) ?? (await route.run(inputOf(request, who, gone.signal, ports), ports));
    // Before answering: whoever has the answer may count on the upload being gone.
    await removeUpload(request);
    await sendAnswer(response, answer);
  } catch (error) {
    await removeUpload(request);
    throw error;
  }
}

function inputOf(request: Request, who: Authenticated, signal: AbortSignal, ports: MountPorts): RawInput {
  return {
    async stillSignedIn() {
      const now = await ports.authenticate(request, { atWork: false });
      return now.kind === 'actor' && isUnchanged(who.actor, now.actor);
    },
    actor: who.actor,
    params: request.params,
    query: request.query,
    body: request.body,
    file: uploadedFile(request),
    sessionToken: who.sessionToken,
    client: clientOf(request),
    ifMatch: request.headers['if-match'] ?? null,
    signal,
  };
}

/** An answer that goes on was judged by all of these. */
function isUnchanged(before: Actor, now: Actor): boolean {
  const rights = ({ accountId, role, areaId, limited, dormant }: Actor) =>
    JSON.stringify([accountId, role, areaId, limited ?? false, dormant ?? false]);
  return rights(before) === rights(now);
}

function clientOf(request: Request): Client {
  return {
    address: request.ip ?? '',
    userAgent: request.headers['user-agent']?.slice(0, 200) ?? null,
    origin: request.headers.origin ?? null,
    ownOrigin: `${request.protocol}://${request.headers.host ?? ''}`,
  };
}

/** A body of another type than JSON is left unread by the parser. */
function unreadBody(route: Route, request: Request): ProblemAnswer | null {
  if (!route.schemas.body || request.body !== undefined || !hasBody(request)) return null;
  return problem(415, 'unsupported_type', 'Kiểu dữ liệu gửi lên không dùng được. Hãy gửi JSON mã UTF-8.');
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
