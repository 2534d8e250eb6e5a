import type { ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:net';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { createIcecastLinks } from '../../../edge-agent/src/outputs/icecast/icecast-link.js';

/** More than a kernel takes in for somebody who does not read, bytes. */
const MUCH = 16_000_000;

/** A link to a server that welcomes it and then reads nothing more, with an encoder in our hands. */
async function openLink(bitrateKbps: number) {
  const server = createServer((socket) => {
    socket.once('data', () => {
      socket.write('HTTP/1.1 100 Continue\r\n\r\n');
      socket.pause();
    });
    socket.on('error', () => {});
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const encoder = Object.assign(new EventEmitter(), {
    stdin: new PassThrough({ highWaterMark: 1 }),
    stdout: new EventEmitter(),
    kill: () => true,
  });
  const known = { user: 'source', password: 'x', format: 'opus', bitrateKbps } as const;
  const open = createIcecastLinks({ url: `http://127.0.0.1:${address.port}/loa.opus`, ...known }, () => {
    queueMicrotask(() => encoder.emit('spawn'));
    // Only what the link uses of a process stands here.
    return encoder as unknown as ChildProcess;
  });
  const link = await new Promise<ReturnType<typeof open>>((resolve) => {
    const opened = open({ ready: () => resolve(opened), pause() {}, gone() {} });
  });
  return {
    link,
    encode: (bytes: number) => encoder.stdout.emit('data', Buffer.alloc(bytes)),
    close() {
      link.close();
      server.close();
    },
  };
}

it.each([32, 128])(
  'sound that waits for a listener weighs what it lasts, encoded at %i kbit/s',
  async (kbps) => {
    const { link, encode, close } = await openLink(kbps);
    encode(MUCH);
    const compressed = link.waiting();
    expect(compressed / 96_000).toBeCloseTo((MUCH * 8) / (kbps * 1000), 0);
    close();
  },
);
