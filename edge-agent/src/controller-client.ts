import {
  EnrolAnswer,
  type EnrolConfirm,
  EnrolDone,
  type EnrolRequest,
  TimeAnswer,
  TokenAnswer,
  TokenChallenge,
} from '@loa/shared/messages/agent-http';
import type { Ed25519Jwk } from '@loa/shared/messages/jwk';
import type { Random } from '@loa/shared/ports/random';
import { openCompact, signCompact } from '@loa/shared/trust/envelope';
import type { SigningKey } from '@loa/shared/trust/keys';
import { z } from 'zod';
import type { Http } from './http.js';

export type Answer<T> = { ok: true; value: T } | { ok: false; status: number | null; detail: string };

/** Where the bearer token for objects comes from; `drop` tells that it was not taken. */
export interface ObjectTokens {
  current(signal: AbortSignal): Promise<string | null>;
  drop(): void;
}

export interface EnrolClient {
  enrol(request: EnrolRequest, signal: AbortSignal): Promise<Answer<EnrolAnswer>>;
  confirm(confirm: EnrolConfirm, signal: AbortSignal): Promise<Answer<EnrolDone>>;
}

/** What an enrolled box asks of its controller over HTTP. Nothing here throws for a controller that is away. */
export interface ControllerClient {
  token(signal: AbortSignal): Promise<Answer<TokenAnswer>>;
  /** The controller's signed time for a fresh nonce, unix ms. */
  time(signal: AbortSignal): Promise<Answer<number>>;
  /** A small object's bytes (a grant); the caller checks the hash. */
  object(sha256: string, signal: AbortSignal): Promise<Answer<Uint8Array>>;
}

const SMALL_BYTES = 64 * 1024;
const GRANT_BYTES = 1024 * 1024;
const Challenge = z.object({ challenge: z.string().max(4_000) });
const SignedTime = z.object({ time: z.string().max(4_000) });
const Problem = z.object({ error: z.union([z.string(), z.object({ message: z.string() })]) });

export function createEnrolClient({ http, server }: { http: Http; server: string }): EnrolClient {
  const url = `${server}/agent/enrol`;
  return {
    enrol: (request, signal) => ask(http.post(url, request, SMALL_BYTES, signal), EnrolAnswer),
    confirm: (confirm, signal) => ask(http.post(url, confirm, SMALL_BYTES, signal), EnrolDone),
  };
}

export function createControllerClient(ports: {
  http: Http;
  server: string;
  boxId: string;
  signer: SigningKey;
  /** The keys that may sign for the controller now, by kid. */
  controllerKey(kid: string): Ed25519Jwk | undefined;
  /** Objects are given to enrolled boxes only. */
  tokens: ObjectTokens;
  random: Random;
}): ControllerClient {
  const { http, server, boxId, signer, controllerKey, tokens, random } = ports;

  return {
    async token(signal) {
      const url = `${server}/agent/token`;
      const asked = await ask(http.post(url, { boxId }, SMALL_BYTES, signal), Challenge);
      if (!asked.ok) return asked;
      const bytes = Buffer.from(asked.value.challenge);
      const challenge = await openCompact('tokenChallenge', bytes, TokenChallenge, controllerKey);
      if (!challenge.ok) return failed(null, `token challenge: ${challenge.reason} ${challenge.detail}`);
      if (challenge.payload.boxId !== boxId) return failed(null, 'token challenge: of another box');
      const { nonce } = challenge.payload;
      const proof = Buffer.from(await signCompact('tokenProof', { boxId, nonce }, signer)).toString('ascii');
      return ask(http.post(url, { proof }, SMALL_BYTES, signal), TokenAnswer);
    },
    async time(signal) {
      const nonce = Buffer.from(random.bytes(16)).toString('base64url');
      const asked = await ask(
        http.post(`${server}/agent/time`, { boxId, nonce }, SMALL_BYTES, signal),
        SignedTime,
      );
      if (!asked.ok) return asked;
      const opened = await openCompact('time', Buffer.from(asked.value.time), TimeAnswer, controllerKey);
      if (!opened.ok) return failed(null, `signed time: ${opened.reason} ${opened.detail}`);
      if (opened.payload.boxId !== boxId || opened.payload.nonce !== nonce) {
        return failed(null, 'signed time: for another question');
      }
      return { ok: true, value: opened.payload.now };
    },
    async object(sha256, signal) {
      try {
        const token = await tokens.current(signal);
        if (token === null) return failed(null, 'no token');
        const url = `${server}/agent/object/${sha256}`;
        const { status, body } = await http.get(
          url,
          { authorization: `Bearer ${token}` },
          GRANT_BYTES,
          signal,
        );
        if (status === 401) tokens.drop();
        return status === 200 ? { ok: true, value: body } : failed(status, `object ${sha256}`);
      } catch (error) {
        return failed(null, messageOf(error));
      }
    },
  };
}

async function ask<T>(answer: ReturnType<Http['post']>, schema: z.ZodType<T>): Promise<Answer<T>> {
  try {
    const { status, body } = await answer;
    const json: unknown = JSON.parse(Buffer.from(body).toString('utf8') || 'null');
    if (status < 200 || status > 299) {
      const problem = Problem.safeParse(json);
      const error = problem.success ? problem.data.error : '';
      return failed(status, typeof error === 'string' ? error : error.message);
    }
    const parsed = schema.safeParse(json);
    return parsed.success ? { ok: true, value: parsed.data } : failed(status, 'its answer is not understood');
  } catch (error) {
    return failed(null, messageOf(error));
  }
}

function failed(status: number | null, detail: string): { ok: false; status: number | null; detail: string } {
  return { ok: false, status, detail };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
