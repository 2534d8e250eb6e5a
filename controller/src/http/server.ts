import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { InvariantError } from '@loa/shared/errors';

export interface HttpDoor {
  port: number;
  /** From now on requests are answered by `listener`; until then they are told to come back. */
  serve(listener: RequestListener): void;
  /** Who takes over connections that ask for another protocol; until then nobody does. */
  upgrade(take: Upgrade): void;
  /** From now on new connections are shown another certificate. Only over TLS. */
  show(shown: Shown): void;
  /** Ends every connection, event streams too. */
  close(): Promise<void>;
}

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** PEM. */
export interface Shown {
  certificate: string;
  key: string;
}

export interface HttpAddress {
  host: string;
  port: number;
  /** HTTPS instead of plain HTTP. */
  tls?: Shown | undefined;
}

/** Takes the port first, before anything is touched: a second controller over the same data ends right there. */
export async function openHttpDoor({ host, port, tls }: HttpAddress): Promise<HttpDoor> {
  let listener: RequestListener = (_request, response) => {
    response.writeHead(503, { 'Retry-After': '1', Connection: 'close' }).end();
  };
  const listen: RequestListener = (request, response) => listener(request, response);
  const secure = tls ? createTlsServer(contextOf(tls), listen) : null;
  const server = secure ?? createServer(listen);
  const upgraded = new Set<Duplex>();
  let take: Upgrade = (_request, socket) => socket.destroy();
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgraded.add(socket);
    socket.once('close', () => upgraded.delete(socket));
    take(request, socket, head);
  });
  // Uploads over a slow line may take long; headers may not.
  server.requestTimeout = 30 * 60_000;
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new InvariantError('An HTTP server without a port.');
  return {
    port: address.port,
    serve(next) {
      listener = next;
    },
    upgrade(next) {
      take = next;
    },
    show: (shown) => secure?.setSecureContext(contextOf(shown)),
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      for (const socket of upgraded) socket.destroy();
      await closed;
    },
  };
}

function contextOf({ certificate, key }: Shown) {
  return { cert: certificate, key, minVersion: 'TLSv1.2' } as const;
}
