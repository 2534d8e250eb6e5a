import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '@loa/shared/node/sqlite';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../../controller/src/db/database.js';
import { approvedBulletin, draftBulletin } from '../../support/bulletin-flow.js';
import { runLoa } from '../../support/cli-bench.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { type ControllerWorld, PLACES, seedControllerWorld } from '../../support/controller-world.js';
import { enrolBoxes, scheduleDaily } from '../../support/heard-rows.js';

let app: ControllerApp;
let world: ControllerWorld;
let folder = '';
let running: OpenDatabase | null = null;

beforeEach(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
  await enrolBoxes(app);
  folder = await mkdtemp(join(tmpdir(), 'loa-plan-'));
});
afterEach(async () => {
  await running?.close();
  running = null;
  await app.stop();
  await rm(folder, { recursive: true });
});

/** What the controller holds, in a data folder, with the controller still at work on it. */
async function store(into = folder): Promise<void> {
  const path = join(into, 'loa.db');
  await sql`vacuum into ${path}`.execute(app.db);
  running = await openDatabase({ path });
  await running.db.insertInto('setting').values({ key: 'busy', value: '1' }).execute();
}

const plan = (...args: string[]) => runLoa(['plan', '--data', folder, ...args], { clock: app.clock });

describe('loa plan', () => {
  it('prints the days of a village, aligned, while the controller is at work', async () => {
    const spoken = await approvedBulletin(app, world);
    const waiting = await draftBulletin(app, world, { title: 'Chưa ai duyệt' });
    await scheduleDaily(app, world, spoken.bulletin.id, { name: 'Bản tin chiều' });
    await scheduleDaily(app, world, waiting.bulletin.id, {
      name: 'Bản tin tối',
      timetable: { kind: 'once', date: '2026-11-02', time: '19:00' },
    });
    await store();
    const { code, output } = await plan('--village', 'oi briu', '--days', '2');
    expect(code).toBe(0);
    expect(output.split('\n')).toEqual([
      'làng Ơi Briu, cụm loa cluster_one: 1 bộ thu',
      '',
      'Thứ hai 02/11/2026',
      '  17:00        ~ chưa đủ   Bản tin chiều',
      '    17:00  Phòng lừa đảo trực tuyến                      20 giây          tiếng Việt      0/1 bộ thu đã có',
      '  19:00        ✗ sẽ im     Bản tin tối',
      '    ! bản tiếng Việt của “Chưa ai duyệt” chưa được duyệt.',
      '    ! chưa có bài nào phát được.',
      '',
      'Thứ ba 03/11/2026',
      '  17:00        ~ chưa đủ   Bản tin chiều',
      '    17:00  Phòng lừa đảo trực tuyến                      20 giây          tiếng Việt      0/1 bộ thu đã có',
    ]);
  });

  it.each([['làng Ơi Briu'], ['OI BRIU'], ['briu'], [PLACES.village]])('understands %s', async (typed) => {
    await store();
    const { code, output } = await plan('--village', typed);
    expect({ code, output }).toEqual({
      code: 0,
      output: expect.stringContaining('làng Ơi Briu, cụm loa cluster_one: 1 bộ thu'),
    });
    expect(output).toContain('Không có buổi phát nào trong những ngày này.');
  });

  it('lists the candidates where a name means several, and what there is where it means none', async () => {
    await app.db
      .updateTable('area')
      .set({ name: 'Ơi Briu Hạ' })
      .where('id', '=', PLACES.quietVillage)
      .execute();
    await store();
    const several = await plan('--village', 'briu');
    expect(several.code).toBe(1);
    expect(several.output).toContain(`${PLACES.village}  làng Ơi Briu, xã area_commune`);
    expect(several.output).toContain(`${PLACES.quietVillage}  làng Ơi Briu Hạ`);
    // A whole name is meant before a part of another.
    expect(await plan('--village', 'Ơi Briu')).toMatchObject({ code: 0 });
    const none = await plan('--village', 'Plei Ốp');
    expect(none.code).toBe(1);
    expect(none.output).toContain('There is no village “Plei Ốp”.');
    expect(none.output).toContain(PLACES.village);
  });

  it('finds the demonstration where there is nothing else', async () => {
    const demo = join(folder, 'demo', 'controller');
    await mkdir(demo, { recursive: true });
    await store(demo);
    expect(await plan('--village', 'Ơi Briu')).toMatchObject({ code: 0 });
  });

  it('says what to do without a database, with one of another version, and when typed wrongly', async () => {
    expect(await plan('--village', 'Ơi Briu')).toMatchObject({
      code: 1,
      output: expect.stringContaining('There is no controller’s database'),
    });
    await store();
    expect(await plan('--village', 'Ơi Briu', '--days', '40')).toMatchObject({ code: 1 });
    expect(await plan()).toMatchObject({ code: 1, output: expect.stringContaining('--village is missing') });
    await running?.db.deleteFrom('migration').where('name', '=', '002-planning').execute();
    expect(await plan('--village', 'Ơi Briu')).toMatchObject({
      code: 1,
      output: expect.stringContaining('another version of Loa Làng'),
    });
  });

  it('changes nothing in the database', async () => {
    await store();
    const before = await dump();
    await plan('--village', 'Ơi Briu');
    expect(await dump()).toBe(before);
  });
});

async function dump(): Promise<string> {
  const copy = openSqlite(join(folder, 'loa.db'), { readonly: true });
  try {
    const tables = copy
      .prepare("select name from sqlite_master where type = 'table' order by name")
      .pluck()
      .all();
    return JSON.stringify(tables.map((name) => copy.prepare(`select * from "${String(name)}"`).all()));
  } finally {
    copy.close();
  }
}
