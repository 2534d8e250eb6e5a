import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeAudit } from '../../../controller/src/db/audit.js';
import { type OpenDatabase, openDatabase } from '../../../controller/src/db/database.js';
import { insertIncidents } from '../../../controller/src/db/incidents.js';
import { newestInstant } from '../../../controller/src/db/newest-instant.js';

const NOW = Date.UTC(2026, 10, 2);
const TWO_DAYS = 2 * 86_400_000;

let database: OpenDatabase;
beforeEach(async () => {
  database = await openDatabase({ path: ':memory:' });
});
afterEach(() => database.close());

async function written(action: string, at: number): Promise<void> {
  await writeAudit(database.db, { at, actor: 'system', action, areaId: null, subject: 'a' });
}

it('is the instant of the last edit where no plan was signed after it', async () => {
  expect(await newestInstant(database.db)).toBe(0);
  await written('account.create', NOW - 1_000);
  expect(await newestInstant(database.db)).toBe(NOW - 1_000);
  await written('account.change', NOW);
  expect(await newestInstant(database.db)).toBe(NOW);
});

it('is not moved by what came in while the clock stood two days ahead: the controller would be silent for two days', async () => {
  await written('account.create', NOW);
  const incident = { at: NOW + TWO_DAYS, boxId: null, kind: 'clock_jumped', detail: 'two days ahead' };
  await insertIncidents(database.db, [incident]);
  await written('playback.superseded', NOW + TWO_DAYS);
  expect(await newestInstant(database.db)).toBe(NOW);
});

it('is the right one again with the first edit, whatever was written by a clock in the future', async () => {
  await written('account.create', NOW + 3_650 * 86_400_000);
  await written('account.change', NOW);
  expect(await newestInstant(database.db)).toBe(NOW);
});
