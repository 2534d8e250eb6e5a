import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { systemClock } from '@loa/shared/node/system-clock';
import { signCompact } from '@loa/shared/trust/envelope';
import type { SigningKey } from '@loa/shared/trust/keys';
import { z } from 'zod';

export interface Station {
  /** Refuses everything from now on and breaks what is open. */
  down(): void;
  up(): void;
}

export interface StationWish {
  type: string;
  bytes: Buffer;
  durationMs: number;
  /** So much of it comes at once, the rest as it is spoken. */
  burstMs?: number;
  /** Unix ms at which its first word is spoken, to whoever listens; else to each from when they came. */
  speaksAt?: number;
}

/** All that a box asks for over HTTP, on one port: signed time, objects, live speech; and a station elsewhere. */
export interface BoxHost {
  url: string;
  objects: Map<string, Uint8Array>;
  requests: { path: string; authorization: string | undefined }[];
  station(path: string, wish: StationWish): Station;
  close(): Promise<void>;
}

const TICK_MS = 20;
const TimeRequest = z.object({ boxId: z.string(), nonce: z.string() });

export async function startBoxHost(signer: SigningKey): Promise<BoxHost> {
  const objects = new Map<string, Uint8Array>();
  const requests: BoxHost['requests'] = [];
  const stations = new Map<string, (response: ServerResponse) => void>();

  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push({ path, authorization: request.headers.authorization });
    const station = stations.get(path);
    if (station) return station(response);
    if (path === '/agent/time') return void tellTime(request, response);
    const object = objects.get(/^\/agent\/object\/([0-9a-f]{64})$/.exec(path)?.[1] ?? '');
    if (object) response.writeHead(200, { 'content-length': object.byteLength }).end(object);
    else response.writeHead(404).end('{}');
  });

  async function tellTime(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const { boxId, nonce } = TimeRequest.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    const now = systemClock.now();
    const time = await signCompact('time', { boxId, nonce, now, expiresAt: now + 60_000 }, signer);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ time: Buffer.from(time).toString('ascii') }));
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    objects,
    requests,
    station(path, wish) {
      const { serve, ...station } = createStation(wish);
      stations.set(path, serve);
      return station;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function createStation({ type, bytes, durationMs, burstMs = 0, speaksAt }: StationWish) {
  const open = new Set<ServerResponse>();
  let refusing = false;

  function serve(response: ServerResponse): void {
    if (refusing) {
      response.writeHead(503).end();
      return;
    }
    response.writeHead(200, { 'content-type': type });
    response.flushHeaders();
    open.add(response);
    response.on('close', () => open.delete(response));
    const begun = speaksAt ?? systemClock.now();
    let sent = 0;
    const tick = () => {
      if (!open.has(response)) return;
      const part = (systemClock.now() - begun + burstMs) / durationMs;
      const due = Math.max(0, Math.min(bytes.length, Math.floor(part * bytes.length)));
      if (due > sent) response.write(bytes.subarray(sent, due));
      sent = Math.max(sent, due);
      if (sent < bytes.length) systemClock.after(TICK_MS, tick);
      else response.end();
    };
    tick();
  }

  return {
    serve,
    down() {
      refusing = true;
      for (const response of open) response.destroy();
      open.clear();
    },
    up() {
      refusing = false;
    },
  };
}
