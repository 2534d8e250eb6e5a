import { Area } from '@loa/shared/api/areas';
import { Cluster } from '@loa/shared/api/clusters';
import { Contact } from '@loa/shared/api/contact';
import { Sim } from '@loa/shared/api/fleet';
import { AppliedImport, ImportPreview } from '@loa/shared/api/imports';
import { base32 } from '@loa/shared/ids';
import { sha256Hex } from '@loa/shared/jcs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { z } from 'zod';
import { readWorkbook } from '../../../controller/src/reports/excel/sheet-files.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { type ControllerWorld, call, PLACES, seedControllerWorld } from '../../support/controller-world.js';

let app: ControllerApp;
let world: ControllerWorld;
beforeEach(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
});
afterEach(() => app.stop());

type Cell = string | number | Date | null;
const sheet = (rows: Cell[][]) =>
  writeXlsxFile(
    rows.map((row) =>
      row.map((value) =>
        value === null ? null : value instanceof Date ? { value, format: 'dd/mm/yyyy' } : { value },
      ),
    ),
    { sheet: 'Danh sách' },
  ).toBuffer();

async function send(token: string, path: string, file: Buffer | string) {
  const form = new FormData();
  form.set('file', new Blob([typeof file === 'string' ? file : new Uint8Array(file)]), 'danh sách.xlsx');
  return fetch(`${app.url}/api${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  });
}

async function preview(kind: string, rows: Cell[][], token = world.tokens.admin) {
  const answer = await send(token, `/imports/${kind}`, await sheet(rows));
  if (answer.status !== 201) throw new Error(await answer.text());
  return ImportPreview.parse(await answer.json());
}

const apply = (kind: string, id: string, token = world.tokens.admin) =>
  call(app, token, 'post', `/imports/${kind}/${id}/apply`);
const codeOf = async (response: Response) =>
  ((await response.json()) as { error: { code: string } }).error.code;

async function list<T>(schema: z.ZodType<T>, path: string): Promise<T[]> {
  const answer = await call(app, world.tokens.admin, 'get', path);
  return z.object({ items: z.array(schema) }).parse(await answer.json()).items;
}

describe('a list of villages from a messy sheet', () => {
  const rows: Cell[][] = [
    ['ỦY BAN NHÂN DÂN XÃ', null, null, null, null, null],
    ['DANH SÁCH THÔN, LÀNG NĂM 2026', null, null, null, null, null],
    [null, null, null, null, null, null],
    ['STT', ' Tên thôn/làng ', 'Số hộ (hộ)', 'Nhân khẩu', 'Tiếng', 'Toạ độ'],
    [1, '  làng   ƠI BRIU', '1.125', 4500, 'Việt, Jrai', '13.98, 108.05'],
    [2, 'Buôn Kuăng', 80, '320 người', null, '108,05; 13,98'],
    [3, 'Thôn 1', 'nhiều', 10, null, null],
    [4, 'thôn 01', 5, 10, null, null],
    [5, 'Thôn 01', 5, 10, null, null],
    [6, null, 7, null, null, null],
    [null, null, null, null, null, null],
    [null, 'Tổng cộng', 1217, 4840, null, null],
  ];

  it('is understood row by row, with what is wrong in words, and changes nothing yet', async () => {
    const seen = await preview('areas', rows);
    expect(seen.counts).toEqual({ create: 2, change: 1, same: 0, bad: 3 });
    expect(seen.rows.map(({ row, outcome }) => [row, outcome])).toEqual([
      [5, 'change'],
      [6, 'create'],
      [7, 'bad'],
      [8, 'create'],
      [9, 'bad'],
      [10, 'bad'],
    ]);
    const [, swapped, words, , twice, nameless] = seen.rows;
    expect(swapped?.notes).toEqual(['Vĩ độ và kinh độ bị đổi chỗ, đã đổi lại.']);
    expect(words?.errors).toEqual(['Số hộ “nhiều” không phải là số. Hãy ghi số, ví dụ 125.']);
    expect(twice?.errors).toEqual(['Trùng với dòng 8.']);
    expect(nameless?.errors).toEqual(['Thiếu tên thôn, làng.']);
    expect(seen.headers.find(({ written }) => written === 'STT')?.takenFor).toBeNull();
    expect(await list(Area, '/areas')).toHaveLength(3);
  });

  it('is applied with all good rows at once, and once', async () => {
    const { id } = await preview('areas', rows);
    const done = AppliedImport.parse(await (await apply('areas', id)).json());
    expect(done).toMatchObject({ created: 2, changed: 1, left: 3 });
    const areas = await list(Area, '/areas');
    expect(areas.find((area) => area.id === PLACES.village)).toMatchObject({
      ...{
        name: 'Ơi Briu',
        households: 1125,
        population: 4500,
        languages: ['vi', 'jra'],
        lat: 13.98,
        lon: 108.05,
      },
    });
    expect(areas.find(({ name }) => name === 'Kuăng')).toMatchObject({
      kind: 'buôn',
      population: 320,
      lat: 13.98,
    });
    expect(await codeOf(await apply('areas', id))).toBe('already_applied');
    expect((await preview('areas', rows)).counts).toEqual({ create: 0, change: 0, same: 3, bad: 3 });
    const audit = await app.db
      .selectFrom('audit')
      .select('action')
      .where('detail', 'like', `%${id}%`)
      .execute();
    expect(audit).toHaveLength(3);
  });

  it('is looked at again when somebody changed the places meanwhile', async () => {
    const { id } = await preview('areas', rows);
    const body = { parentId: PLACES.commune, level: 'village', kind: 'buôn', name: 'Kuăng' };
    expect((await call(app, world.tokens.admin, 'post', '/areas', body)).status).toBe(201);
    const answer = await apply('areas', id);
    expect([answer.status, await codeOf(answer)]).toEqual([409, 'changed_meanwhile']);
    expect(await list(Area, '/areas')).toHaveLength(4);
  });

  it('is for whoever may make such things, in their area, and their own preview', async () => {
    const file = await sheet(rows);
    expect((await send(world.tokens.broadcaster, '/imports/areas', file)).status).toBe(403);
    expect((await send(world.stranger, `/imports/areas?area=${PLACES.commune}`, file)).status).toBe(403);
    const { id } = await preview('areas', rows);
    expect((await apply('areas', id, world.provinceAdmin)).status).toBe(404);
    expect((await apply('clusters', id)).status).toBe(404);
    await app.advance(3 * 3_600_000);
    expect((await apply('areas', id)).status).toBe(404);
  });

  it('says what it wants when the file is no Excel file, or no such list', async () => {
    const text = await send(world.tokens.admin, '/imports/areas', 'tên;số hộ');
    expect([text.status, await codeOf(text)]).toEqual([415, 'not_excel']);
    const other = await send(
      world.tokens.admin,
      '/imports/areas',
      await sheet([
        ['Họ', 'Lương'],
        ['A', 5],
      ]),
    );
    expect([other.status, await codeOf(other)]).toEqual([422, 'no_table']);
  });
});

describe('lists of clusters and SIMs', () => {
  it('read merged villages, phones that lost their zero, and names with a slip', async () => {
    const seen = await preview('clusters', [
      ['Thôn', 'Vị trí lắp đặt', 'Trưởng thôn', 'SĐT'],
      ['Làng Ơi Briu', 'Nhà rông', 'Rơ Châm Hyơi', 912345678],
      [null, 'Cổng làng', null, '+84 987 654 321'],
      ['Làng Oi Briuu', 'Trường học', null, '12'],
    ]);
    expect(seen.rows.map(({ outcome }) => outcome)).toEqual(['create', 'create', 'bad']);
    expect(seen.rows[0]?.notes).toEqual(['Đã thêm số 0 vào đầu số điện thoại.']);
    expect(seen.rows[1]?.notes).toEqual(['Ô trống lấy theo dòng trên.']);
    expect(seen.rows[2]?.errors).toContain('Không có thôn, làng “Làng Oi Briuu”. Có phải “Ơi Briu”?');
    await apply('clusters', seen.id);
    const made = (await list(Cluster, '/clusters')).find(({ name }) => name === 'Cổng làng');
    expect(made?.areaId).toBe(PLACES.village);
    const contact = await call(app, world.tokens.technician, 'get', `/clusters/${made?.id}/contact`);
    expect(Contact.parse(await contact.json()).phone).toBe('0987654321');
  });

  it('find the box by its name, its cluster or its village', async () => {
    const seen = await preview(
      'sims',
      [
        ['Bộ thu', 'Thôn', 'Số thuê bao', 'Hạn dùng'],
        ['BOX_ONE', null, '0912 345 678', new Date(Date.UTC(2026, 11, 31))],
        [null, 'làng Yên', 387654321, '12/2026'],
        ['Bộ không có', null, '0912345679', null],
        ['box_one', null, '0912345670', '31/02/2027'],
      ],
      world.tokens.technician,
    );
    expect(seen.rows.map(({ outcome }) => outcome)).toEqual(['create', 'create', 'bad', 'bad']);
    expect(seen.rows[3]?.errors.join(' ')).toContain('Ngày hết hạn “31/02/2027” không phải là ngày');
    expect((await apply('sims', seen.id, world.tokens.technician)).status).toBe(200);
    const simOf = async (boxId: string) =>
      Sim.parse(await (await call(app, world.tokens.technician, 'get', `/boxes/${boxId}/sim`)).json());
    expect(await simOf(PLACES.box)).toEqual({
      number: '0912345678',
      operator: 'VinaPhone',
      expiresOn: '2026-12-31',
      note: null,
    });
    expect(await simOf(PLACES.quietBox)).toMatchObject({ operator: 'Viettel', expiresOn: '2026-12-31' });
  });

  it('come back as they went out: an export imported again changes nothing', async () => {
    for (const kind of ['areas', 'clusters', 'sims'] as const) {
      const answer = await call(app, world.tokens.admin, 'get', `/exports/${kind}.xlsx`);
      expect(answer.headers.get('content-disposition')).toContain('.xlsx');
      const file = Buffer.from(await answer.arrayBuffer());
      const again = await send(world.tokens.admin, `/imports/${kind}`, file);
      const { counts } = ImportPreview.parse(await again.json());
      expect([kind, counts.create, counts.change]).toEqual([kind, 0, 0]);
      expect(
        (await call(app, world.stranger, 'get', `/exports/${kind}.xlsx?area=${PLACES.commune}`)).status,
      ).toBe(403);
    }
  });
});

describe('the log as an Excel file', () => {
  it('has the filtered lines in words and in the place’s own time', async () => {
    const at = Date.UTC(2026, 10, 2, 10, 0, 0);
    const row = (n: number, state: 'finished' | 'missed') => ({
      ...{
        id: base32(Buffer.from(sha256Hex(`p${n}`), 'hex')).slice(0, 26),
        box_id: PLACES.box,
        cluster_id: PLACES.cluster,
      },
      ...{
        area_id: PLACES.village,
        session_id: 'session_x',
        title: `=Bài ${n}`,
        language: 'vi',
        priority: 'normal',
      },
      ...{ planned_at: at + n, latest_start_at: at, ends_by: at, duration_ms: 20_000, updated_at: at, state },
      ...(state === 'missed' ? { reason: 'box_off' as const } : { started_at: at + n, delivered_ms: 20_000 }),
    });
    const rows = Array.from({ length: 620 }, (_, n) => row(n, n === 0 ? 'missed' : 'finished'));
    for (const each of rows) await app.db.insertInto('playback').values(each).execute();
    const answer = await call(app, world.tokens.supervisor, 'get', '/playbacks/export.xlsx');
    expect(answer.status).toBe(200);
    const [log] = await readWorkbook(Buffer.from(await answer.arrayBuffer()));
    expect(log?.rows).toHaveLength(621);
    expect(log?.rows.at(-1)?.slice(1, 9)).toEqual([
      ...['làng Ơi Briu', PLACES.cluster, PLACES.box, '=Bài 0', 'vi', 'Thông thường', 'Lỡ giờ'],
      'bị lỡ giờ vì bộ thu tắt vào giờ phát',
    ]);
    const missed = await call(app, world.tokens.supervisor, 'get', '/playbacks/export.xlsx?state=missed');
    expect((await readWorkbook(Buffer.from(await missed.arrayBuffer())))[0]?.rows).toHaveLength(2);
    const other = await call(app, world.stranger, 'get', `/playbacks/export.xlsx?area=${PLACES.commune}`);
    expect(other.status).toBe(403);
  });
});
