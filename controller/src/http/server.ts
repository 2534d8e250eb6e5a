import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { InvariantError } from '@loa/shared/errors';

export interface HttpDoor {
  port: number;
  /** From now on requests are answered by `listener`; until then they are told to come back. */
  serve(listener: RequestListener): void;
  /** Ends every connection, event streams too. */
  close(): Promise<void>;
}

/** Takes the port first, before anything is touched: a second controller over the same data ends right there. */
export async function openHttpDoor({ host, port }: { host: string; port: number }): Promise<HttpDoor> {
  let listener: RequestListener = (_request, response) => {
    response.writeHead(503, { 'Retry-After': '1', Connection: 'close' }).end();
  };
  const server = createServer((request, response) => listener(request, response));
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
