import type { Instant } from '@loa/shared/instant';
import type { RequestHandler } from 'express';
import type { z } from 'zod';
import type { Answer, ProblemAnswer } from './answer.js';
import type { Action, Actor } from './authorise.js';
import { changedSince } from './changed-since.js';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

export interface UploadedFile {
  /** In the uploads folder; removed when the request is over. */
  path: string;
  originalName: string;
  bytes: number;
}

/** Where a request comes from. */
export interface Client {
  address: string;
  /** What the browser calls itself; 200 characters at most. */
  userAgent: string | null;
  /** The page that a browser says sent it (`https://loa.xa.vn`); null from programs. */
  origin: string | null;
  /** How the controller was addressed, as far as it can tell. */
  ownOrigin: string;
}

/** What every handler is given, parsed. */
export interface RouteInput<P, Q, B> {
  actor: Actor;
  params: P;
  query: Q;
  body: B;
  /** Only on routes with `upload`. */
  file: UploadedFile | null;
  /** The session cookie's token, where the request bore one. */
  sessionToken: string | null;
  client: Client;
  /** The header If-Match as it came, null where there is none. See `version`. */
  ifMatch: string | null;
  /** Aborts when the client goes away. */
  signal: AbortSignal;
  /** Whether the same person would still be let in, with the same rights; for answers that go on for hours. */
  stillSignedIn(): Promise<boolean>;
}

/** What a request touches, for authorise, and what was loaded to find that out. */
export interface Target<S> {
  kind: 'target';
  /** Ids of areas; all must be the actor's. Empty only for actions on oneself and public ones. */
  areas: readonly string[];
  createdBy?: string | undefined;
  subject: S;
}

export function target<S>(areas: readonly string[], subject: S, createdBy?: string): Target<S> {
  return { kind: 'target', areas, subject, createdBy };
}

export interface RouteSpec<P, Q, B, S, R> {
  method: Method;
  /** With parameters as in OpenAPI: `/boxes/{boxId}`. */
  path: `/${string}`;
  tag: string;
  summary: string;
  action: Action;
  params?: z.ZodType<P>;
  query?: z.ZodType<Q>;
  body?: z.ZodType<B>;
  /** Takes one file in the multipart field `file`. */
  upload?: boolean;
  /**
   * When what is to be changed was last changed. A request that says by If-Match what it had read is refused where that
   * is no longer so, and nothing is changed. Null: it is not there yet.
   */
  version?(subject: S): Instant | null;
  response: ResponseSpec<R>;
  /** Runs before anything else, for rate limits. */
  guard?: RequestHandler;
  /** Finds what the request touches. Runs before authorise, so it must not change anything. */
  target(input: RouteInput<P, Q, B>): Promise<Target<S> | ProblemAnswer> | Target<S> | ProblemAnswer;
  handle(input: RouteInput<P, Q, B> & { subject: S }): Promise<Answer<R>> | Answer<R>;
}

export type ResponseSpec<R> =
  | { status: 200 | 201; schema: z.ZodType<R> }
  | { status: 200; contentType: string }
  | { status: 204 };

/** What arrives, before parsing. */
export type RawInput = RouteInput<unknown, unknown, unknown>;

/** A route with its types closed over. Made by `defineRoute` alone, so none escapes authorise or OpenAPI. */
export interface Route {
  readonly method: Method;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly action: Action;
  readonly upload: boolean;
  /** May be told by If-Match which version a change is of. */
  readonly versioned: boolean;
  readonly schemas: {
    params: z.ZodType | undefined;
    query: z.ZodType | undefined;
    body: z.ZodType | undefined;
  };
  readonly response: ResponseSpec<unknown>;
  readonly guard: RequestHandler | undefined;
  /** Parses, finds the target, asks `allow`, then handles. */
  run(raw: RawInput, ports: RoutePorts): Promise<Answer<unknown>>;
}

export interface RoutePorts {
  parse: Parse;
  /** Asks authorise; null when allowed. */
  allow(
    actor: Actor,
    action: Action,
    touched: { areas: readonly string[]; createdBy?: string | undefined },
  ): Promise<ProblemAnswer | null>;
}

export type Parse = <T>(
  schema: z.ZodType<T>,
  value: unknown,
) => { ok: true; data: T } | { ok: false; problem: ProblemAnswer };

export function defineRoute<P, Q, B, S, R>(spec: RouteSpec<P, Q, B, S, R>): Route {
  return {
    method: spec.method,
    path: spec.path,
    tag: spec.tag,
    summary: spec.summary,
    action: spec.action,
    upload: spec.upload ?? false,
    versioned: spec.version !== undefined,
    schemas: { params: spec.params, query: spec.query, body: spec.body },
    response: spec.response,
    guard: spec.guard,
    async run(raw, { parse, allow }) {
      const params = parsePart(parse, spec.params, raw.params);
      if (!params.ok) return params.problem;
      const query = parsePart(parse, spec.query, raw.query);
      if (!query.ok) return query.problem;
      const body = parsePart(parse, spec.body, raw.body);
      if (!body.ok) return body.problem;
      const input = { ...raw, params: params.data, query: query.data, body: body.data };
      const found = await spec.target(input);
      if (found.kind === 'problem') return found;
      const denied = await allow(raw.actor, spec.action, found);
      if (denied) return denied;
      const overtaken = spec.version && changedSince(raw.ifMatch, spec.version(found.subject));
      return overtaken ?? spec.handle({ ...input, subject: found.subject });
    },
  };
}

/** A part without a schema is nobody's to read: its type is unknown. */
function parsePart<T>(parse: Parse, schema: z.ZodType<T> | undefined, value: unknown) {
  return schema ? parse(schema, value) : { ok: true as const, data: undefined as T };
}
