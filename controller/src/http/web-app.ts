import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Random } from '@loa/shared/ports/random';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { pageFileTags } from './page-files.js';
import { contentSecurityPolicy } from './security-headers.js';

const NONCE = '__CSP_NONCE__';
const PAGE_FILES = '<!--__PAGE_FILES__-->';
const YEAR = 'public, max-age=31536000, immutable';
const DAY = 'public, max-age=86400';
/** Which ready compressed copy serves whom, best first. */
const COPIES = [
  { encoding: 'br', ending: '.br' },
  { encoding: 'gzip', ending: '.gz' },
] as const;
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
};

/**
 * Serves the staff's app as `npm run build` left it in `folder`: files named by their hash for ever, in the compressed
 * copy that the browser takes; every other address that a person may open gets index.html, and the app finds the page.
 */
export function createWebApp({ folder, random }: { folder: string; random: Random }): RequestHandler {
  const router = Router();
  router.get('/index.html', (_request, response) => response.redirect(308, '/'));
  router.use(sendCompressed(folder));
  router.use(
    express.static(folder, {
      index: false,
      redirect: false,
      setHeaders: (response, path) => response.set('Cache-Control', cacheControl(path)),
    }),
  );
  router.get(/.*/, async (request, response, next) => {
    if (!isPage(request)) return next();
    await sendIndex(response, { folder, random, path: request.path });
  });
  return router;
}

/**
 * Names in `assets` hold the hash of what is in them. Of the others, pictures are asked about once a day, for a page
 * shows the same one in several places; the rest each time.
 */
function cacheControl(path: string): string {
  if (/[\\/]assets[\\/]/.test(path)) return YEAR;
  return /\.(svg|png)$/.test(path) ? DAY : 'no-cache';
}

function sendCompressed(folder: string): RequestHandler {
  return async (request, response, next) => {
    const type = TYPES[extname(request.path)];
    const plain = request.method === 'GET' || request.method === 'HEAD';
    if (!plain || type === undefined || !/^(\/[\w.-]+)+$/.test(request.path) || request.path.includes('..')) {
      return next();
    }
    const file = join(folder, request.path);
    for (const { encoding, ending } of COPIES) {
      if (request.acceptsEncodings(encoding) === false) continue;
      if (!(await isFile(`${file}${ending}`))) continue;
      response.set({
        'Content-Type': type,
        'Content-Encoding': encoding,
        'Cache-Control': cacheControl(file),
        Vary: 'Accept-Encoding',
      });
      response.sendFile(`${file}${ending}`, { cacheControl: false }, (error) => error && next(error));
      return;
    }
    next();
  };
}

const isFile = (path: string) =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

/** Whether a person opens this address; what has an ending is a file, and a file that is not there is a 404. */
function isPage(request: Request): boolean {
  return (
    extname(request.path) === '' &&
    !/^\/(api|agent)(\/|$)/.test(request.path) &&
    request.accepts(['html', 'json']) === 'html'
  );
}

async function sendIndex(
  response: Response,
  { folder, random, path }: { folder: string; random: Random; path: string },
): Promise<void> {
  const html = await readFile(join(folder, 'index.html'), 'utf8').catch(() => null);
  if (html === null) {
    response.status(503).type('text/plain').send('Trang chưa được dựng. Hãy chạy: npm run build\n');
    return;
  }
  const nonce = Buffer.from(random.bytes(16)).toString('base64');
  response
    .set({
      'Cache-Control': 'no-cache',
      'Content-Security-Policy': contentSecurityPolicy(nonce),
    })
    .type('html')
    .send(html.replace(PAGE_FILES, await pageFileTags(folder, path)).replaceAll(NONCE, nonce));
}
