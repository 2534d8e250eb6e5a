import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApprovalProposal, Bulletin, Variant } from '@loa/shared/api/bulletins';
import { ImportedRecording } from '@loa/shared/api/recordings';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allPages } from '../../../controller/src/client/all-pages.js';
import { createApiClient } from '../../../controller/src/client/api-client.js';
import { readGrant } from '../../../controller/src/db/planning-grants.js';
import { createKeyFile } from '../../../controller/src/trust/key-files.js';
import { runLoa } from '../../support/cli-bench.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { addAccount, PLACES } from '../../support/controller-world.js';
import { givenRoster, type RosterKeys } from '../../support/roster-by-cli.js';

let app: ControllerApp;
let folder = '';
let keys: RosterKeys;
let variantId = '';
let broadcaster = '';
const title = 'Quét mã QR cho an toàn';

beforeEach(async () => {
  app = await startControllerApp();
  folder = await mkdtemp(join(tmpdir(), 'loa-cli-'));
  keys = await givenRoster(app, folder);
  broadcaster = await addAccount(app, 'account_broadcaster', 'broadcaster', PLACES.commune);
  variantId = await submitBulletin();
});
afterEach(async () => {
  await app.stop();
  await rm(folder, { recursive: true });
});

async function submitBulletin(): Promise<string> {
  const api = createApiClient({ fetch, server: app.url, token: broadcaster });
  const { sha256 } = await api.upload(
    '/recordings',
    { name: 'qr.mp3', bytes: Buffer.from('sound:qr') },
    ImportedRecording,
  );
  const { id } = await api.post(
    '/bulletins',
    { areaId: PLACES.commune, title, kind: 'bai', columnName: null, topics: [], audiences: [] },
    Bulletin,
  );
  const text = 'Thưa bà con.\nTrước khi quét mã, hãy nhìn kỹ tên người nhận.';
  const variant = await api.put(`/bulletins/${id}/variants/vi`, { recordingSha256: sha256, text }, Variant);
  await api.post(`/variants/${variant.id}/submit`, {}, Variant);
  return variant.id;
}

const approve = (args: string[], more: Parameters<typeof runLoa>[1] = {}) =>
  runLoa(['approve', '--key', keys.approverFile, ...args], {
    clock: app.clock,
    env: { LOA_SERVER: app.url, LOA_TOKEN: keys.approverToken },
    ...more,
  });

async function stateOf(id: string): Promise<string | undefined> {
  const api = createApiClient({ fetch, server: app.url, token: keys.approverToken });
  const bulletins = await allPages(api, '/bulletins', Bulletin);
  return bulletins.flatMap(({ variants }) => variants).find((variant) => variant.id === id)?.state;
}

