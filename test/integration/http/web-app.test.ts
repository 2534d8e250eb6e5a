import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { call, PLACES, seedControllerWorld } from '../../support/controller-world.js';

const HTML =
  '<!doctype html><meta nonce="__CSP_NONCE__"><title>Loa Làng</title><!--__PAGE_FILES__--><i>sau</i>';
const PAGE_FILES = {
  '/loa/ban-do': ['/assets/map-1a2b.js'],
  '/loa/:boxId': ['/assets/fleet-1a2b.css', '/assets/box-1a2b.js'],
};
const SCRIPT = `export const words = '${'Bà con chú ý. '.repeat(100)}';`;

let folder: string;
let app: ControllerApp;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loa-web-'));
  const web = join(folder, 'web');
  mkdirSync(join(web, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.js'), 'not for strangers');
  writeFileSync(join(web, 'index.html'), HTML);
  writeFileSync(join(web, 'assets/app-1a2b3c.js'), SCRIPT);
  writeFileSync(join(web, 'assets/app-1a2b3c.js.gz'), gzipSync(SCRIPT));
  mkdirSync(join(web, '.vite'));
  writeFileSync(join(web, '.vite/page-files.json'), JSON.stringify(PAGE_FILES));
  writeFileSync(join(web, 'icon.svg'), '<svg/>');
  writeFileSync(join(web, 'sw.js'), '// kept files');
  app = await startControllerApp({ webFolder: web });
});
afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true });
});

const asBrowser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const get = (path: string, headers: Record<string, string> = asBrowser) =>
  fetch(`${app.url}${path}`, { headers });

/** As it went over the wire: fetch would unpack it. */
function raw(path: string, encoding: string): Promise<{ encoding: string | undefined; body: Buffer }> {
  return new Promise((resolve, reject) => {
    request(`${app.url}${path}`, { headers: { 'accept-encoding': encoding } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ encoding: response.headers['content-encoding'], body: Buffer.concat(parts) }),
      );
    })
      .on('error', reject)
      .end();
  });
}

describe('the staff’s app', () => {
  it('answers every address that a person may open with its one page', async () => {
    for (const path of ['/', '/hom-nay', '/nhat-ky/abc?tt=missed']) {
      const answer = await get(path);
      expect([path, answer.status, answer.headers.get('cache-control')]).toEqual([path, 200, 'no-cache']);
      expect(await answer.text()).toContain('Loa Làng');
    }
  });

  it('names the files of the page that is opened, so that they are asked for at once', async () => {
    const textOf = async (path: string) => (await get(path)).text();
    const box = await textOf('/loa/box_1?tu=2026-11-02');
    expect(box).toContain('<link rel="preload" as="style" crossorigin href="/assets/fleet-1a2b.css" />');
    expect(box).toContain('crossorigin src="/assets/box-1a2b.js"></script>');
    expect(box).not.toContain('map-1a2b');
    expect(await textOf('/loa/ban-do')).toContain('/assets/map-1a2b.js');
    for (const path of ['/', '/loa', '/loa/box_1/khac', '/__proto__', '/constructor'])
      expect(await textOf(path)).toContain('<title>Loa Làng</title><i>sau</i>');
  });

  it('shows nobody the lists of its build', async () => {
    expect((await get('/.vite/page-files.json')).status).not.toBe(200);
  });

  it('lets in style elements by a nonce that is new each time, and no inline code', async () => {
    const nonces = new Set<string>();
    for (const _ of [1, 2]) {
      const answer = await get('/');
      const policy = answer.headers.get('content-security-policy') ?? '';
      const nonce = /style-src 'self' 'nonce-([A-Za-z0-9+/=]{20,})'/.exec(policy)?.[1] ?? '';
      expect(await answer.text()).toContain(`nonce="${nonce}"`);
      expect(policy).toContain("script-src 'self';");
      expect(policy).not.toContain('unsafe');
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(2);
  });

  it('keeps files named by their hash for ever, and asks about the others', async () => {
    const script = await get('/assets/app-1a2b3c.js');
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await get('/sw.js')).headers.get('cache-control')).toBe('no-cache');
    expect((await get('/icon.svg')).headers.get('cache-control')).toBe('public, max-age=86400');
  });

  it('sends the ready compressed copy to whom takes it, and the plain one to others', async () => {
    const zipped = await raw('/assets/app-1a2b3c.js', 'gzip');
    expect(zipped.encoding).toBe('gzip');
    expect(gunzipSync(zipped.body).toString()).toBe(SCRIPT);
    const plain = await raw('/assets/app-1a2b3c.js', 'identity');
    expect(plain).toMatchObject({ encoding: undefined, body: Buffer.from(SCRIPT) });
  });

  it('a script that is gone is a 404, never the page: the browser would read HTML as code', async () => {
    expect((await get('/assets/app-older.js')).status).toBe(404);
  });

  it('leaves the API its own 404 in words', async () => {
    const answer = await get('/api/no-such-thing');
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('json');
  });

  it.each([
    '/../secret.js',
    '/%2e%2e/secret.js',
    '/assets/..%2f..%2fsecret.js',
    '/assets/%2e%2e/%2e%2e/secret.js',
  ])('serves nothing from outside its folder: %s', async (path) => {
    const { body } = await raw(path, 'gzip');
    expect(body.toString()).not.toContain('not for strangers');
  });
});

it('long answers of the API travel compressed, short ones plain', async () => {
  const world = await seedControllerWorld(app);
  for (const name of ['Hai', 'Ba', 'Tư', 'Năm', 'Sáu', 'Bảy']) {
    const village = { parentId: PLACES.commune, level: 'village', kind: 'thôn', name };
    await call(app, world.tokens.admin, 'post', '/areas', village);
  }
  const answer = await call(app, world.tokens.admin, 'get', '/areas');
  expect(answer.headers.get('content-encoding')).toBe('gzip');
  expect((await call(app, world.tokens.admin, 'get', '/health')).headers.get('content-encoding')).toBeNull();
});

it('says how to build the pages when nobody has', async () => {
  const bare = await startControllerApp({ webFolder: join(folder, 'nowhere') });
  const answer = await fetch(bare.url, { headers: asBrowser });
  expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('npm run build')]);
  await bare.stop();
});
