import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@loa/shared/node/system-clock';
import type { Clock } from '@loa/shared/ports/clock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createObjectFetch } from '../../../edge-agent/src/audio/fetch-object.js';
import { createObjectStore, type ObjectStore } from '../../../edge-agent/src/audio/object-store.js';
import {
  type Answer,
  cutAfter,
  type ObjectServer,
  serve,
  serveWhole,
  serveWrong,
  startObjectServer,
  status,
} from '../../support/object-server.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { silentLogger } from '../../support/silent-logger.js';

const BYTES = Buffer.from(createSeededRandom(5).bytes(300_000));
/** Waits as long as it must, without waiting. */
const hurried = (waits: number[]): Clock => ({
  ...systemClock,
  wait: async (ms) => void waits.push(ms),
});

let folder: string;
let store: ObjectStore;
let server: ObjectServer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loa-fetch-'));
  store = createObjectStore({ folder });
  await store.open();
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function bench(...answers: Answer[]) {
  server = await startObjectServer(BYTES, ...answers);
  const waits: number[] = [];
  const tokens = { dropped: 0, current: async () => 'token', drop: () => void tokens.dropped++ };
  const make = (url: string, from: ObjectStore) =>
    createObjectFetch({
      server: url,
      tokens,
      store: from,
      clock: hurried(waits),
      random: createSeededRandom(1),
      log: silentLogger,
    });
  const want = { sha256: server.sha256, bytes: BYTES.length };
  const fetchObject = (signal = new AbortController().signal) => make(server.url, store)(want, signal);
  return { fetchObject, make, tokens, waits, want };
}
/** Cuts the connection once the box has so many more bytes on its disk. */
const cutOnceKept = (count: number) =>
  cutAfter(count, (bytes) => {
    const found = statSync(store.partialPath(server.sha256), { throwIfNoEntry: false });
    return (found?.size ?? 0) >= bytes;
  });
const kept = () => readFileSync(store.objectPath(server.sha256));
const keepsNothing = () => [
  ...readdirSync(join(folder, 'objects')),
  ...readdirSync(join(folder, 'partial')),
  ...readdirSync(join(folder, 'prepared')),
];

describe('fetching a recording', () => {
  it('brings the whole of it', async () => {
    const { fetchObject } = await bench(serve);
    expect(await fetchObject()).toEqual({ ok: true });
    expect(kept().equals(BYTES)).toBe(true);
    expect(readdirSync(join(folder, 'partial'))).toEqual([]);
  });

  it('goes on where the connection was cut, and every byte is right', async () => {
    const { fetchObject, waits } = await bench(cutOnceKept(100_000), cutOnceKept(50_000), serve);
    expect(await fetchObject()).toEqual({ ok: true });
    expect(server.ranges).toEqual([undefined, 'bytes=100000-', 'bytes=150000-']);
    expect(kept().equals(BYTES)).toBe(true);
    expect(waits).toHaveLength(2);
  });

  it('goes on where the last run of the agent was cut', async () => {
    const { fetchObject, want } = await bench(serve);
    writeFileSync(store.partialPath(want.sha256), BYTES.subarray(0, 299_999));
    expect(await fetchObject()).toEqual({ ok: true });
    expect(server.ranges).toEqual(['bytes=299999-']);
    expect(kept().equals(BYTES)).toBe(true);
  });

  it('asks for nothing when only the rename was lost to the power cut', async () => {
    const { fetchObject, want } = await bench(serve);
    writeFileSync(store.partialPath(want.sha256), BYTES);
    expect(await fetchObject()).toEqual({ ok: true });
    expect(server.ranges).toEqual([]);
  });

  it('begins anew where the server does not know Range', async () => {
    const { fetchObject } = await bench(cutOnceKept(100_000), serveWhole);
    expect(await fetchObject()).toEqual({ ok: true });
    expect(server.ranges).toEqual([undefined, 'bytes=100000-']);
    expect(kept().equals(BYTES)).toBe(true);
  });

  it('goes on after connections that bring nothing, but not for ever', async () => {
    const { fetchObject } = await bench(cutAfter(0), cutAfter(0), serve);
    expect(await fetchObject()).toEqual({ ok: true });
    await server.close();
    rmSync(store.objectPath(server.sha256));
    const dead = await bench(cutAfter(0));
    expect(await dead.fetchObject()).toMatchObject({ ok: false, reason: 'audio_missing' });
    expect(server.ranges).toHaveLength(3);
  });
});

