import { ImportedRecording, Peaks, Recording, TrimmedRecording } from '@loa/shared/api/recordings';
import { Abbreviation, SpeechEstimate, SpokenRecording, Voices } from '@loa/shared/api/speech';
import { PendingUpload } from '@loa/shared/api/uploads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { insertAbbreviation } from '../../../controller/src/db/abbreviations.js';
import { recordings } from '../../../controller/src/db/migrations/009-recordings.js';
import { expireUploads } from '../../../controller/src/db/uploads.js';
import { draftBulletin, putVariant } from '../../support/bulletin-flow.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { type ControllerWorld, call, PLACES, seedControllerWorld } from '../../support/controller-world.js';

let app: ControllerApp;
let world: ControllerWorld;
let clerk: string;
beforeEach(async () => {
  app = await startControllerApp();
  world = await seedControllerWorld(app);
  clerk = world.tokens.broadcaster;
});
afterEach(() => app.stop());

const codeOf = async (response: Response) =>
  ((await response.json()) as { error: { code: string; message: string } }).error.code;

function tus(token: string, method: string, path: string, headers: Record<string, string>, body?: Buffer) {
  return fetch(`${app.url}/api${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0', ...headers },
    ...(body ? { body: new Uint8Array(body) } : {}),
  });
}

const nameOf = (name: string) => ({ 'upload-metadata': `filename ${Buffer.from(name).toString('base64')}` });

async function begin(token: string, bytes: number, name = 'bản tin.m4a'): Promise<string> {
  const made = await tus(token, 'POST', '/uploads', { 'upload-length': String(bytes), ...nameOf(name) });
  expect(made.status).toBe(201);
  return (made.headers.get('location') ?? '').replace(/^\/api/, '');
}

const append = (token: string, path: string, offset: number, body: Buffer) =>
  tus(
    token,
    'PATCH',
    path,
    { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
    body,
  );

describe('a resumable upload', () => {
  const sound = Buffer.from('sound:một bản thu dài');

  it('goes on where the line was lost and becomes a recording, once', async () => {
    const path = await begin(clerk, sound.length);
    expect((await append(clerk, path, 0, sound.subarray(0, 7))).status).toBe(204);
    const early = await call(app, clerk, 'post', `${path}/finish`);
    expect([early.status, await codeOf(early)]).toEqual([409, 'upload_incomplete']);

    const head = await tus(clerk, 'HEAD', path, {});
    expect(head.headers.get('upload-offset')).toBe('7');
    const waiting = z
      .object({ items: z.array(PendingUpload) })
      .parse(await (await call(app, clerk, 'get', '/uploads')).json());
    expect(waiting.items).toMatchObject([{ fileName: 'bản tin.m4a', receivedBytes: 7, bytes: sound.length }]);
    expect((await append(clerk, path, 7, sound.subarray(7))).status).toBe(204);

    const done = await call(app, clerk, 'post', `${path}/finish`);
    expect(done.status).toBe(201);
    const made = ImportedRecording.parse(await done.json());
    expect(made).toMatchObject({ known: false, originalName: 'bản tin.m4a', sameAs: [] });
    const again = ImportedRecording.parse(await (await call(app, clerk, 'post', `${path}/finish`)).json());
    expect(again).toMatchObject({ sha256: made.sha256, known: true });
    expect((await call(app, clerk, 'get', '/uploads').then((answer) => answer.json())).items).toEqual([]);
  });

  it('is nobody else’s to see, go on with, end or finish', async () => {
    const path = await begin(clerk, sound.length);
    for (const token of [world.tokens.admin, world.stranger]) {
      expect((await tus(token, 'HEAD', path, {})).status).toBe(404);
      expect((await append(token, path, 0, sound)).status).toBe(404);
      expect((await tus(token, 'DELETE', path, {})).status).toBe(404);
      expect((await call(app, token, 'post', `${path}/finish`)).status).toBe(404);
    }
    for (const method of ['DELETE', 'PATCH', 'HEAD']) {
      const override = { 'x-http-method-override': method, 'upload-length': '5', 'upload-offset': '0' };
      expect((await tus(world.tokens.admin, 'POST', path, override)).status).toBeGreaterThanOrEqual(400);
      expect((await tus(world.tokens.admin, 'POST', '/uploads', override)).status).toBe(400);
    }
    expect((await tus(clerk, 'HEAD', path, {})).headers.get('upload-offset')).toBe('0');
    expect(
      (await tus(clerk, 'HEAD', path, { origin: 'https://evil.vn' })).headers.get(
        'access-control-allow-origin',
      ),
    ).toBeNull();
    const readers = await tus(world.tokens.supervisor, 'POST', '/uploads', { 'upload-length': '9' });
    expect(readers.status).toBe(403);
    const nobody = await fetch(`${app.url}/api/uploads`, {
      method: 'POST',
      headers: { 'upload-length': '9' },
    });
    expect(nobody.status).toBe(401);
  });

  it('is refused in words when it is too large, of no known size, or one of too many', async () => {
    const large = await tus(clerk, 'POST', '/uploads', { 'upload-length': String(2 * 1024 * 1024) });
    expect([large.status, await codeOf(large)]).toEqual([413, 'too_large']);
    const unknown = await tus(clerk, 'POST', '/uploads', { 'upload-defer-length': '1' });
    expect([unknown.status, await codeOf(unknown)]).toEqual([400, 'no_length']);
    for (let n = 0; n < 10; n++) await begin(clerk, 5);
    const many = await tus(clerk, 'POST', '/uploads', { 'upload-length': '5' });
    expect([many.status, await codeOf(many)]).toEqual([429, 'too_many_uploads']);
  });

  it('is forgotten when what arrived is no sound, when it is given up, and when it expires', async () => {
    const text = Buffer.from('chẳng phải âm thanh');
    const path = await begin(clerk, text.length);
    await append(clerk, path, 0, text);
    expect((await call(app, clerk, 'post', `${path}/finish`)).status).toBe(415);
    expect((await call(app, clerk, 'post', `${path}/finish`)).status).toBe(404);

    const given = await begin(clerk, 9);
    expect((await tus(clerk, 'DELETE', given, {})).status).toBe(204);
    expect((await call(app, clerk, 'post', `${given}/finish`)).status).toBe(404);

    const old = await begin(clerk, 9);
    await app.advance(3 * 86_400_000);
    expect(await expireUploads(app.db, app.clock.now())).toEqual([old.split('/').at(-1)]);
  });
});

describe('a recording of another commune', () => {
  it('is not there for whoever has its sha256, until they hold the very sound; nor can a bulletin take it', async () => {
    const { sha256 } = await upload(clerk, 'sound:bản nháp của xã này');
    const asks = [
      ...['', '/audio', '/aac', '/uses', '/peaks'].map((what) => ['get', `/recordings/${sha256}${what}`]),
      ['post', `/recordings/${sha256}/trim`],
    ] as const;
    const statuses = (token: string) =>
      Promise.all(
        asks.map(async ([method = '', path = '']) => {
          const answer = await call(app, token, method, path, method === 'post' ? {} : undefined);
          await answer.arrayBuffer();
          return answer.status;
        }),
      );
    expect(await statuses(world.stranger)).toEqual([404, 404, 404, 404, 404, 404]);
    const bulletin = { title: 'Mượn', kind: 'tin', areaId: PLACES.otherCommune };
    const { id } = await (await call(app, world.stranger, 'post', '/bulletins', bulletin)).json();
    const put = () =>
      call(app, world.stranger, 'put', `/bulletins/${id}/variants/vi`, {
        recordingSha256: sha256,
        text: 'A',
      });
    expect(await codeOf(await put())).toBe('unknown_recording');

    const mine = [200, 200, 200, 200, 200, 201];
    expect(await statuses(clerk)).toEqual(mine);
    expect(await statuses(world.tokens.contributor)).toEqual(mine);
    expect(await statuses(world.provinceAdmin)).not.toContain(404);

    await upload(world.stranger, 'sound:bản nháp của xã này');
    expect(await statuses(world.stranger)).not.toContain(404);
    expect((await put()).status).toBe(200);
  });

  it('from before it was written down whose it is, is of whoever made it', async () => {
    const { sha256 } = await upload(clerk, 'sound:từ trước');
    await app.db.schema.dropTable('recording_area').execute();
    await recordings.up(app.db);
    expect((await call(app, clerk, 'get', `/recordings/${sha256}`)).status).toBe(200);
    expect((await call(app, world.stranger, 'get', `/recordings/${sha256}`)).status).toBe(404);
  });

  it('is heard by whoever reads a bulletin that uses it', async () => {
    const { sha256 } = await upload(world.provinceAdmin, 'sound:của tỉnh');
    await app.db.deleteFrom('recording_area').where('sha256', '=', sha256).execute();
    const listen = (token: string) => call(app, token, 'get', `/recordings/${sha256}`);
    expect((await listen(clerk)).status).toBe(404);
    const { variant } = await draftBulletin(app, world);
    await app.db
      .updateTable('variant')
      .set({ recording_sha256: sha256 })
      .where('id', '=', variant.id)
      .execute();
    expect((await listen(clerk)).status).toBe(200);
    expect((await listen(world.stranger)).status).toBe(404);
  });
});

describe('the same sound twice', () => {
  it('is told with the bulletins of one’s own area that use it, whoever uploads it', async () => {
    const { bulletin } = await draftBulletin(app, world, { title: 'Lịch cắt điện' });
    const first = await upload(clerk, 'sound:điện');
    await putVariant(app, clerk, bulletin.id, first.sha256, 'Cắt điện.');
    const again = await upload(world.tokens.contributor, 'sound:điện');
    expect(again).toMatchObject({
      known: true,
      sameAs: [{ bulletinId: bulletin.id, title: 'Lịch cắt điện', language: 'vi' }],
    });
    expect((await upload(world.stranger, 'sound:điện')).sameAs).toEqual([]);
    const uses = await call(app, clerk, 'get', `/recordings/${first.sha256}/uses`);
    expect((await uses.json()).items).toHaveLength(1);
  });
});

async function upload(token: string, content: string): Promise<ImportedRecording> {
  const form = new FormData();
  form.set('file', new Blob([content]), 'thu.webm');
  const answer = await fetch(`${app.url}/api/recordings`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  });
  return ImportedRecording.parse(await answer.json());
}

describe('a recording on the screen', () => {
  it('has a waveform, computed once', async () => {
    const { sha256 } = await upload(clerk, 'sound:sóng');
    const path = `/recordings/${sha256}/peaks`;
    const first = Peaks.parse(await (await call(app, clerk, 'get', path)).json());
    expect(first.points).toHaveLength(800);
    app.api.sounds.peaks = () => Promise.reject(new Error('asked twice'));
    expect(Peaks.parse(await (await call(app, clerk, 'get', path)).json())).toEqual(first);
    expect((await call(app, world.tokens.technician, 'get', path)).status).toBe(403);
  });

  it('is trimmed to another recording; the first stays', async () => {
    const first = await upload(clerk, 'sound:im lặng hai đầu');
    const path = `/recordings/${first.sha256}/trim`;
    const answer = await call(app, clerk, 'post', path, {});
    expect(answer.status).toBe(201);
    const cut = TrimmedRecording.parse(await answer.json());
    expect(cut).toMatchObject({ trimmedFrom: first.sha256, trimmedMs: 1000, known: false });
    expect(cut.sha256).not.toBe(first.sha256);
    Recording.parse(await (await call(app, clerk, 'get', `/recordings/${first.sha256}`)).json());
    const none = await call(app, clerk, 'post', path, { startMs: 0, endMs: 20_000 });
    expect(TrimmedRecording.parse(await none.json())).toMatchObject({ sha256: first.sha256, trimmedMs: 0 });
    expect((await call(app, world.tokens.supervisor, 'post', path, {})).status).toBe(403);
  });
});

describe('text to speech', () => {
  const text = 'UBND xã họp lúc 17:00 ngày 21/11/2026. Ban QLDA báo cáo.';

  it('is estimated: words, time, how things are read, what nobody explained', async () => {
    const answer = await call(app, clerk, 'post', '/speech/estimate', { text });
    const told = SpeechEstimate.parse(await answer.json());
    expect(told).toMatchObject({ tooLong: false, warning: null, unknown: ['QLDA'], hasVoice: true });
    expect(told.text).toContain('Ủy ban nhân dân xã họp lúc mười bảy giờ');
    const long = { text: `${text} `.repeat(80), limitMinutes: 2 };
    const warned = SpeechEstimate.parse(
      await (await call(app, clerk, 'post', '/speech/estimate', long)).json(),
    );
    expect(warned.tooLong).toBe(true);
    expect(warned.warning).toContain('2 phút');
  });

  it('is read with no more words of the place than a machine can go by', async () => {
    for (let n = 0; n < 500; n++)
      await insertAbbreviation(app.db, {
        ...{ id: `abbreviation_${n}`, areaId: PLACES.commune, written: `TỪ${n}`, spoken: 'từ' },
        ...{ createdBy: 'account_broadcaster', createdAt: 1 },
      });
    const answer = await call(app, clerk, 'post', '/abbreviations', { written: 'QLDA', spoken: 'quản lý' });
    expect([answer.status, await answer.json()]).toMatchObject([
      409,
      { error: { code: 'too_many_abbreviations', message: expect.stringContaining('500') } },
    ]);
    await app.db.deleteFrom('abbreviation').execute();
  });

  it('is read with the words of the place, which stand before the built-in ones', async () => {
    const add = (entry: object) => call(app, clerk, 'post', '/abbreviations', entry);
    expect((await add({ written: 'QLDA', spoken: 'quản lý dự án' })).status).toBe(201);
    expect((await add({ written: 'UBND', spoken: 'Ủy ban' })).status).toBe(201);
    expect(await codeOf(await add({ written: 'QLDA', spoken: 'khác' }))).toBe('already_there');
    const told = SpeechEstimate.parse(
      await (await call(app, clerk, 'post', '/speech/estimate', { text })).json(),
    );
    expect(told.unknown).toEqual([]);
    expect(told.text).toContain('Ủy ban xã họp');

    const list = async (token: string, area: string) => {
      const answer = await call(app, token, 'get', `/abbreviations?area=${area}`);
      return z.object({ items: z.array(Abbreviation) }).parse(await answer.json()).items;
    };
    const here = await list(clerk, PLACES.village);
    const own = here.find(({ written }) => written === 'UBND');
    expect(own).toMatchObject({ spoken: 'Ủy ban', builtIn: false });
    expect(here.filter(({ written }) => written === 'UBND')).toHaveLength(1);
    const there = await list(world.stranger, PLACES.otherCommune);
    expect(there.find(({ written }) => written === 'UBND')).toMatchObject({ builtIn: true });

    const path = `/abbreviations/${own?.id}`;
    expect((await call(app, world.stranger, 'patch', path, { spoken: 'x' })).status).toBe(403);
    expect((await call(app, world.tokens.contributor, 'delete', path)).status).toBe(403);
    expect((await call(app, clerk, 'patch', path, { spoken: 'Ủy ban xã' })).status).toBe(200);
    expect((await call(app, clerk, 'delete', path)).status).toBe(204);
    expect((await list(clerk, PLACES.village)).find(({ written }) => written === 'UBND')?.builtIn).toBe(true);
  });

  it('becomes a recording like an upload, and the same text the same recording', async () => {
    const answer = await call(app, clerk, 'post', '/speech', { text, voice: 'vi-south', ratePercent: 90 });
    expect(answer.status).toBe(201);
    const spoken = SpokenRecording.parse(await answer.json());
    expect(spoken).toMatchObject({ voice: 'vi-south', ratePercent: 90, spokenFrom: text, known: false });
    expect(spoken.originalName).toBe('Máy đọc: UBND xã họp lúc 17:00 ngày 21-11-2026. Ban QLDA báo cáo.');
    const again = SpokenRecording.parse(
      await (await call(app, clerk, 'post', '/speech', { text, voice: 'vi-south', ratePercent: 90 })).json(),
    );
    expect(again).toMatchObject({ sha256: spoken.sha256, known: true });
  });

  it('says in words which languages have no voice, and what to do when the machine fails', async () => {
    const told = Voices.parse(await (await call(app, clerk, 'get', '/speech/voices')).json());
    expect(told.note).toContain('Jrai');
    for (const [language, name] of [
      ['jra', 'Jrai'],
      ['km', 'Khmer'],
    ] as const) {
      const answer = await call(app, clerk, 'post', '/speech', { text, language });
      const body = (await answer.json()) as { error: { code: string; message: string } };
      expect([answer.status, body.error.code]).toEqual([422, 'no_voice']);
      expect(body.error.message).toContain(name);
    }
    const broken = await call(app, clerk, 'post', '/speech', { text: 'máy hỏng' });
    expect([broken.status, await codeOf(broken)]).toEqual([503, 'speech_failed']);
    expect((await call(app, world.tokens.villageHead, 'post', '/speech', { text })).status).toBe(403);
  });
});
