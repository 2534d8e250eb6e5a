import type { HttpClient, HttpRequest } from '@loa/shared/node/http-client';

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

const SILENCE_MS = 10_000;

export function createHttp(client: HttpClient): Http {
  async function exchange(url: string, options: HttpRequest, limitBytes: number): Promise<HttpAnswer> {
    const answer = await client.request(url, options);
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of answer) {
      const part = Buffer.from(chunk);
      size += part.byteLength;
      if (size > limitBytes) {
        answer.destroy();
        throw new RangeError(`The answer of ${url} is longer than ${limitBytes} bytes.`);
      }
      chunks.push(part);
    }
    return { status: answer.statusCode ?? 0, body: Buffer.concat(chunks) };
  }

  return {
    get: (url, headers, limitBytes, signal) =>
      exchange(url, { headers, silenceMs: SILENCE_MS, signal }, limitBytes),
    post(url, json, limitBytes, signal) {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify(json);
      return exchange(url, { method: 'POST', headers, body, silenceMs: SILENCE_MS, signal }, limitBytes);
    },
  };
}
