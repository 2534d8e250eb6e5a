import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import type { Logger } from '@loa/shared/ports/logger';

/** As many as may wait for `accept` when a province returns after a power cut. */
const LISTEN_BACKLOG = 4096;
const HANDSHAKE_TIMEOUT_MS = 10_000;

export interface ListenerPorts {
  /** Asked before a byte is read or a key is worked out. */
  welcomes(socket: Socket): boolean;
  /** `beneath` is the connection that was welcomed, under its TLS. */
  take(socket: Socket, beneath: Socket): void;
  log: Logger;
}

/** PEM. */
export interface Shown {
  certificate: string;
  key: string;
}

export function createPlainListener({ welcomes, take }: ListenerPorts): Server {
  return createServer((socket) => {
    if (welcomes(socket)) take(socket, socket);
    else socket.destroy();
  });
}

/** A peer that fails to shake hands is told to the log alone; who has no certificate of ours to check is no box. */
export function createTlsListener(shown: Shown, { welcomes, take, log }: ListenerPorts): TlsServer {
  const beneath = new Map<string, Socket>();
  const server = createTlsServer(
    { ...contextOf(shown), handshakeTimeout: HANDSHAKE_TIMEOUT_MS },
    (socket) => {
      const below = beneath.get(pathOf(socket));
      if (below) take(socket, below);
      else socket.destroy();
    },
  );
  server.prependListener('connection', (socket: Socket) => {
    const path = pathOf(socket);
    if (!welcomes(socket)) {
      socket.destroy();
      return;
    }
    beneath.set(path, socket);
    socket.once('close', () => beneath.delete(path));
  });
  server.on('tlsClientError', (error) => log.debug({ error: error.message }, 'A TLS handshake failed'));
  return server;
}

/** From now on new connections are shown this; those that stand go on. */
export function showAnother(server: TlsServer, shown: Shown): void {
  server.setSecureContext(contextOf(shown));
}

export function listen(server: Server, { host, port }: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, backlog: LISTEN_BACKLOG }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

function contextOf({ certificate, key }: Shown) {
  return { cert: certificate, key, minVersion: 'TLSv1.2' } as const;
}

/** Which connection this is: TLS and what lies beneath say the same. */
function pathOf(socket: Socket): string {
  return `${socket.remoteAddress} ${socket.remotePort}`;
}
