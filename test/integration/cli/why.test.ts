import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MINUTE } from '@loa/shared/instant';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { approvedBulletin, draftBulletin } from '../../support/bulletin-flow.js';
import { runLoa } from '../../support/cli-bench.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { type ControllerWorld, PLACES, seedControllerWorld } from '../../support/controller-world.js';
import { enrolBoxes, logRuns, outlookAt, scheduleDaily } from '../../support/heard-rows.js';

let app: ControllerApp;
let world: ControllerWorld;
let folder = '';

beforeEach(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
  await enrolBoxes(app);
  folder = await mkdtemp(join(tmpdir(), 'loa-why-'));
});
afterEach(async () => {
  await app.stop();
  await rm(folder, { recursive: true });
});

/** Over a copy of what the controller holds, in a data folder. */
async function why(...args: string[]) {
  const path = join(folder, 'loa.db');
  await rm(path, { force: true });
  await sql`vacuum into ${path}`.execute(app.db);
  return runLoa(['why', '--data', folder, ...args], { clock: app.clock });
}

describe('loa why', () => {
  it('tells of a time that the log has no line of, with what to do', async () => {
    const { bulletin } = await draftBulletin(app, world);
    await scheduleDaily(app, world, bulletin.id, { name: 'Bản tin chiều' });
    const { code, output } = await why('--village', 'oi briu', '--at', '17:00');
    expect(code).toBe(0);
    expect(output.split('\n')).toEqual([
      'làng Ơi Briu, cụm loa cluster_one, 17:00 ngày 02/11/2026:',
      '  Lịch “Bản tin chiều”. Buổi 17:00 ngày 02/11/2026: bản tiếng Việt của “Phòng lừa đảo trực tuyến” chưa được duyệt.',
      '  Nên làm: Gửi duyệt bài này.',
    ]);
    expect((await why('--village', 'oi briu', '--at', '2026-11-05 03:00')).output).toContain(
      'Không có lịch phát nào ở làng Ơi Briu quanh 03:00 ngày 05/11/2026.',
    );
  });

  it('tells from the log what kept a run away, and who did what about it', async () => {
    const { bulletin } = await approvedBulletin(app, world);
    await scheduleDaily(app, world, bulletin.id, { name: 'Bản tin chiều' });
    const outlook = await outlookAt(app, world.tokens.broadcaster, `cluster=${PLACES.cluster}&days=1`);
    await logRuns(app, outlook, 1, { state: 'missed', reason: 'box_off' });
    await app.advance(10 * 60 * MINUTE);
    const { output } = await why('--village', PLACES.village, '--at', '2026-11-02T17:01');
    expect(output).toContain('bị lỡ giờ vì bộ thu tắt vào giờ phát.');
    expect(output).toMatch(/Nên làm: .*nguồn điện/);
    expect(output).toContain('    09:00:00 02/11/2026  account_broadcaster: đặt lịch phát');
  });

  it('says what to type where a village or a time is not understood', async () => {
    const wrong = await why('--village', 'Plei Ốp', '--at', '17:00');
    expect(wrong).toMatchObject({
      code: 1,
      output: expect.stringContaining('There is no village “Plei Ốp”.'),
    });
    for (const at of ['25:00', 'hôm qua', '2026-13-02 17:00', '2026-11-02', '2026-11-02 17:00 ngay']) {
      expect(await why('--village', 'oi briu', '--at', at)).toMatchObject({
        code: 1,
        output: expect.stringContaining(`--at ${at}: write 17:00, or "2026-11-02 17:00".`),
      });
    }
    expect(await why('--village', 'oi briu')).toMatchObject({
      code: 1,
      output: expect.stringContaining('--at is missing'),
    });
  });
});
