import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { systemClock } from '@loa/shared/node/system-clock';

export interface Transmission {
  contentType: string;
  contentLength: string;
  /** What came, and when (monotonic ms). */
  chunks: { bytes: Buffer; at: number }[];
  ended: boolean;
}

export interface AxisDevice {
  url: string;
  transmissions: Transmission[];
  /** Requests that were refused for want of an answer to the challenge, or for a wrong one. */
  refused: number;
  /** Nonces given out so far are good no more. */
  forgetNonces(): void;
  /** Somebody else talks: transmissions are refused. */
  busy(on: boolean): void;
  /** Breaks every connection. */
  cut(): void;
  close(): Promise<void>;
}

const REALM = 'AXIS_ACCC8EF00D00';

/** What an Axis device is to its talkers: one at a time, Digest, raw sound for as long as it comes. */
export async function startAxisDevice(user: string, password: string): Promise<AxisDevice> {
  const nonces = new Set<string>();
  const sockets = new Set<Socket>();
  let taken = false;
  const device: AxisDevice = {
    ...{ url: '', transmissions: [], refused: 0 },
    forgetNonces: () => nonces.clear(),
    busy(on) {
      taken = on;
    },
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      device.cut();
      server.close();
      await once(server, 'close');
    },
  };

  function challenge(response: ServerResponse): void {
    device.refused++;
    const nonce = randomBytes(8).toString('hex');
    nonces.add(nonce);
    response.writeHead(401, {
      'WWW-Authenticate': `Digest realm="${REALM}", nonce="${nonce}", algorithm=MD5, qop="auth"`,
      Connection: 'close',
    });
    response.end();
  }

  function takes({ url, headers }: IncomingMessage): boolean {
    const given = Object.fromEntries(
      [...(headers.authorization ?? '').matchAll(/(\w+)="?([^",]*)"?/g)].map(([, name = '', value = '']) => [
        name,
        value,
      ]),
    );
    const md5 = (text: string) => createHash('md5').update(text).digest('hex');
    const ha1 = md5(`${user}:${REALM}:${password}`);
    const ha2 = md5(`POST:${url}`);
    const wanted = md5(`${ha1}:${given.nonce}:${given.nc}:${given.cnonce}:auth:${ha2}`);
    return given.username === user && nonces.has(given.nonce ?? '') && given.response === wanted;
  }

  const server = createServer((request, response) => {
    if (request.method !== 'POST' || request.url !== '/axis-cgi/audio/transmit.cgi') {
      response.writeHead(404).end();
      return;
    }
    if (!takes(request)) return challenge(response);
    if (taken) {
      response.writeHead(503, { Connection: 'close' }).end();
      return;
    }
    taken = true;
    const { 'content-type': contentType = '', 'content-length': contentLength = '' } = request.headers;
    const transmission: Transmission = { contentType, contentLength, chunks: [], ended: false };
    device.transmissions.push(transmission);
    request.on('data', (bytes: Buffer) => transmission.chunks.push({ bytes, at: systemClock.monotonic() }));
    const over = () => {
      if (!transmission.ended) taken = false;
      transmission.ended = true;
    };
    request.on('close', over);
    request.on('error', over);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  device.url = `http://127.0.0.1:${address.port}`;
  return device;
}
