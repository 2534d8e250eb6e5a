import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@loa/shared/node/system-clock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createObjectFetch } from '../../../edge-agent/src/audio/fetch-object.js';
import { createObjectStore, type ObjectStore } from '../../../edge-agent/src/audio/object-store.js';
import { type Answer, type ObjectServer, startObjectServer, status } from '../../support/object-server.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { silentLogger } from '../../support/silent-logger.js';

const BYTES = Buffer.from(createSeededRandom(9).bytes(200_000));
const OTHER = Buffer.from(createSeededRandom(10).bytes(200_000));

let folder: string;
let store: ObjectStore;
let server: ObjectServer;
let asked: IncomingHttpHeaders[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loa-tags-'));
  store = createObjectStore({ folder });
  await store.open();
  asked = [];
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** As nginx or a CDN: Range honoured where If-Range names the present tag, else the whole; cut where told so. */
const tagged =
  (etag: string, content = BYTES, cutAt = Number.POSITIVE_INFINITY): Answer =>
  (request, response) => {
    asked.push(request.headers);
    const ifRange = request.headers['if-range'];
    const wished = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
    const from = wished !== undefined && (ifRange === undefined || ifRange === etag) ? Number(wished) : 0;
    const length = content.length - from;
    const range =
      from > 0 ? { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` } : {};
    response.writeHead(from > 0 ? 206 : 200, { etag, 'content-length': length, ...range });
    const part = content.subarray(from, Math.min(content.length, from + cutAt));
    if (part.length === length) response.end(part);
    else response.write(part, () => response.socket?.end(() => response.destroy()));
  };

async function fetchWith(...answers: Answer[]) {
  server = await startObjectServer(BYTES, ...answers);
  const waits: number[] = [];
  const fetchObject = createObjectFetch({
    server: server.url,
    tokens: { current: async () => 'token', drop() {} },
    store,
    clock: { ...systemClock, wait: async (ms) => void waits.push(ms) },
    random: createSeededRandom(1),
    log: silentLogger,
  });
  const want = { sha256: server.sha256, bytes: BYTES.length };
  return { fetched: await fetchObject(want, new AbortController().signal), waits };
}
const kept = () => readFileSync(store.objectPath(server.sha256));

describe('a resumed download', () => {
  it('asks for the rest only of what it began with, by the tag of any server', async () => {
    const { fetched } = await fetchWith(tagged('"a-1"', BYTES, 70_000), tagged('"a-1"'));
    expect(fetched).toEqual({ ok: true });
    expect(asked.map((headers) => [headers.range, headers['if-range']])).toEqual([
      [undefined, undefined],
      ['bytes=70000-', '"a-1"'],
    ]);
    expect(kept().equals(BYTES)).toBe(true);
  });

  it('gets the whole when the object has changed meanwhile, in one more request', async () => {
    const { fetched } = await fetchWith(tagged('"old"', OTHER, 70_000), tagged('"new"'));
    expect(fetched).toEqual({ ok: true });
    expect(asked).toHaveLength(2);
    expect(kept().equals(BYTES)).toBe(true);
  });

  it('takes the new tag for what follows', async () => {
    const { fetched } = await fetchWith(
      tagged('"old"', OTHER, 70_000),
      tagged('"new"', BYTES, 120_000),
      tagged('"new"'),
    );
    expect(fetched).toEqual({ ok: true });
    expect(asked[2]).toMatchObject({ range: 'bytes=120000-', 'if-range': '"new"' });
    expect(kept().equals(BYTES)).toBe(true);
  });

  it('refuses bytes from another place than it asked for', async () => {
    const elsewhere: Answer = (_request, response) => {
      response.writeHead(206, { 'content-range': `bytes 0-${BYTES.length - 1}/${BYTES.length}` }).end(BYTES);
    };
    const { fetched } = await fetchWith(tagged('"a"', BYTES, 70_000), elsewhere, tagged('"a"'));
    expect(fetched).toEqual({ ok: true });
    expect(kept().equals(BYTES)).toBe(true);
  });
});

describe('a server in trouble', () => {
  it('is given time, a little more each time', async () => {
    const { fetched, waits } = await fetchWith(status(503), status(429), tagged('"a"'));
    expect(fetched).toEqual({ ok: true });
    expect(waits).toHaveLength(2);
    expect(waits.every((ms) => ms >= 250 && ms <= 7_500)).toBe(true);
  });

  it('is left alone after three tries', async () => {
    const { fetched } = await fetchWith(status(503));
    expect(fetched).toMatchObject({
      ok: false,
      reason: 'audio_missing',
      detail: expect.stringContaining('503'),
    });
    expect(server.ranges).toHaveLength(3);
  });
});
