import { Problem } from '@loa/shared/api/problem';
import { LoaError } from '@loa/shared/errors';
import type { z } from 'zod';

/** The controller answered, but not with what was asked for. `message` is what it says to people. */
export class ApiProblemError extends LoaError {
  readonly status: number;
  constructor(status: number, code: string, message: string) {
    super(code, message);
    this.status = status;
  }
}

/** Nothing answers at that address. */
export class UnreachableError extends LoaError {
  constructor(server: string, cause: unknown) {
    super(
      'unreachable',
      `No controller answers at ${server}. Is it running, and is the address right (--server, or LOA_SERVER)?`,
      { cause },
    );
  }
}

export interface ApiClientPorts {
  fetch: typeof fetch;
  /** `http://127.0.0.1:8080`, without a path. */
  server: string;
  /** An API token; without one only public answers are given. */
  token?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** What programs need of the controller's REST API (`/api`): every answer is parsed by the shared schemas. */
export interface ApiClient {
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>;
  post<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
  put<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
  patch<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
  upload<T>(path: string, file: { name: string; bytes: Uint8Array }, schema: z.ZodType<T>): Promise<T>;
  bytes(path: string): Promise<Uint8Array>;
}

export function createApiClient({ fetch, server, token, signal }: ApiClientPorts): ApiClient {
  async function send(
    method: string,
    path: string,
    body?: NonNullable<RequestInit['body']>,
    type?: string,
  ): Promise<Response> {
    const headers = new Headers();
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    if (type !== undefined) headers.set('content-type', type);
    const url = `${server.replace(/\/+$/, '')}/api${path}`;
    const options: RequestInit = { method, headers, redirect: 'error' };
    if (body !== undefined) options.body = body;
    if (signal) options.signal = signal;
    const response = await fetch(url, options).catch((error: unknown) => {
      throw signal?.aborted ? error : new UnreachableError(server, error);
    });
    if (!response.ok) throw await problemOf(response);
    return response;
  }

  async function sendJson<T>(method: string, path: string, body: unknown, schema: z.ZodType<T>): Promise<T> {
    const response = await send(method, path, JSON.stringify(body), 'application/json');
    return schema.parse(response.status === 204 ? undefined : await response.json());
  }

  return {
    get: async (path, schema) => schema.parse(await (await send('GET', path)).json()),
    post: (path, body, schema) => sendJson('POST', path, body, schema),
    put: (path, body, schema) => sendJson('PUT', path, body, schema),
    patch: (path, body, schema) => sendJson('PATCH', path, body, schema),
    bytes: async (path) => new Uint8Array(await (await send('GET', path)).arrayBuffer()),
    async upload(path, { name, bytes }, schema) {
      const form = new FormData();
      form.set('file', new Blob([Uint8Array.from(bytes)]), name);
      return schema.parse(await (await send('POST', path, form)).json());
    },
  };
}

async function problemOf(response: Response): Promise<ApiProblemError> {
  const parsed = Problem.safeParse(await response.json().catch(() => null));
  if (!parsed.success) {
    return new ApiProblemError(
      response.status,
      'http',
      `The controller answered with status ${response.status}.`,
    );
  }
  const { code, message } = parsed.data.error;
  return new ApiProblemError(response.status, code, message);
}