describe('bytes that are not the approved ones', () => {
  it('are fetched again', async () => {
    const { fetchObject } = await bench(serveWrong, serve);
    expect(await fetchObject()).toEqual({ ok: true });
    expect(server.ranges).toEqual([undefined, undefined]);
    expect(kept().equals(BYTES)).toBe(true);
  });

  it('are given up after two tries with the reason, and nothing of them stays', async () => {
    const { fetchObject } = await bench(serveWrong);
    expect(await fetchObject()).toMatchObject({
      ok: false,
      reason: 'audio_damaged',
      detail: expect.stringContaining(server.sha256),
    });
    expect(server.ranges).toHaveLength(2);
    expect(keepsNothing()).toEqual([]);
  });

  it('in what an earlier run left are found, and the whole is fetched', async () => {
    const { fetchObject, want } = await bench(serve);
    writeFileSync(store.partialPath(want.sha256), Buffer.alloc(1000, 7));
    expect(await fetchObject()).toEqual({ ok: true });
    expect(server.ranges).toEqual(['bytes=1000-', undefined]);
    expect(kept().equals(BYTES)).toBe(true);
  });

  it('that go on and on do not fill the disk', async () => {
    let sent = 0;
    const flood: Answer = (_request, response) => {
      response.writeHead(200);
      const pour = () => {
        if (response.destroyed) return;
        sent += 65_536;
        response.write(Buffer.alloc(65_536, 1), (error) => error ?? setImmediate(pour));
      };
      pour();
    };
    const { make, want } = await bench(flood);
    let largest = 0;
    const watched: ObjectStore = {
      ...store,
      async keepIfSound(sha256) {
        largest = Math.max(largest, (await store.bytesOf(store.partialPath(sha256))) ?? 0);
        return store.keepIfSound(sha256);
      },
    };
    const fetched = await make(server.url, watched)(want, new AbortController().signal);
    expect(fetched).toMatchObject({ ok: false, reason: 'audio_damaged' });
    expect(sent).toBeGreaterThan(BYTES.length);
    expect(largest).toBe(BYTES.length + 1);
    expect(keepsNothing()).toEqual([]);
  });

  it('in a partial download longer than the object are dropped, though the plan promised as many', async () => {
    const { make, want } = await bench(serve);
    writeFileSync(store.partialPath(want.sha256), Buffer.alloc(BYTES.length + 5, 7));
    const longer = { ...want, bytes: BYTES.length + 10 };
    const fetchObject = make(server.url, store);
    expect(await fetchObject(longer, new AbortController().signal)).toMatchObject({ ok: false });
    expect(await fetchObject(longer, new AbortController().signal)).toEqual({ ok: true });
  });
});

describe('a server that does not give it', () => {
  it('is believed when it knows no such recording', async () => {
    const { fetchObject, tokens } = await bench(status(404));
    expect(await fetchObject()).toMatchObject({
      ok: false,
      reason: 'audio_missing',
      detail: expect.stringContaining('404'),
    });
    expect(server.ranges).toHaveLength(1);
    expect(tokens.dropped).toBe(0);
    expect(keepsNothing()).toEqual([]);
  });

  it('makes the box drop a token that is no longer taken', async () => {
    const { fetchObject, tokens } = await bench(status(401), serve);
    expect(await fetchObject()).toMatchObject({ ok: false, reason: 'audio_missing' });
    expect(tokens.dropped).toBe(1);
    expect(await fetchObject()).toEqual({ ok: true });
  });

  it('is no loss while there is no network: the next try goes on', async () => {
    const { fetchObject, make, want } = await bench(cutOnceKept(100_000), serve);
    const away = await startObjectServer(BYTES);
    await away.close();
    writeFileSync(store.partialPath(want.sha256), BYTES.subarray(0, 7));
    const offline = await make(away.url, store)(want, new AbortController().signal);
    expect(offline).toMatchObject({ ok: false, reason: 'audio_missing' });
    expect(await fetchObject()).toEqual({ ok: true });
    expect(server.ranges).toEqual(['bytes=7-', 'bytes=100007-']);
    expect(kept().equals(BYTES)).toBe(true);
  });
});

describe('stopping', () => {
  it('ends a download at once and leaves what came for the next run', async () => {
    const abort = new AbortController();
    const half: Answer = (_request, response, bytes) => {
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 1000), () => abort.abort());
    };
    const { fetchObject } = await bench(half);
    expect(await fetchObject(abort.signal)).toMatchObject({ ok: false, detail: 'stopped' });
    expect(existsSync(store.objectPath(server.sha256))).toBe(false);
  });
});
