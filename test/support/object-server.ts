import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export type Answer = (request: IncomingMessage, response: ServerResponse, bytes: Buffer) => void;

export interface ObjectServer {
  url: string;
  bytes: Buffer;
  sha256: string;
  /** The Range header of each request so far, in order. */
  ranges: (string | undefined)[];
  close(): Promise<void>;
}

/** A server of one object that answers each request by the next of `answers`, and by the last for ever. */
export async function startObjectServer(bytes: Buffer, ...answers: Answer[]): Promise<ObjectServer> {
  const ranges: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    const answer = answers[Math.min(ranges.length, answers.length - 1)] ?? serve;
    ranges.push(request.headers.range);
    answer(request, response, bytes);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    ranges,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** As the controller: the whole, or what a Range asks for. */
export const serve: Answer = (request, response, bytes) => {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (from >= bytes.length) {
    response.writeHead(416).end();
    return;
  }
  const part = bytes.subarray(from);
  response.writeHead(from > 0 ? 206 : 200, headersFrom(from, bytes.length)).end(part);
};

const headersFrom = (from: number, total: number) => ({
  'content-length': total - from,
  ...(from > 0 ? { 'content-range': `bytes ${from}-${total - 1}/${total}` } : {}),
});

/** The whole, whatever was asked for. */
export const serveWhole: Answer = (_request, response, bytes) => {
  response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
};

/** As many bytes but other ones. */
export const serveWrong: Answer = (_request, response, bytes) => {
  response.writeHead(200, { 'content-length': bytes.length }).end(Buffer.alloc(bytes.length, 7));
};

export const status =
  (code: number): Answer =>
  (_request, response) =>
    void response.writeHead(code).end('{}');

/**
 * Promises all that is left, and breaks the connection after `count` bytes of it, as soon as `arrived` says that the
 * client has them: what is on its way when a connection breaks may be lost.
 */
export const cutAfter =
  (count: number, arrived: (bytes: number) => boolean = () => true): Answer =>
  (request, response, bytes) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    response.writeHead(from > 0 ? 206 : 200, headersFrom(from, bytes.length));
    response.write(bytes.subarray(from, from + count), function cut() {
      if (arrived(from + count)) response.destroy();
      else setImmediate(cut);
    });
  };
