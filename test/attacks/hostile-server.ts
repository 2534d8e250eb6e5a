import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface HostileServer {
  url: string;
  /** Paths that were asked for. */
  asked: string[];
  sent(): number;
  close(): Promise<void>;
}

/** A server that answers as it likes, byte by byte: nothing of HTTP is kept to by itself. */
export async function startHostileServer(
  answer: (socket: Socket, path: string, write: (bytes: string | Buffer) => boolean) => void,
  host = '127.0.0.1',
): Promise<HostileServer> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  let sent = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.once('data', (bytes) => {
      const path = bytes.toString('latin1').split(' ')[1] ?? '';
      asked.push(path);
      answer(socket, path, (more) => {
        sent += more.length;
        return !socket.destroyed && socket.write(more);
      });
    });
  });
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}/stream`,
    asked,
    sent: () => sent,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

export const headOf = (type: string, more = '') => `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\n${more}\r\n`;

/** The head of a WAV file of 48 kHz mono that never says where it ends. */
export function wavHead(): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF\xff\xff\xff\xffWAVEfmt ', 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(48_000, 24);
  head.writeUInt32LE(96_000, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data\xff\xff\xff\xff', 36, 'latin1');
  return head;
}

/** Sends sound as fast as it is taken. */
export function pour(socket: Socket, write: (bytes: Buffer) => boolean): void {
  const block = Buffer.alloc(64 * 1024, 0x11);
  const go = () => {
    while (write(block)) if (socket.destroyed) return;
  };
  socket.on('drain', go);
  go();
}
