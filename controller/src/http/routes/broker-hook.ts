import { createHash, timingSafeEqual } from 'node:crypto';
import type { Logger } from '@loa/shared/ports/logger';
import { json, type RequestHandler, type Response, Router, urlencoded } from 'express';
import { z } from 'zod';

export interface BrokerHookPorts {
  /** What the broker bears. */
  secret: string;
  judge: HookJudge;
  log: Logger;
}

interface Client {
  clientId: string;
  username: string;
}

/** Who decides: the broker's own rules. */
export interface HookJudge {
  signIn(attempt: Client & { password: string }): Promise<{ expiresAt: number | null } | null>;
  mayAccess(
    attempt: Client & {
      verb: 'publish' | 'subscribe' | 'hear';
      topic: string;
      qos?: 0 | 1 | 2;
      retain?: boolean;
    },
  ): Promise<boolean>;
}

const Text = z.string().max(1_000);
const SignInBody = z.object({ username: Text, password: Text, clientid: Text });

const Qos = z.coerce.number().pipe(z.union([z.literal(0), z.literal(1), z.literal(2)]));
const Retain = z.union([z.boolean(), z.enum(['true', 'false', '1', '0'])]);
const Asked = z.object({ username: Text, clientid: Text, topic: z.string().max(65_535) });
/** EMQX: https://docs.emqx.com/en/emqx/latest/access-control/authz/http.html. A subscription has nothing to retain. */
const EmqxBody = z.discriminatedUnion('action', [
  Asked.extend({ action: z.literal('publish'), qos: Qos.optional(), retain: Retain.optional() }),
  Asked.extend({ action: z.literal('subscribe') }),
]);
/** mosquitto-go-auth: 1 hear, 2 publish, 3 both, 4 subscribe. */
const GoAuthBody = Asked.extend({
  acc: z.coerce.number().pipe(z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])),
});

/**
 * For an external broker that asks by HTTP: `POST /auth`, `POST /acl`, to be mounted at `/broker`. It answers 200 with
 * EMQX's `result` and mosquitto-go-auth's `ok` in one; EMQX would pass over any other status.
 */
export function createBrokerHook({ secret, judge, log }: BrokerHookPorts): Router {
  const router = Router();
  const read = [json({ limit: '128kb' }), urlencoded({ extended: false, limit: '128kb' })];
  router.use(onlyTheBroker(secret));
  router.post('/auth', ...read, async (request, response) => {
    const body = SignInBody.safeParse(request.body);
    if (!body.success) return answer(response, false);
    const { clientid: clientId, username, password } = body.data;
    const found = await judge.signIn({ clientId, username, password });
    if (!found)
      log.info({ clientId: clientId.slice(0, 80) }, 'An external broker was told to refuse a client');
    // EMQX lets the connection go then, and the client comes back with a fresh token.
    const expires = found?.expiresAt ? { expire_at: Math.floor(found.expiresAt / 1000) } : {};
    answer(response, found !== null, { is_superuser: false, ...expires });
  });
  router.post('/acl', ...read, async (request, response) => {
    answer(response, await isAllowed(judge, request.body));
  });
  router.use((_request, response) => {
    response.status(404).end();
  });
  return router;
}

async function isAllowed(judge: HookJudge, body: unknown): Promise<boolean> {
  const emqx = EmqxBody.safeParse(body);
  if (emqx.success) {
    const { clientid: clientId, username, topic, action: verb } = emqx.data;
    const asked = { clientId, username, topic, verb };
    if (emqx.data.action === 'subscribe') return judge.mayAccess(asked);
    const { qos, retain } = emqx.data;
    return judge.mayAccess({
      ...asked,
      ...(qos === undefined ? {} : { qos }),
      ...(retain === undefined ? {} : { retain: [true, 'true', '1'].includes(retain) }),
    });
  }
  const goAuth = GoAuthBody.safeParse(body);
  if (!goAuth.success) return false;
  const { clientid: clientId, username, topic, acc } = goAuth.data;
  const may = (verb: 'publish' | 'subscribe' | 'hear') =>
    judge.mayAccess({ clientId, username, verb, topic });
  if (acc === 1) return may('hear');
  if (acc === 4) return may('subscribe');
  return acc === 2 ? may('publish') : (await may('hear')) && (await may('publish'));
}

function answer(response: Response, allowed: boolean, more: object = {}): void {
  const body = allowed
    ? { result: 'allow', ok: true, ...more }
    : { result: 'deny', ok: false, error: 'denied' };
  response.status(200).set('Cache-Control', 'no-store').json(body);
}

/** By header, or in the address for brokers that cannot set one; never in the clear over a network. */
function onlyTheBroker(secret: string): RequestHandler {
  return (request, response, next) => {
    if (!request.secure && !isLoopback(request.socket.remoteAddress ?? '')) {
      response.status(403).end();
      return;
    }
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const given = bearer ?? (typeof request.query.secret === 'string' ? request.query.secret : '');
    if (sameSecret(given, secret)) return next();
    response.status(401).end();
  };
}

function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}
