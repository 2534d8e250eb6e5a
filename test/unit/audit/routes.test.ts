import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeAudit } from '../../../controller/src/db/audit.js';
import { apiRoutes } from '../../../controller/src/http/api.js';
import type { Route } from '../../../controller/src/http/route.js';
import { UNAUDITED, watchAudit } from '../../support/audit-watch.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';

const folder = fileURLToPath(new URL('../../../controller/src/http/routes/', import.meta.url));
let app: ControllerApp;
beforeAll(async () => {
  app = await startControllerApp();
});
afterAll(() => app.stop());

const changing = () => apiRoutes(app.api).filter(({ method }) => method !== 'get');
const nameOf = ({ method, path }: Route) => `${method} ${path}`;

it('every changing route leads to writeAudit, or says why it need not', () => {
  const silent = changing()
    .filter((route) => !Object.hasOwn(UNAUDITED, nameOf(route)))
    .filter((route) => !filesOf(route).some((file) => reaches(file, 3)));
  expect(silent.map(nameOf)).toEqual([]);
});

it('excuses no route that is not there', () => {
  const names = new Set(changing().map(nameOf));
  expect(Object.keys(UNAUDITED).filter((name) => !names.has(name))).toEqual([]);
});

it('notices in every test a request that changed something and left no row', async () => {
  const [route] = changing();
  if (!route) throw new Error('no route');
  let audited = false;
  const server = createServer((_request, response) => {
    const change = async () => {
      await app.db
        .insertInto('setting')
        .values({ key: `k${audited}`, value: '1' })
        .execute();
      const entry = { at: 1, actor: 'system', action: 'x', areaId: null, subject: 's' };
      if (audited) await writeAudit(app.db, entry);
    };
    change().then(
      () => response.end(),
      (error: unknown) => response.destroy(error instanceof Error ? error : undefined),
    );
  });
  const watch = watchAudit(server, app.sqlite, [{ ...route, method: 'post', path: '/things/{thingId}' }]);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  for (audited of [true, false]) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/things/a`, { method: 'POST' });
    await answer.text();
  }
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
  expect(watch.silent).toEqual(['post /things/{thingId}']);
});

/** Where a route is defined: its path stands there, perhaps with a part put in. */
function filesOf({ path }: Route): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((file) => {
      const paths = [...readFileSync(file, 'utf8').matchAll(/path: (['`])(.+?)\1/g)].map(
        ([, , text = '']) => text,
      );
      return paths.some((text) =>
        new RegExp(`^${text.replace(/[{}$.]/g, '\\$&').replace(/\\\$\\\{\w+\\\}/g, '[^/]+')}$`).test(path),
      );
    });
}

/** Whether a file writes the audit log itself or by what it imports of the controller. */
function reaches(file: string, depth: number): boolean {
  const text = readFileSync(file, 'utf8');
  if (/\bwriteAudit\(/.test(text)) return true;
  if (depth === 0) return false;
  return [...text.matchAll(/from '(\.[^']+)\.js'/g)]
    .map(([, path = '']) => join(dirname(file), `${path}.ts`))
    .some((imported) => existsSync(imported) && reaches(imported, depth - 1));
}
