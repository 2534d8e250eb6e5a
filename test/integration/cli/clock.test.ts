import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY } from '@loa/shared/instant';
import { Timetable } from '@loa/shared/timetable';
import { afterEach, expect, it } from 'vitest';
import { writeAudit } from '../../../controller/src/db/audit.js';
import { openDatabase } from '../../../controller/src/db/database.js';
import { newestInstant } from '../../../controller/src/db/newest-instant.js';
import { runLoa } from '../../support/cli-bench.js';
import { openDispatchBench } from '../../support/dispatch-bench.js';
import { createFakeClock } from '../../support/fake-clock.js';

const EVERY_DAY = Timetable.parse({
  ...{ kind: 'recurring', days: [{ every: 'day' }] },
  times: [{ occurrenceId: 'occ_a', time: '17:00' }],
});

let folder = '';
afterEach(() => rm(folder, { recursive: true, force: true }));

it('loa clock right lets a controller go by a clock that is behind what it wrote in the future', async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-clock-'));
  const path = join(folder, 'loa.db');
  const bench = await openDispatchBench();
  await bench.addSchedule('schedule_a', EVERY_DAY);
  await bench.start();
  const written = await newestInstant(bench.database.db);
  expect(written).toBeGreaterThan(0);
  const edit = { at: written - 1_000, actor: 'a', action: 'x', areaId: null, subject: 'a' };
  await writeAudit(bench.database.db, edit);
  await bench.database.sqlite.backup(path);
  await bench.close();
  const { db, close } = await openDatabase({ path });
  expect(await newestInstant(db)).toBe(written);

  const clock = createFakeClock(written - 3_650 * DAY);
  const loa = (...argv: string[]) => runLoa(['clock', 'right', '--data', folder, ...argv], { clock });
  const asked = await loa();
  expect([asked.code, asked.asked]).toEqual([1, [expect.stringContaining('Is that right?')]]);
  expect(await newestInstant(db)).toBe(written);
  expect((await loa('--yes')).output).toContain('3650.0 days ahead');
  expect(await newestInstant(db)).toBe(clock.now());
  const row = await db.selectFrom('audit').selectAll().orderBy('id', 'desc').executeTakeFirst();
  expect(row).toMatchObject({ action: 'clock.right', actor: 'cli', at: clock.now() });
  expect((await loa('--yes')).output).toContain('nothing was to be changed');
  await close();
});
