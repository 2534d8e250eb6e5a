import {
  type ClientRequestArgs,
  type IncomingMessage,
  Agent as PlainAgent,
  request as requestPlain,
} from 'node:http';
import { request as requestSecure, Agent as SecureAgent } from 'node:https';
import { connect, type Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';

export interface HttpRequest {
  method?: 'GET' | 'POST';
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** Gives up when nothing came for so long: while connecting, before the answer and within it, ms. */
  silenceMs: number;
  signal: AbortSignal;
}

/** Requests over kept connections: the second of a series finds a warm one. */
export interface HttpClient {
  /** Resolves with the answer's head; its body breaks with the connection, or when aborted. */
  request(url: string, options: HttpRequest): Promise<IncomingMessage>;
  close(): void;
}

export interface HttpClientPorts {
  /** Whom to believe over TLS; whom the system believes unless said otherwise. */
  tls?: Pick<ConnectionOptions, 'ca' | 'checkServerIdentity' | 'rejectUnauthorized'>;
  /** Told of every socket that is opened, beneath TLS, to count its bytes. */
  onSocket?: (socket: Socket) => void;
}

/** Connections to one server at a time, at most. */
const MOST_SOCKETS = 4;

/** Node's own client: a library would cost a box's process 13 MB more. */
export function createHttpClient({ tls = {}, onSocket = () => {} }: HttpClientPorts = {}): HttpClient {
  const kept = { keepAlive: true, maxSockets: MOST_SOCKETS };
  const plain = new PlainAgent(kept);
  const secure = new SecureAgent({ ...kept, ...tls });
  overOwnSocket(plain, (socket) => socket, onSocket);
  const upgrade = secure.createConnection.bind(secure);
  overOwnSocket(secure, (socket, options) => upgrade(Object.assign({}, options, { socket })), onSocket);

  return {
    request(url, { method = 'GET', headers = {}, body, silenceMs, signal }) {
      const isSecure = url.startsWith('https:');
      return new Promise((resolve, reject) => {
        const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
        const options = { method, headers: { ...headers, ...length }, timeout: silenceMs, signal };
        const request = isSecure
          ? requestSecure(url, { ...options, agent: secure }, resolve)
          : requestPlain(url, { ...options, agent: plain }, resolve);
        request.on('timeout', () => request.destroy(new Error(`nothing came for ${silenceMs} ms`)));
        request.on('error', reject);
        request.end(body);
      });
    },
    close() {
      plain.destroy();
      secure.destroy();
    },
  };
}

type MakeConnection = (socket: Socket, options: ClientRequestArgs & Record<string, unknown>) => unknown;

/** Lets an agent open its connections over sockets made here: only beneath TLS are bytes those that a SIM is charged for. */
function overOwnSocket(agent: PlainAgent, make: MakeConnection, onSocket: (socket: Socket) => void): void {
  Object.assign(agent, {
    createConnection(options: ClientRequestArgs & Record<string, unknown>) {
      const socket = connect({ host: options.host ?? 'localhost', port: Number(options.port) });
      socket.setNoDelay(true);
      onSocket(socket);
      return make(socket, options);
    },
  });
}