describe('loa approve', () => {
  it('shows what will sound, where and how long, asks, and hands in a signed grant', async () => {
    const { code, output, asked } = await approve(['--variant', variantId], { answer: true });
    expect(code).toBe(0);
    expect(asked).toEqual([expect.stringContaining('say this'), expect.stringContaining('state secret')]);
    for (const shown of [title, 'vi', PLACES.commune, '20.0 s', 'hãy nhìn kỹ tên người nhận'])
      expect(output).toContain(shown);
    expect(await stateOf(variantId)).toBe('approved');
  });

  it('signs nothing when the person says no', async () => {
    expect(await approve(['--variant', variantId], { answer: false })).toMatchObject({ code: 1 });
    expect(await stateOf(variantId)).toBe('submitted');
  });

  it('signs nothing without the tick, neither asked nor told', async () => {
    expect(await approve(['--variant', variantId, '--yes'])).toMatchObject({
      code: 1,
      output: expect.stringContaining('--no-state-secret'),
    });
    const confirm = async (question: string) => question.includes('say this');
    expect(await approve(['--variant', variantId], { confirm })).toMatchObject({ code: 1 });
    expect(await stateOf(variantId)).toBe('submitted');
  });

  it('names who listened, in the grant', async () => {
    const listener = ['--listener', 'Rơ Châm H’Lan'];
    await approve(['--variant', variantId, '--yes', '--no-state-secret', ...listener]);
    const row = await app.db.selectFrom('grant_doc').select('bytes').executeTakeFirstOrThrow();
    expect(readGrant('grant', row.bytes)).toMatchObject({
      noStateSecret: true,
      listener: { name: 'Rơ Châm H’Lan', language: 'vi' },
    });
  });

  it('approves everything that waits, and says so when nothing does', async () => {
    const second = await submitBulletin();
    expect(await approve(['--all-submitted', '--yes', '--no-state-secret'])).toMatchObject({
      code: 0,
      asked: [],
    });
    expect([await stateOf(variantId), await stateOf(second)]).toEqual(['approved', 'approved']);
    expect(await approve(['--all-submitted'])).toMatchObject({
      code: 0,
      output: 'Nothing waits for approval.',
    });
  });

  it('signs nothing when the sound is not the one it is asked to sign', async () => {
    const lying: typeof fetch = async (input, init) =>
      String(input).endsWith('/audio') ? new Response('another sound') : fetch(input, init);
    expect(
      await approve(['--variant', variantId, '--yes', '--no-state-secret'], { fetch: lying }),
    ).toMatchObject({
      code: 1,
      output: expect.stringContaining('Nothing was signed'),
    });
    expect(await stateOf(variantId)).toBe('submitted');
  });

  it('signs nothing when the text shown is not the one it is asked to sign', async () => {
    const lying: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      if (!String(input).endsWith('/approval')) return response;
      const proposal = ApprovalProposal.parse(await response.json());
      return Response.json({ ...proposal, text: 'một lời khác' });
    };
    expect(
      await approve(['--variant', variantId, '--yes', '--no-state-secret'], { fetch: lying }),
    ).toMatchObject({
      code: 1,
      output: expect.stringContaining('Nothing was signed'),
    });
    expect(await stateOf(variantId)).toBe('submitted');
  });

  it('says in Vietnamese why a key that the roster does not know is refused', async () => {
    const stranger = join(folder, 'stranger.jwk');
    await createKeyFile(stranger, 'stranger');
    const { code, output } = await runLoa(
      ['approve', '--key', stranger, '--variant', variantId, '--yes', '--no-state-secret'],
      {
        clock: app.clock,
        env: { LOA_SERVER: app.url, LOA_TOKEN: keys.approverToken },
      },
    );
    expect(code).toBe(1);
    expect(output).toContain('chưa có trong danh sách người được duyệt');
    expect(await stateOf(variantId)).toBe('submitted');
  });

  it('says that there is no such variant', async () => {
    expect(await approve(['--variant', 'variant_none', '--yes', '--no-state-secret'])).toMatchObject({
      code: 1,
      output: expect.stringContaining('Không tìm thấy'),
    });
  });
});

describe('loa roster', () => {
  const root = () => ({
    clock: app.clock,
    env: { LOA_SERVER: app.url, LOA_TOKEN: keys.adminToken },
  });

  it('shows people, rights and hours', async () => {
    const { code, output } = await runLoa(['roster', 'show', '--commune', PLACES.commune], root());
    expect(code).toBe(0);
    expect(output).toMatch(/person_nam.*scheduled in area_commune[\s\S]*05:30-06:00 \(at most -6 dB\)/);
  });

  it('sets the hours of one village and leaves the commune’s', async () => {
    const args = ['--commune', PLACES.commune, '--root', keys.rootFile, '--yes'];
    const village = ['--area', PLACES.village, '--window', '07:00-11:00', '--window', '14:00-17:00@-3'];
    const { code, output } = await runLoa(['roster', 'hours', ...args, ...village], root());
    expect(code).toBe(0);
    expect(output).toContain('area_village: 07:00-11:00 (at most 0 dB), 14:00-17:00 (at most -3 dB)');
    expect(output).toContain('area_commune: 05:30-06:00');
  });

  it('refuses a root that is not this controller’s, before asking anything', async () => {
    const other = join(folder, 'other-root.jwk');
    await createKeyFile(other, 'other root');
    const args = ['--commune', PLACES.commune, '--root', other, '--window', '07:00-11:00'];
    const { code, output, asked } = await runLoa(['roster', 'hours', ...args], root());
    expect({ code, asked }).toEqual({ code: 1, asked: [] });
    expect(output).toContain('not the root of this controller');
  });
});

describe('loa health', () => {
  it('is 0 for a well controller and 1 for an unwell one', async () => {
    expect(await runLoa(['health', '--server', app.url])).toMatchObject({ code: 0 });
    const unwell = await startControllerApp({ broker: { isConnected: () => false } });
    const { code, output } = await runLoa(['health', '--server', unwell.url]);
    await unwell.stop();
    expect(code).toBe(1);
    expect(output).toContain('broker unreachable');
  });
});
