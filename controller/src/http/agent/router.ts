import { Sha256 } from '@loa/shared/ids';
import {
  ChangeBoxKey,
  EnrolConfirm,
  EnrolRequest,
  TimeRequest,
  type TlsPin,
  TokenRequest,
} from '@loa/shared/messages/agent-http';
import type { Ed25519Jwk } from '@loa/shared/messages/jwk';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Random } from '@loa/shared/ports/random';
import { signCompact } from '@loa/shared/trust/envelope';
import type { SigningKey } from '@loa/shared/trust/keys';
import { type ErrorRequestHandler, json, type RequestHandler, type Response, Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import { z } from 'zod';
import type { Db } from '../../db/database.js';
import type { ClockVerdict } from '../../trust/clock-guard.js';
import { beginEnrolment, confirmEnrolment } from './enrol.js';
import { changeKey } from './key.js';
import { createNonces, NONCE_LIFE_MS } from './nonces.js';
import { type ObjectPort, sendObject } from './object.js';
import { type RefusalCode, type Refused, sendRefusal } from './refusals.js';
import { boxOfBearer, challengeBox, tokenForProof } from './token.js';

export interface AgentRouterPorts {
  db: Db;
  /** The controller's key. */
  signer: SigningKey;
  /** The commune's root, public half. */
  rootKey: Ed25519Jwk;
  /** Asked before every signature. */
  maySign(): Promise<ClockVerdict>;
  clock: Clock;
  random: Random;
  log: Logger;
  objects: ObjectPort;
  /** What boxes connect their bus to. */
  mqttUrl: string;
  /** What boxes pin where they speak TLS; asked at each enrolment, for the authority may change. */
  tls?: (() => TlsPin) | undefined;
  /** See TokenPorts. */
  passwordOf?: ((box: { boxId: string; keyId: string }) => string) | undefined;
  /** A box has a (new) key: connections and tokens of the former one are void. */
  onEnrolled(boxId: string): void;
  /** Requests a minute from one address; many boxes may stand behind one. */
  limits?: { enrol: number; token: number; time: number };
}

const BODY_LIMIT = '16kb';
const LIMITS = { enrol: 30, token: 600, time: 6_000 };

const TokenBody = z.union([z.object({ proof: z.string().min(1).max(4_000) }), TokenRequest]);
const EnrolBody = z.union([EnrolConfirm, EnrolRequest]);

/** Everything a box asks for by HTTP, to be mounted at `/agent`. It authenticates boxes and knows no staff. */
export function createAgentRouter(ports: AgentRouterPorts): Router {
  const limits = ports.limits ?? LIMITS;
  const nonces = createNonces(ports);
  const enrolPorts = { ...ports, controllerKey: ports.signer.publicJwk };
  const tokenPorts = { ...ports, nonces };
  const router = Router();
  const body = json({ limit: BODY_LIMIT });

  router.post('/enrol', perMinute(limits.enrol), body, async (request, response) => {
    const parsed = EnrolBody.safeParse(request.body);
    if (!parsed.success) return sendRefusal(response, 'bad_request');
    answer(
      response,
      'proof' in parsed.data
        ? await confirmEnrolment(enrolPorts, parsed.data)
        : await beginEnrolment(enrolPorts, parsed.data),
    );
  });

  router.post('/token', perMinute(limits.token), body, async (request, response) => {
    const parsed = TokenBody.safeParse(request.body);
    if (!parsed.success) return sendRefusal(response, 'bad_request');
    if (!(await ports.maySign()).ok) return sendRefusal(response, 'clock_untrusted');
    answer(
      response,
      'proof' in parsed.data
        ? await tokenForProof(tokenPorts, parsed.data.proof)
        : await challengeBox(tokenPorts, parsed.data.boxId),
    );
  });

  router.post('/key', perMinute(limits.enrol), body, async (request, response) => {
    const parsed = ChangeBoxKey.safeParse(request.body);
    if (!parsed.success) return sendRefusal(response, 'bad_request');
    answer(response, await changeKey({ ...ports, onKeyChanged: ports.onEnrolled }, parsed.data));
  });

  router.post('/time', perMinute(limits.time), body, async (request, response) => {
    const parsed = TimeRequest.safeParse(request.body);
    if (!parsed.success) return sendRefusal(response, 'bad_request');
    if (!(await ports.maySign()).ok) return sendRefusal(response, 'clock_untrusted');
    // Read last: whatever comes after it is error that the box cannot see.
    const now = ports.clock.now();
    const time = await signCompact(
      'time',
      { ...parsed.data, now, expiresAt: now + NONCE_LIFE_MS },
      ports.signer,
    );
    answer(response, { ok: true, body: { time: Buffer.from(time).toString('ascii') } });
  });

  router.use(['/object', '/live'], needsToken(ports));
  router.get('/object/:sha256', async (request, response) => {
    const sha256 = Sha256.safeParse(request.params.sha256);
    if (!sha256.success) return sendRefusal(response, 'bad_request');
    await sendObject(ports, sha256.data, response);
  });
  router.use((_request, response) => sendRefusal(response, 'not_found'));
  router.use(onError(ports.log));
  return router;
}

function answer(response: Response, outcome: { ok: true; body: object } | Refused): void {
  response.set('Cache-Control', 'no-store');
  if (outcome.ok) response.json(outcome.body);
  else sendRefusal(response, outcome.code);
}

function needsToken({ db, clock }: AgentRouterPorts): RequestHandler {
  return async (request, response, next) => {
    if ((await boxOfBearer(db, request.headers.authorization, clock.now())) !== null) return next();
    response.set('WWW-Authenticate', 'Bearer');
    sendRefusal(response, 'no_token');
  };
}

function perMinute(limit: number): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit,
    // A box pays for every byte, and counts nothing.
    standardHeaders: false,
    legacyHeaders: false,
    handler: (_request, response) => sendRefusal(response, 'too_many'),
  });
}

/** Body parsers and `send` throw errors with a status; anything else is ours, told to the log and not to the box. */
function onError(log: Logger): ErrorRequestHandler {
  const known: Record<number, RefusalCode> = {
    404: 'not_found',
    413: 'too_large',
    416: 'bad_range',
  };
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    response.removeHeader('ETag');
    response.set('Cache-Control', 'no-store');
    const status = statusOf(error);
    if (status >= 500) log.error({ path: request.path, error: String(error) }, 'A box was not answered');
    sendRefusal(response, status >= 500 ? 'internal' : (known[status] ?? 'bad_request'));
  };
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}
