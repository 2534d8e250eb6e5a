import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import { systemClock } from '@loa/shared/node/system-clock';

export interface SlowLink {
  port: number;
  /** Bytes so far, up and down together. */
  bytes(): number;
  /** The line drops: every connection breaks, new ones are refused. */
  drop(): void;
  heal(): void;
  close(): Promise<void>;
}

/** A telephone's line to a server: so many bits a second, shared by all connections, each byte counted. */
export async function startSlowLink(targetPort: number, bitsPerSecond: number): Promise<SlowLink> {
  let bytes = 0;
  let freeAt = 0;
  let up = true;
  const sockets = new Set<Socket>();
  const slow = () =>
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        const now = systemClock.monotonic();
        freeAt = Math.max(freeAt, now) + (chunk.length * 8_000) / bitsPerSecond;
        void systemClock.wait(freeAt - now).then(() => done(null, chunk));
      },
    });
  const keep = (socket: Socket, other: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      other.destroy();
    });
  };
  const server = createServer((near) => {
    if (!up) {
      near.destroy();
      return;
    }
    const far = connect(targetPort, '127.0.0.1');
    keep(near, far);
    keep(far, near);
    near.pipe(slow()).pipe(far);
    far.pipe(slow()).pipe(near);
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
    bytes: () => bytes,
    drop() {
      up = false;
      breakAll();
    },
    heal() {
      up = true;
    },
    async close() {
      server.close();
      breakAll();
      await once(server, 'close');
    },
  };
}
