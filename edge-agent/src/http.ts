import { type Dispatcher, request } from 'undici';

export interface HttpAnswer {
  status: number;
  body: Uint8Array;
}

/** Small requests to the controller, as a port: the whole answer or an exception. */
export interface Http {
  get(
    url: string,
    headers: Record<string, string>,
    limitBytes: number,
    signal: AbortSignal,
  ): Promise<HttpAnswer>;
  post(url: string, json: unknown, limitBytes: number, signal: AbortSignal): Promise<HttpAnswer>;
}

const TIMEOUT_MS = 10_000;

/** Over the dispatcher's pooled connections: the second request of a series finds a warm one. */
export function createHttp(dispatcher: Dispatcher): Http {
  return {
    get: (url, headers, limitBytes, signal) =>
      exchange(url, { dispatcher, method: 'GET', headers, signal }, limitBytes),
    post(url, json, limitBytes, signal) {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify(json);
      return exchange(url, { dispatcher, method: 'POST', headers, body, signal }, limitBytes);
    },
  };
}

type Options = NonNullable<Parameters<typeof request>[1]>;

async function exchange(url: string, options: Options, limitBytes: number): Promise<HttpAnswer> {
  const { statusCode, body } = await request(url, {
    ...options,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
  });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const part = Buffer.from(chunk);
    size += part.byteLength;
    if (size > limitBytes) {
      body.destroy();
      throw new RangeError(`The answer of ${url} is longer than ${limitBytes} bytes.`);
    }
    chunks.push(part);
  }
  return { status: statusCode, body: Buffer.concat(chunks) };
}
