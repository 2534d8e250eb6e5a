import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { InvariantError } from '@loa/shared/errors';

export interface HttpDoor {
  port: number;
  /** From now on requests are answered by `listener`; until then they are told to come back. */
  serve(listener: RequestListener): void;
  /** Ends every connection, event streams too. */
  close(): Promise<void>;
}

export interface HttpAddress {
  host: string;
  port: number;
  /** Certificate and key, PEM: HTTPS instead of plain HTTP. */
  tls?: { certificate: string; key: string };
}

/** Takes the port first, before anything is touched: a second controller over the same data ends right there. */
export async function openHttpDoor({ host, port, tls }: HttpAddress): Promise<HttpDoor> {
  let listener: RequestListener = (_request, response) => {
    response.writeHead(503, { 'Retry-After': '1', Connection: 'close' }).end();
  };
  const listen: RequestListener = (request, response) => listener(request, response);
  const server = tls
    ? createTlsServer({ cert: tls.certificate, key: tls.key, minVersion: 'TLSv1.2' }, listen)
    : createServer(listen);
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
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
