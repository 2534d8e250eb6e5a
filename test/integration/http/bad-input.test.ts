import { readdir } from 'node:fs/promises';
import { Area } from '@loa/shared/api/areas';
import { Problem } from '@loa/shared/api/problem';
import { ImportedRecording } from '@loa/shared/api/recordings';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { type ControllerWorld, call, PLACES, seedControllerWorld } from '../../support/controller-world.js';

let app: ControllerApp;
let world: ControllerWorld;
beforeAll(async () => {
  app = await startControllerApp({ maxUploadBytes: 4096 });
  world = await seedControllerWorld(app);
});
afterAll(() => app.stop());

async function problemOf(response: Response): Promise<[number, string]> {
  return [response.status, Problem.parse(await response.json()).error.code];
}

function raw(body: string, type = 'application/json', token: string | null = world.tokens.admin) {
  const headers: Record<string, string> = { 'content-type': type };
  if (token !== null) headers.authorization = `Bearer ${token}`;
  return fetch(`${app.url}/api/areas`, { method: 'POST', headers, body });
}

function upload(name: string, bytes: string | Uint8Array, field = 'file') {
  const form = new FormData();
  form.set(field, new Blob([typeof bytes === 'string' ? bytes : Uint8Array.from(bytes)]), name);
  return fetch(`${app.url}/api/recordings`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.tokens.broadcaster}` },
    body: form,
  });
}

describe('bad requests', () => {
  it('are never answered with 500', async () => {
    expect(await problemOf(await raw('{"name":'))).toEqual([400, 'bad_request']);
    expect(await problemOf(await raw('"text"'))).toEqual([400, 'bad_request']);
    expect(await problemOf(await raw('[]'))).toEqual([400, 'invalid_request']);
    expect(await problemOf(await raw('{}'))).toEqual([400, 'invalid_request']);
    expect(await problemOf(await raw('name=x', 'application/x-www-form-urlencoded'))).toEqual([
      415,
      'unsupported_type',
    ]);
    expect(await problemOf(await raw('{}', 'application/json; charset=latin9'))).toEqual([
      415,
      'unsupported_type',
    ]);
    expect(await problemOf(await raw(`{"name":"${'x'.repeat(300_000)}"}`))).toEqual([413, 'too_large']);
    expect(await problemOf(await raw(`${'['.repeat(100_000)}`))).toEqual([400, 'bad_request']);
    expect(await problemOf(await call(app, world.tokens.admin, 'get', '/areas/%E0%A4%A'))).toEqual([
      400,
      'bad_request',
    ]);
    expect(await problemOf(await call(app, world.tokens.admin, 'get', '/nowhere'))).toEqual([
      404,
      'unknown_route',
    ]);
    expect(await problemOf(await call(app, world.tokens.admin, 'get', '/playbacks?limit=0'))).toEqual([
      400,
      'invalid_request',
    ]);
    expect(await problemOf(await call(app, world.tokens.admin, 'get', '/playbacks?state=a&state=b'))).toEqual(
      [400, 'invalid_request'],
    );
    expect(await problemOf(await call(app, world.tokens.admin, 'get', '/playbacks?cursor=..'))).toEqual([
      400,
      'invalid_request',
    ]);
  });

  it('name the field that is wrong, in Vietnamese, and a misspelt one', async () => {
    const area = { parentId: PLACES.commune, level: 'village', kind: 'làng', name: '   ', nmae: 'x' };
    const answer = await call(app, world.tokens.admin, 'post', '/areas', area);
    const { error } = Problem.parse(await answer.json());
    const details = error.details as { field: string; message: string }[];
    expect(details.map(({ field }) => field)).toEqual(['name', '']);
    expect(details[0]?.message).toBe('Chưa ghi gì');
    expect(details[1]?.message).toContain('nmae');
  });

  it('tell a clerk what is wrong in words, not in patterns', async () => {
    const contact = { name: 'a'.repeat(121), phone: '12 34' };
    const path = `/clusters/${PLACES.cluster}/contact`;
    const { error } = Problem.parse(await (await call(app, world.tokens.admin, 'put', path, contact)).json());
    expect(error.details).toEqual([
      { field: 'name', name: 'Tên', message: 'Dài quá: nhiều nhất 120 ký tự' },
      { field: 'phone', name: 'Số điện thoại', message: 'Ghi chưa đúng dạng, hoặc có ký tự không dùng được' },
    ]);
  });

  it('about something unknown are 404, whatever it is', async () => {
    const tries = [
      ['get', '/areas/area_nothing'],
      ['get', '/boxes/box_nothing'],
      ['get', '/boxes/box_nothing/plan'],
      ['post', '/boxes/box_nothing/revoke'],
      ['get', `/recordings/${'0'.repeat(64)}`],
      ['get', `/recordings/${'0'.repeat(64)}/audio`],
      ['get', '/bulletins/bulletin_nothing'],
      ['post', '/variants/variant_nothing/submit'],
      ['post', '/schedules/schedule_nothing/cancel'],
      ['post', '/stops/override_nothing/lift'],
      ['get', `/playbacks/${'a'.repeat(26)}`],
      ['get', '/playbacks?area=area_nothing'],
      ['get', '/playbacks?box=box_nothing'],
      ['post', '/stops', { areaId: 'area_nothing' }],
      ['post', '/clusters', { areaId: 'area_nothing', name: 'Loa' }],
      ['post', '/boxes', { clusterId: 'cluster_nothing', name: 'Bộ thu' }],
      ['post', '/schedules', { bulletinId: 'bulletin_nothing', timetable: { kind: 'now' } }],
    ] as const;
    for (const [method, path, body] of tries) {
      const answer = await call(app, world.tokens.admin, method, path, body);
      expect([path, ...(await problemOf(answer))]).toEqual([path, 404, 'not_found']);
    }
  });

  it('keep names with every accent, and cannot smuggle line breaks', async () => {
    const area = { parentId: PLACES.commune, level: 'village', kind: 'làng' };
    const name = 'Ơi Briu̯ 🎙️ <b>../..</b> ភូមិ';
    const answer = await call(app, world.tokens.admin, 'post', '/areas', {
      ...area,
      name: name.normalize('NFD'),
    });
    expect(Area.parse(await answer.json()).name).toBe(name.normalize('NFC'));
    const broken = await call(app, world.tokens.admin, 'post', '/areas', { ...area, name: 'a\nb' });
    expect(broken.status).toBe(400);
  });
});

describe('uploads', () => {
  it('become a recording, once, whatever their name', async () => {
    for (const name of ['Bản tin sáng 🎙️ làng Ơi.mp3', '../../etc/passwd', `${'dài'.repeat(60)}.m4a`]) {
      const first = await upload(name, `sound:${name}`);
      expect(first.status).toBe(201);
      const recording = ImportedRecording.parse(await first.json());
      expect(recording).toMatchObject({ known: false, durationMs: 20_000 });
      expect(recording.originalName).toContain(name.split('/').at(-1)?.normalize('NFC').slice(0, 20));
      const again = await upload('tên khác.mp3', `sound:${name}`);
      expect(again.status).toBe(200);
      expect(ImportedRecording.parse(await again.json())).toMatchObject({
        sha256: recording.sha256,
        known: true,
      });
    }
  });

  it.each([
    ['not audio', 'hello', 415, 'not_audio'],
    ['empty', '', 422, 'empty'],
    ['truncated', 'refuse:truncated', 422, 'truncated'],
    ['a playlist disguised as audio', 'refuse:playlist', 415, 'playlist'],
    ['ten hours of silence', 'refuse:too_long', 422, 'too_long'],
    ['silence', 'refuse:silent', 422, 'silent'],
    ['too much for the disk', 'refuse:disk_full', 507, 'disk_full'],
    ['larger than allowed', 'sound:'.padEnd(5000, 'x'), 413, 'too_large'],
  ])('that are %s are refused in words', async (_what, bytes, status, code) => {
    const answer = await upload('x.mp3', bytes);
    expect(await problemOf(answer)).toEqual([status, code]);
  });

  it('need a file, one, in its field', async () => {
    expect(await problemOf(await upload('x.mp3', 'sound:', 'other'))).toEqual([400, 'bad_upload']);
    expect(await problemOf(await call(app, world.tokens.broadcaster, 'post', '/recordings', {}))).toEqual([
      400,
      'no_file',
    ]);
  });

  it('leave nothing behind', async () => {
    await upload('x.mp3', 'hello');
    const folder = app.objects.pathOf('0'.repeat(64)).replace(/store.*/, 'uploads');
    expect(await readdir(folder)).toEqual([]);
  });

  it('are served as loudspeakers hear them, whole or in parts', async () => {
    const { sha256 } = ImportedRecording.parse(await (await upload('y.mp3', 'sound:y')).json());
    const get = (path: string, headers: Record<string, string> = {}) =>
      fetch(`${app.url}/api/recordings/${sha256}/${path}`, {
        headers: { authorization: `Bearer ${world.tokens.approver}`, ...headers },
      });
    const whole = await get('audio');
    expect(whole.headers.get('content-type')).toBe('audio/ogg; codecs=opus');
    expect(await whole.text()).toBe('opus:sound:y');
    const part = await get('audio', { range: 'bytes=5-9' });
    expect([part.status, await part.text()]).toEqual([206, 'sound']);
    expect((await get('audio', { range: 'bytes=99-' })).status).toBe(416);
    expect(
      (await get('audio', { 'if-none-match': `"${sha256}"`, 'cache-control': 'max-age=60' })).status,
    ).toBe(304);
    expect(await (await get('aac')).text()).toBe('aac:sound:y');
  });
});

describe('a full disk', () => {
  it('is answered with 507, and the controller goes on', async () => {
    await sql`pragma max_page_count = 1`.execute(app.db);
    const body = { areaId: PLACES.commune, name: 'Loa '.repeat(20) };
    let last: Response | null = null;
    for (let attempt = 0; attempt < 200; attempt++) {
      last = await call(app, world.tokens.admin, 'post', '/clusters', body);
      if (last.status !== 201) break;
    }
    expect(last && (await problemOf(last))).toEqual([507, 'disk_full']);
    expect((await call(app, world.tokens.admin, 'get', '/areas')).status).toBe(200);
    await sql`pragma max_page_count = 1000000`.execute(app.db);
    expect((await call(app, world.tokens.admin, 'post', '/clusters', body)).status).toBe(201);
  });
});
