import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Programme } from '@loa/shared/api/programmes';
import { Station } from '@loa/shared/api/stations';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApiClient } from '../../../controller/src/client/api-client.js';
import { findArea } from '../../../controller/src/db/areas.js';
import { rosterInForce } from '../../../controller/src/db/rosters.js';
import { runLoa } from '../../support/cli-bench.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { addAccount, PLACES } from '../../support/controller-world.js';
import { givenRoster, type RosterKeys } from '../../support/roster-by-cli.js';

let app: ControllerApp;
let folder = '';
let keys: RosterKeys;
let top = '';
beforeEach(async () => {
  app = await startControllerApp();
  folder = await mkdtemp(join(tmpdir(), 'loa-cli-'));
  keys = await givenRoster(app, folder);
  top = await addAccount(app, 'account_top', 'admin', PLACES.province);
});
afterEach(async () => {
  await app.stop();
  await rm(folder, { recursive: true });
});

const loa = (args: string[], token: string, answer = false) =>
  runLoa(args, { clock: app.clock, env: { LOA_SERVER: app.url, LOA_TOKEN: token }, answer });
const successors = async (communeId: string) =>
  (await rosterInForce(app.db, communeId))?.roster.successors ?? null;

describe('loa area merge', () => {
  const merge = (old: string, into: string, ...more: string[]) =>
    loa(['area', 'merge', '--area', old, '--into', into, '--root', keys.rootFile, ...more], top);

  it('signs the successor into the roster before it merges a village, and leaves no warning', async () => {
    const { code, output } = await merge(PLACES.village, PLACES.quietVillage, '--yes');
    expect(code).toBe(0);
    expect(output).toContain('làng Ơi Briu is part of làng Yên now.');
    expect(output).not.toContain('Danh sách người duyệt');
    expect(await successors(PLACES.commune)).toEqual({ [PLACES.village]: PLACES.quietVillage });
    expect(await findArea(app.db, PLACES.village)).toMatchObject({ mergedInto: PLACES.quietVillage });
    // Once more changes nothing and asks nothing.
    const version = (await rosterInForce(app.db, PLACES.commune))?.roster.version;
    expect(await merge(PLACES.village, PLACES.quietVillage)).toMatchObject({ code: 0, asked: [] });
    expect((await rosterInForce(app.db, PLACES.commune))?.roster.version).toBe(version);
  });

  it('merges nothing when the person does not sign', async () => {
    expect(await merge(PLACES.village, PLACES.quietVillage)).toMatchObject({ code: 1 });
    expect(await successors(PLACES.commune)).toEqual({});
    expect(await findArea(app.db, PLACES.village)).toMatchObject({ mergedInto: null });
  });

  it('tells the boxes of a commune that goes who approves in the other', async () => {
    const [there, key] = [PLACES.otherCommune, join(folder, 'hoa.jwk')];
    await loa(['key', 'new', '--out', key, '--label', 'Hoa'], top);
    const person = ['--person', 'person_hoa', '--key', key, '--commune', there, '--root', keys.rootFile];
    expect(await loa(['roster', 'add-person', ...person, '--yes'], top)).toMatchObject({ code: 0 });
    expect(await merge(PLACES.commune, there, '--yes')).toMatchObject({ code: 0 });
    const gone = (await rosterInForce(app.db, PLACES.commune))?.roster;
    expect(gone?.successors).toEqual({ [PLACES.commune]: there });
    expect(gone?.people.map(({ personId }) => personId)).toEqual(['person_nam', 'person_hoa']);
    const other = (await rosterInForce(app.db, there))?.roster;
    expect(other?.people.map(({ personId }) => personId)).toEqual(['person_hoa']);
    expect(await successors(there)).toEqual({ [PLACES.commune]: there });
  });
});

describe('loa approve --station', () => {
  it('shows the stream, its hours and place, warns that nobody hears it beforehand, and signs', async () => {
    const relay = [
      '--person',
      'person_nam',
      '--key',
      keys.approverFile,
      '--use',
      'scheduled',
      '--use',
      'relay',
    ];
    const signed = ['--commune', PLACES.commune, '--root', keys.rootFile, '--yes'];
    await loa(['roster', 'add-person', ...relay, ...signed], keys.adminToken);
    const api = createApiClient({ fetch, server: app.url, token: top });
    const station = await api.post(
      '/stations',
      {
        ...{ areaId: PLACES.commune, name: 'VOV4', url: 'https://vov.example/4' },
        hours: [{ from: '05:00', to: '21:00' }],
      },
      Station,
    );
    const approve = (answer: boolean) =>
      loa(['approve', '--key', keys.approverFile, '--station', station.id], keys.approverToken, answer);
    expect(await approve(false)).toMatchObject({ code: 1 });
    const { code, output } = await approve(true);
    expect(code).toBe(0);
    for (const shown of ['VOV4', 'https://vov.example/4', '05:00-21:00', PLACES.commune, 'nobody hears it'])
      expect(output).toContain(shown);
    expect((await api.get(`/stations/${station.id}`, Station)).grantId).not.toBeNull();
    const slots = [{ slot: 'slot_vov', kind: 'relay', stationId: station.id, minutes: 30 }];
    await api.post('/programmes', { areaId: PLACES.commune, name: 'VOV', slots }, Programme);
  });
});
