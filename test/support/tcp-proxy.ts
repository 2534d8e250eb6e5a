import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  port: number;
  /** Breaks every connection without a word and refuses new ones. */
  cut(): void;
  /** Lets bytes in and none through, as a link that is up but dead. */
  hold(): void;
  heal(): void;
  close(): Promise<void>;
}

/** A link between a client and a server that a test can break. */
export async function startTcpProxy(targetPort: () => number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let mode: 'open' | 'cut' | 'hold' = 'open';

  const join = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on('data', (chunk) => {
      if (mode === 'open') to.write(chunk);
    });
    from.on('error', () => {});
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  };

  const server = createServer((near) => {
    if (mode === 'cut') {
      near.destroy();
      return;
    }
    const far = connect(targetPort(), '127.0.0.1');
    join(near, far);
    join(far, near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');

  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: address.port,
    cut() {
      mode = 'cut';
      breakAll();
    },
    hold() {
      mode = 'hold';
    },
    heal() {
      mode = 'open';
    },
    async close() {
      server.close();
      breakAll();
      await once(server, 'close');
    },
  };
}
