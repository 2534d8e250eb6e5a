import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RosterRequest } from '@loa/shared/api/roster-requests';
import { checkRoster } from '@loa/shared/trust/check-roster';
import { publicOf } from '@loa/shared/trust/keys';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rosterInForce, rosterVersions } from '../../../controller/src/db/rosters.js';
import {
  createKeyFile,
  loadKeyFile,
  loadOrCreatePublicKey,
  readPublicKey,
} from '../../../controller/src/trust/key-files.js';
import { publishedRoster } from '../../../controller/src/trust/roster-document.js';
import { runLoa } from '../../support/cli-bench.js';
import { type ControllerApp, startControllerApp } from '../../support/controller-app.js';
import { call, PLACES } from '../../support/controller-world.js';
import { givenRoster, type RosterKeys } from '../../support/roster-by-cli.js';

const PASSPHRASE = 'bốn từ dễ nhớ lắm';
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-keys-'));
});
afterEach(() => rm(folder, { recursive: true }));

const typing = (...answers: string[]) => ({ askSecret: async () => answers.shift() ?? null });

describe('loa keys', () => {
  it('wraps a key: running reads it without the passphrase, signing asks for it', async () => {
    const file = join(folder, 'root.jwk');
    const made = await createKeyFile(file, 'root');
    expect(await runLoa(['keys', 'wrap', '--file', file], typing(PASSPHRASE, PASSPHRASE))).toMatchObject({
      code: 0,
    });
    expect(await readFile(file, 'utf8')).not.toContain('"d"');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readPublicKey(file)).toEqual(made.publicJwk);
    expect(await loadOrCreatePublicKey(file, 'root')).toEqual(made.publicJwk);
    await expect(loadKeyFile(file)).rejects.toThrow(/wrapped with a passphrase/);
    await expect(loadKeyFile(file, async () => 'một câu khác hẳn')).rejects.toThrow(/passphrase is wrong/);
    // As another keyboard composes the accents.
    expect((await loadKeyFile(file, async () => PASSPHRASE.normalize('NFD'))).kid).toBe(made.kid);
  });

  it('leaves the key as it was when the two passphrases differ, or are short', async () => {
    const file = join(folder, 'root.jwk');
    await createKeyFile(file, 'root');
    const before = await readFile(file, 'utf8');
    expect((await runLoa(['keys', 'wrap', '--file', file], typing(PASSPHRASE, 'khác'))).output).toContain(
      'differ',
    );
    expect((await runLoa(['keys', 'wrap', '--file', file], typing('ngắn', 'ngắn'))).output).toContain(
      '12 characters',
    );
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('takes a key offline and brings it back, from its file and from paper', async () => {
    const file = join(folder, 'root.jwk');
    const made = await createKeyFile(file, 'root');
    const out = join(folder, 'drive.jwk');
    const args = ['keys', 'export', '--file', file, '--out', out, '--print', '--remove'];
    const { code, output } = await runLoa(args, { ...typing(PASSPHRASE, PASSPHRASE), answer: true });
    expect(code).toBe(0);
    await expect(loadKeyFile(file)).rejects.toThrow(/public half alone/);
    expect(await readPublicKey(file)).toEqual(made.publicJwk);

    const back = join(folder, 'back.jwk');
    expect((await runLoa(['keys', 'import', '--from', out, '--out', back], typing(PASSPHRASE))).code).toBe(0);
    expect((await loadKeyFile(back, async () => PASSPHRASE)).kid).toBe(made.kid);

    const paper = join(folder, 'paper.txt');
    await writeFile(paper, output.toLowerCase());
    const typed = join(folder, 'typed.jwk');
    expect((await runLoa(['keys', 'import', '--from', paper, '--out', typed], typing(PASSPHRASE))).code).toBe(
      0,
    );
    expect((await loadKeyFile(typed, async () => PASSPHRASE)).kid).toBe(made.kid);
  });

  it('says in which printed line a slip is, or which is missing', async () => {
    const file = join(folder, 'root.jwk');
    await createKeyFile(file, 'root');
    const { output } = await runLoa(
      ['keys', 'export', '--file', file, '--print'],
      typing(PASSPHRASE, PASSPHRASE),
    );
    const lines = output.split('\n').filter((line) => /^\d\d {2}/.test(line));
    const read = async (text: string[]) => {
      const paper = join(folder, 'paper.txt');
      await writeFile(paper, text.join('\n'));
      return runLoa(['keys', 'import', '--from', paper, '--out', join(folder, 'x.jwk')], typing(PASSPHRASE));
    };
    const slip = lines.map((line, index) =>
      index === 2
        ? line.replace(
            /^(\d\d {2})(.)/,
            (_all, head: string, first: string) => `${head}${first === 'A' ? 'B' : 'A'}`,
          )
        : line,
    );
    expect((await read(slip)).output).toContain('Line 3 has a slip');
    expect((await read(lines.filter((_line, index) => index !== 4))).output).toContain('Line 5 is missing');
    expect((await read(lines.slice(0, -1))).output).toContain('last lines are missing');
    expect((await read(['nothing'])).output).toContain('no line');
  });
});

describe('an approver on another machine', () => {
  it('is taken into the roster by the public key that was printed, and the key file stays there', async () => {
    const app = await startControllerApp();
    try {
      const { rootFile, adminToken } = await givenRoster(app, folder);
      const own = join(folder, 'lan.jwk');
      const { output } = await runLoa(['key', 'new', '--out', own, '--label', 'Lan']);
      const printed = /^Public: +(.*)$/m.exec(output)?.[1] ?? '';
      const sent = join(folder, 'lan.pub');
      await writeFile(sent, `${printed}\n`, { mode: 0o644 });
      const person = ['--person', 'person_lan', '--name', 'Lan', '--key', sent];
      const signed = ['--commune', PLACES.commune, '--root', rootFile, '--yes'];
      const env = { LOA_SERVER: app.url, LOA_TOKEN: adminToken };
      await app.advance(1_000);
      const added = await runLoa(['roster', 'add-person', ...person, ...signed], { clock: app.clock, env });
      expect(added).toMatchObject({ code: 0 });
      const roster = (await rosterInForce(app.db, PLACES.commune))?.roster;
      const lan = roster?.people.find(({ personId }) => personId === 'person_lan');
      const { kid, publicJwk } = await loadKeyFile(own);
      expect(lan?.keys).toMatchObject([{ kid, key: publicJwk }]);
    } finally {
      await app.stop();
    }
  });
});

describe('the root', () => {
  let app: ControllerApp;
  let keys: RosterKeys;
  beforeEach(async () => {
    app = await startControllerApp();
    keys = await givenRoster(app, folder);
  });
  afterEach(() => app.stop());

  const loa = (args: string[]) =>
    runLoa([...args, '--yes'], {
      clock: app.clock,
      env: { LOA_SERVER: app.url, LOA_TOKEN: keys.adminToken, LOA_KEY_PASSPHRASE: PASSPHRASE },
    });
  const inForce = async () => (await rosterInForce(app.db, PLACES.commune))?.roster ?? null;
  const atTheBox = async (rootKey: { kty: 'OKP'; crv: 'Ed25519'; x: string }) => {
    const document = publishedRoster(await rosterVersions(app.db, PLACES.commune));
    const outcome = checkRoster(document, { rootKey, communeId: PLACES.commune }, null);
    return outcome.ok ? outcome.roster.version : outcome.reason;
  };
  const signed = (root: string) => ['--commune', PLACES.commune, '--root', root];

  it('signs with its passphrase, and a roster anew', async () => {
    await runLoa(['keys', 'wrap', '--file', keys.rootFile], { env: { LOA_KEY_PASSPHRASE: PASSPHRASE } });
    const before = await inForce();
    await app.advance(1_000);
    expect(await loa(['keys', 'sign-roster', ...signed(keys.rootFile)])).toMatchObject({ code: 0 });
    const after = await inForce();
    expect(after?.version).toBeGreaterThan(before?.version ?? 0);
    expect(after?.people).toEqual(before?.people);
  });

  it('is rotated without enrolling a box again: boxes of both roots believe what follows', async () => {
    const newFile = join(folder, 'new-root.jwk');
    const fresh = await createKeyFile(newFile, 'root');
    expect(await loa(['keys', 'rotate-root', ...signed(keys.rootFile), '--new', newFile])).toMatchObject({
      code: 0,
    });
    await app.advance(1_000);
    const refused = await loa(['keys', 'sign-roster', ...signed(keys.rootFile)]);
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('not the root') });
    expect(await loa(['keys', 'sign-roster', ...signed(newFile)])).toMatchObject({ code: 0 });
    const version = (await inForce())?.version;
    expect(await atTheBox(publicOf(app.rootKey))).toBe(version);
    expect(await atTheBox(fresh.publicJwk)).toBe(version);
    const stranger = await createKeyFile(join(folder, 'stranger.jwk'), 'stranger');
    expect(await atTheBox(stranger.publicJwk)).toBe('unknown_key');
  });

  it('names the controller’s new key', async () => {
    expect(await loa(['keys', 'controller', ...signed(keys.rootFile)])).toMatchObject({ code: 1 });
    const fresh = await createKeyFile(join(folder, 'controller.jwk'), 'controller');
    app.api.keys.controllerKey = fresh.publicJwk;
    await app.advance(1_000);
    expect(await loa(['keys', 'controller', ...signed(keys.rootFile)])).toMatchObject({ code: 0 });
    expect((await inForce())?.controllerKeys.map(({ kid }) => kid)).toEqual([fresh.kid]);
  });

  it('signs a request that somebody made on the web, having shown what changes', async () => {
    const change = { kind: 'retire', personId: 'person_nam' };
    const body = { communeId: PLACES.commune, change, reason: 'Nghỉ hưu.' };
    const asked = await call(app, keys.adminToken, 'post', '/roster-requests', body);
    const { id } = RosterRequest.parse(await asked.json());
    const wrong = await loa(['roster', 'sign', '--request', id, '--key', keys.approverFile]);
    expect(wrong).toMatchObject({ code: 1, output: expect.stringContaining('không có quyền ký') });
    const { code, output } = await loa(['roster', 'sign', '--request', id, '--root', keys.rootFile]);
    expect(output).toMatch(/Nghỉ hưu[\s\S]*- Nam: thôi duyệt từ[\s\S]*in force/);
    expect(code).toBe(0);
    expect((await inForce())?.people[0]?.retiredAt).toBeDefined();
  });
});
