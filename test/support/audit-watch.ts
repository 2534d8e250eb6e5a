import { appendFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { Sqlite } from '@loa/shared/node/sqlite';
import type { Route } from '../../controller/src/http/route.js';

/** Routes of changing methods that write no row of the audit log, and why that is right. */
export const UNAUDITED: Readonly<Record<string, string>> = {
  'post /schedules/preview': 'only says what would be',
  'post /programmes/preview': 'only says what would be',
  'post /programmes/{programmeId}/preview': 'only says what would be',
  'post /suspensions/preview': 'only says what would be',
  'post /areas/{areaId}/preview': 'only says what would be',
  'post /clusters/{clusterId}/preview': 'only says what would be',
  'post /holiday-calendars/{calendarId}/preview': 'only says what would be',
  'post /schedules/{scheduleId}/preview': 'only says what would be',
  'post /speech/estimate': 'only says how long a text would last',
  'post /links/read': 'only says what a one-time link is for',
  'post /session/passkey/prepare':
    'a challenge that is forgotten within minutes; the sign-in itself is written',
  'post /passkeys/prepare': 'a challenge that is forgotten within minutes; the key itself is written',
  'post /variants/{variantId}/approval/prepare': 'a draft to sign; what is signed is written',
  'post /stations/{stationId}/approval/prepare': 'a draft to sign; what is signed is written',
  'post /sets/approval/prepare': 'a draft to sign; what is signed is written',
  'post /roster-requests/{requestId}/signature/prepare': 'a draft to sign; what is signed is written',
  'post /variants/{variantId}/heard':
    'evidence of its own kind, kept with the variant and named in the grant’s row',
  'post /imports/areas': 'a list that was read and waits; what is applied of it is written',
  'post /imports/clusters': 'a list that was read and waits; what is applied of it is written',
  'post /imports/outlines': 'a file that was read and waits; what is kept of it is written',
  'post /imports/sims': 'a list that was read and waits; what is applied of it is written',
};

export interface AuditWatch {
  /** Requests that changed something and left no row: `post /areas`. */
  readonly silent: readonly string[];
}

/**
 * Watches every request that a test sends to a controller: a changing one that was carried out, and that changed the
 * database, must have left a row in the audit log. With `LOA_TEST_AUDITED=FILE` the routes that did are written there.
 */
export function watchAudit(server: Server, sqlite: Sqlite, routes: readonly Route[]): AuditWatch {
  const silent: string[] = [];
  const newest = sqlite.prepare<[], number>('select coalesce(max(id), 0) from audit').pluck();
  const changes = sqlite.prepare<[], number>('select total_changes()').pluck();
  const changing = routes
    .filter(({ method }) => method !== 'get')
    .map(({ method, path }) => ({ name: `${method} ${path}`, method, pattern: patternOf(path) }));
  server.prependListener('request', (request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    const method = request.method?.toLowerCase() ?? '';
    const candidates = changing.filter((each) => each.method === method && each.pattern.test(path));
    // `/schedules/preview` before `/schedules/{scheduleId}`.
    const route = candidates.find(({ name }) => !name.includes('{')) ?? candidates[0];
    if (!route) return;
    const before = { row: newest.get() ?? 0, changes: changes.get() ?? 0 };
    response.once('finish', () => {
      if (response.statusCode >= 300 || !sqlite.open) return;
      const wrote = (newest.get() ?? 0) > before.row;
      if (wrote) witness(route.name);
      else if ((changes.get() ?? 0) > before.changes && !Object.hasOwn(UNAUDITED, route.name)) {
        silent.push(route.name);
      }
    });
  });
  return { silent };
}

function patternOf(path: string): RegExp {
  return new RegExp(`^/api${path.replace(/\{\w+\}/g, '[^/]+')}$`);
}

function witness(name: string): void {
  const file = process.env.LOA_TEST_AUDITED;
  if (file) appendFileSync(file, `${name}\n`);
}
