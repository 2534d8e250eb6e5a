import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '@loa/shared/node/system-clock';

export interface StreamServer {
  url: string;
  /** Headers of every request so far. */
  requests: IncomingHttpHeaders[];
  /** Refuses everything from now on and breaks what is open. */
  down(): void;
  up(): void;
  close(): Promise<void>;
}

const TICK_MS = 50;

/** A station: sends `bytes` from their beginning to everyone who listens, `burstMs` of them at once, the rest as it is spoken. */
export async function startStreamServer(options: {
  bytes: Buffer;
  durationMs: number;
  type?: string;
  burstMs?: number;
  headers?: Record<string, string>;
}): Promise<StreamServer> {
  const { bytes, durationMs, type = 'audio/ogg', burstMs = 500 } = options;
  const requests: IncomingHttpHeaders[] = [];
  const open = new Set<ServerResponse>();
  let refusing = false;

  function send(response: ServerResponse): void {
    const begun = systemClock.monotonic();
    let sent = 0;
    open.add(response);
    const tick = () => {
      if (!open.has(response)) return;
      const due = Math.floor(((systemClock.monotonic() - begun + burstMs) / durationMs) * bytes.length);
      const to = Math.min(bytes.length, due);
      if (to > sent) response.write(bytes.subarray(sent, to));
      sent = to;
      if (sent < bytes.length) systemClock.after(TICK_MS, tick);
      else response.end();
    };
    response.on('close', () => open.delete(response));
    tick();
  }

  const server = createServer((request, response) => {
    requests.push(request.headers);
    if (refusing) {
      response.writeHead(503).end();
      return;
    }
    response.writeHead(200, { 'content-type': type, ...options.headers });
    send(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const cut = () => {
    for (const response of open) response.destroy();
    open.clear();
  };
  return {
    url: `http://127.0.0.1:${port}/stream`,
    requests,
    down() {
      refusing = true;
      cut();
    },
    up() {
      refusing = false;
    },
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
