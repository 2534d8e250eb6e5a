import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { createHttpClient } from '@loa/shared/node/http-client';
import { createMqttBus } from '@loa/shared/node/mqtt-bus';
import { systemClock } from '@loa/shared/node/system-clock';
import type { BusState } from '@loa/shared/ports/bus';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBroker } from '../../../controller/src/broker/broker.js';
import { type BoxesDoor, openBoxesDoor } from '../../../controller/src/start-boxes-door.js';
import { loadBoxesTls, TLS_FILE } from '../../../controller/src/trust/boxes-tls.js';
import { pemOf, type TlsTrust, tlsOptions } from '../../../edge-agent/src/tls-trust.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { silentLogger } from '../../support/silent-logger.js';

let folder: string;
const stops: (() => unknown)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loa-tls-'));
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
  rmSync(folder, { recursive: true, force: true });
});

async function openDoor(keys = folder, name = '127.0.0.1'): Promise<BoxesDoor> {
  const door = await openBoxesDoor({ host: '127.0.0.1', name, httpsPort: 0, mqttsPort: 0 }, keys);
  stops.push(() => door.http.close());
  door.http.serve((_request, response) => {
    response.end('hello');
  });
  return door;
}

const pinned = (door: BoxesDoor): TlsTrust => ({ kind: 'pinned', ca: [pemOf(door.pin.ca) ?? ''] });

async function ask(door: BoxesDoor, trust: TlsTrust, host = '127.0.0.1'): Promise<string> {
  const client = createHttpClient({ tls: tlsOptions(trust) });
  stops.push(() => client.close());
  const { signal } = new AbortController();
  const answer = await client.request(`https://${host}:${door.http.port}/`, { silenceMs: 5_000, signal });
  return Buffer.concat(await answer.toArray()).toString('utf8');
}

async function certificateOf(door: BoxesDoor): Promise<ReturnType<TLSSocket['getPeerX509Certificate']>> {
  const socket = connect({ port: door.http.port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const certificate = socket.getPeerX509Certificate();
  socket.destroy();
  return certificate;
}

describe('the boxes’ certificates', () => {
  it('have no beginning and no end that a box with a wrong clock could meet', async () => {
    const certificate = await certificateOf(await openDoor());
    expect(certificate).toMatchObject({
      validFrom: 'Jan  1 00:00:00 1970 GMT',
      validTo: 'Dec 31 23:59:59 9999 GMT',
    });
  });

  it('are made once: a later start shows the same, from a file that others cannot read', async () => {
    const first = await openDoor();
    const again = await openDoor();
    expect(again.pin.ca).toBe(first.pin.ca);
    expect((await certificateOf(again))?.fingerprint256).toBe((await certificateOf(first))?.fingerprint256);
    expect(statSync(join(folder, TLS_FILE)).mode & 0o777).toBe(0o600);
  });

  it('follow the controller to another name: a box that pinned the authority notices nothing', async () => {
    const before = await openDoor();
    const after = await openDoor(folder, 'loa.example.vn');
    expect((await certificateOf(after))?.checkHost('loa.example.vn')).toBe('loa.example.vn');
    expect(after.pin).toEqual({ ca: before.pin.ca, server: `https://loa.example.vn:${after.http.port}` });
    expect(await ask(after, pinned(before))).toBe('hello');
  });

  it('go on when the authority’s key was taken offline', async () => {
    const before = await openDoor();
    const path = join(folder, TLS_FILE);
    const file = JSON.parse(readFileSync(path, 'utf8'));
    delete file.authority.key;
    writeFileSync(path, JSON.stringify(file));
    expect(await ask(await openDoor(folder, 'another.example.vn'), pinned(before))).toBe('hello');
  });

  it('are never replaced when their file is damaged: that would lock every box out', async () => {
    writeFileSync(join(folder, TLS_FILE), '{}', { mode: 0o600 });
    await expect(loadBoxesTls(folder, ['127.0.0.1'])).rejects.toThrow(/Restore it from a backup/);
  });
});

describe('a box that pinned its controller', () => {
  it('talks to it under any name', async () => {
    const door = await openDoor();
    expect(await ask(door, pinned(door))).toBe('hello');
    expect(await ask(door, pinned(door), 'localhost')).toBe('hello');
  });

  it('says nothing to another controller, nor do the system’s authorities vouch for ours', async () => {
    const door = await openDoor();
    const other = await openDoor(join(folder, 'other'));
    await expect(ask(other, pinned(door))).rejects.toThrow(/certificate/);
    await expect(ask(door, { kind: 'system' })).rejects.toThrow(/certificate/);
  });

  it('learns at once that nobody listens', async () => {
    const door = await openDoor();
    const trust = pinned(door);
    await door.http.close();
    stops.pop();
    await expect(ask(door, trust)).rejects.toThrow(/ECONNREFUSED/);
  });

  it('gives up on somebody who answers without TLS', async () => {
    const door = await openDoor();
    const plain = createServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n')).listen(0, '127.0.0.1');
    stops.push(() => plain.close());
    await once(plain, 'listening');
    const address = plain.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(ask({ ...door, http: { ...door.http, port } }, pinned(door))).rejects.toThrow();
  });
});

describe('the broker over TLS', () => {
  async function connectTo(port: number, ca: string): Promise<{ state: BusState; bytes: () => number }> {
    const sockets: { bytesRead: number; bytesWritten: number }[] = [];
    const bus = createMqttBus({
      ...{ url: `mqtts://127.0.0.1:${port}`, clientId: 'box_a', maxPayloadBytes: 10_000 },
      ...{ clock: systemClock, random: createSeededRandom(1), log: silentLogger, tls: { ca } },
      credentials: async () => ({ username: 'box_a', password: 'token' }),
      onSocket: (socket) => sockets.push(socket),
    });
    const settled = new Promise<BusState>((resolve) => {
      bus.onState((state) => {
        if (state.kind !== 'disconnected' || state.reason !== 'not started') resolve(state);
      });
    });
    stops.push(await bus.start());
    const state = await settled;
    return { state, bytes: () => sockets.reduce((sum, s) => sum + s.bytesRead + s.bytesWritten, 0) };
  }

  async function startBroker() {
    const { mqtt, pin } = await openDoor();
    const broker = createBroker({
      ...{ host: '127.0.0.1', port: 0, tls: mqtt, clock: systemClock, log: silentLogger },
      random: createSeededRandom(2),
      authenticate: async () => ({ kind: 'box', boxId: 'box_a' }),
      areaChainOf: async () => [],
    });
    const running = await broker.start();
    stops.push(() => running.stop());
    return { broker, port: running.tlsPort ?? 0, ca: pemOf(pin.ca) ?? '' };
  }

  it('takes a box that pinned its authority, and lets its bytes be counted, handshake included', async () => {
    const { broker, port, ca } = await startBroker();
    const { state, bytes } = await connectTo(port, ca);
    expect(state).toEqual({ kind: 'connected' });
    expect(broker.connectedBoxes()).toHaveLength(1);
    expect(bytes()).toBeGreaterThan(1_000);
  });

  it('is refused by a box that pinned another', async () => {
    const { broker, port } = await startBroker();
    const other = await openDoor(join(folder, 'other'));
    const { state } = await connectTo(port, pemOf(other.pin.ca) ?? '');
    expect(state).toMatchObject({ kind: 'disconnected', reason: expect.stringContaining('certificate') });
    expect(broker.connectedBoxes()).toHaveLength(0);
  });
});
