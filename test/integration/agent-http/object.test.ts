import { request } from 'node:http';
import { sha256Hex } from '@loa/shared/jcs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { insertGrant } from '../../../controller/src/db/grants.js';
import {
  type AgentHttpBench,
  createTestBox,
  fetchToken,
  startAgentHttp,
} from '../../support/agent-http-bench.js';

const AUDIO = Uint8Array.from({ length: 5_000 }, (_, i) => i % 251);
const NAME = sha256Hex(AUDIO);

let bench: AgentHttpBench;
let token: string;
beforeEach(async () => {
  bench = await startAgentHttp();
  const box = await createTestBox(bench, await bench.expectBox('box_aaa'));
  await box.enrol();
  token = await fetchToken(bench, 'box_aaa', box.key);
  await bench.store.put(
    (async function* () {
      yield AUDIO;
    })(),
  );
});
afterEach(() => bench.close());

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(bench.url(path), { method, headers: { authorization: `Bearer ${token}`, ...headers } });
const bodyOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());

describe('an object', () => {
  it('is the very bytes of its hash, to be kept for ever', async () => {
    const response = await get(`/object/${NAME}`);
    expect(response.status).toBe(200);
    expect(await bodyOf(response)).toEqual(AUDIO);
    expect(response.headers.get('content-type')).toBe('audio/ogg');
    expect(response.headers.get('etag')).toBe(`"${NAME}"`);
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(response.headers.get('accept-ranges')).toBe('bytes');
  });

  it('goes on where a broken download stopped', async () => {
    const rest = await get(`/object/${NAME}`, { range: 'bytes=4000-', 'if-range': `"${NAME}"` });
    expect(rest.status).toBe(206);
    expect(rest.headers.get('content-range')).toBe('bytes 4000-4999/5000');
    expect(await bodyOf(rest)).toEqual(AUDIO.subarray(4_000));
  });

  it('says 416 and its size beyond the end', async () => {
    const response = await get(`/object/${NAME}`, { range: 'bytes=5000-' });
    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe('bytes */5000');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toMatchObject({ error: { code: 'bad_range' } });
  });

  it('answers HEAD without a body and a known ETag with 304', async () => {
    const head = await get(`/object/${NAME}`, {}, 'HEAD');
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '5000']);
    // The test's fetch adds Cache-Control: no-cache to conditional requests, which rightly defeats them.
    const status = await new Promise((resolve, reject) => {
      request(bench.url(`/object/${NAME}`), {
        headers: { authorization: `Bearer ${token}`, 'if-none-match': `"${NAME}"` },
      })
        .on('response', (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(304);
  });

  it('may be a grant', async () => {
    const bytes = Buffer.from('{"payload":"…"}');
    const id = sha256Hex(bytes);
    await insertGrant(bench.db, {
      id,
      variantId: null,
      stationId: null,
      bytes,
      use: 'scheduled',
      validFrom: 0,
      validUntil: 1,
      signedAt: 0,
      signers: [],
      createdAt: 0,
    });
    const response = await get(`/object/${id}`);
    expect(response.status).toBe(200);
    expect(sha256Hex(await bodyOf(response))).toBe(id);
    expect(response.headers.get('etag')).toBe(`"${id}"`);
  });

  it.each<[string, string, Record<string, string>, number, string]>([
    ['no token', `/object/${NAME}`, { authorization: '' }, 401, 'no_token'],
    ['an invented token', `/object/${NAME}`, { authorization: `Bearer ${'A'.repeat(43)}` }, 401, 'no_token'],
    ['another scheme', `/object/${NAME}`, { authorization: 'Basic Ym94OnB3' }, 401, 'no_token'],
    ['an unknown hash', `/object/${'0'.repeat(64)}`, {}, 404, 'not_found'],
    ['a path instead of a hash', '/object/..%2F..%2Fetc%2Fpasswd', {}, 400, 'bad_request'],
    ['live speech, which is not built yet', '/live/override_x', {}, 404, 'not_found'],
    ['live speech without a token', '/live/override_x', { authorization: '' }, 401, 'no_token'],
    ['another address', '/nothing', {}, 404, 'not_found'],
  ])('is refused with %s', async (_name, path, headers, status, code) => {
    const response = await get(path, headers);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code } });
    expect(response.headers.get('cache-control') ?? '').not.toContain('immutable');
  });
});
