import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { insertAccount } from '../../../controller/src/db/accounts.js';
import { type OpenDatabase, openDatabase } from '../../../controller/src/db/database.js';
import { runLoa } from '../../support/cli-bench.js';
import { type ControllerApp, startControllerApp, workingMorning } from '../../support/controller-app.js';
import { PLACES, seedControllerWorld } from '../../support/controller-world.js';
import { browser, codeAt, PASSWORD, person, setUpApp } from '../../support/people.js';

let folder = '';
let database: OpenDatabase;
const clock = workingMorning();
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-account-'));
  database = await openDatabase({ path: join(folder, 'loa.db') });
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const loa = (...argv: string[]) =>
  runLoa([...argv, '--data', folder], { clock, env: { LOA_PUBLIC_URL: '' } });
const accounts = () =>
  database.sqlite.prepare('select * from account').all() as { id: string; area_id: string }[];
const links = () => database.sqlite.prepare('select kind, created_by from one_time_link').all();

describe('loa account first', () => {
  it('makes the first administrator and shows a link, and another one as long as nobody used it', async () => {
    const first = await loa('account', 'first', '--url', 'https://loa.xa.vn/');
    expect(first.code).toBe(0);
    expect(first.output).toMatch(/https:\/\/loa\.xa\.vn\/join#[\w-]{43}/);
    const second = await loa('account', 'first');
    expect(second.output).toContain('http://127.0.0.1:8080/join#');
    expect(second.output).not.toEqual(first.output);
    expect(accounts()).toHaveLength(1);
    expect(links()).toEqual([{ kind: 'invite', created_by: 'cli' }]);
    const audited = database.sqlite.prepare('select actor, action from audit order by id').all();
    expect(audited).toEqual([
      { actor: 'cli', action: 'account.create' },
      { actor: 'cli', action: 'account.invite' },
      { actor: 'cli', action: 'account.invite' },
    ]);
  });

  it('gives no link once an administrator can sign in', async () => {
    await loa('account', 'first');
    const areaId = accounts()[0]?.area_id ?? '';
    const boss = {
      id: 'account_boss',
      login: 'boss',
      name: 'Boss',
      role: 'admin',
      areaId,
      personId: null,
    } as const;
    await insertAccount(database.db, { ...boss, createdAt: 1, disabledAt: null }, '$argon2id$');
    const refused = await loa('account', 'first');
    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining('account reset --login')]);
  });

  it('says where no controller has ever run', async () => {
    const empty = await runLoa(['account', 'first', '--data', join(folder, 'nothing')], { clock, env: {} });
    expect([empty.code, empty.output]).toEqual([1, expect.stringContaining('no controller’s database')]);
  });
});

describe('loa account reset', () => {
  it('opens the way back for whoever lost password and telephone, and writes it down', async () => {
    await loa('account', 'first');
    const id = accounts()[0]?.id ?? '';
    database.sqlite.prepare("update account set password_hash = '$argon2id$' where id = ?").run(id);
    database.sqlite.prepare('insert into totp values (?, ?, 1, 1, 0)').run(id, 'ABC');
    const unknown = await loa('account', 'reset', '--login', 'ai-do');
    expect(unknown.code).toBe(1);
    const reset = await loa('account', 'reset', '--login', 'Admin', '--second-factor');
    expect(reset.output).toMatch(/within one hour .* admin;/);
    expect(links()).toEqual([{ kind: 'reset', created_by: 'cli' }]);
    expect(database.sqlite.prepare('select * from totp').all()).toEqual([]);
    const last = database.sqlite.prepare('select actor, detail from audit order by id desc limit 1').get();
    expect(last).toEqual({ actor: 'cli', detail: expect.stringContaining('"secondFactor":true') });
  });
});

describe('at a controller', () => {
  let app: ControllerApp;
  beforeEach(async () => {
    app = await startControllerApp({ clock });
  });
  afterEach(() => app.stop());

  it('loa account add invites, and account list tells who has not come yet', async () => {
    const { tokens } = await seedControllerWorld(app);
    const env = { LOA_SERVER: app.url, LOA_TOKEN: tokens.admin };
    const add = ['--login', 'lan', '--name', 'Lan', '--role', 'broadcaster', '--area', PLACES.commune];
    const added = await runLoa(['account', 'add', ...add], { clock, env });
    expect(added.output).toContain(`${app.url}/join#`);
    const { output } = await runLoa(['account', 'list'], { clock, env });
    expect(output).toMatch(/^lan .*broadcaster .*Lan {2}\(invited\)$/m);
  });

  it('loa sign-in asks for the code where there is an app, and says so where one must be set up', async () => {
    await seedControllerWorld(app);
    await person(app, 'lan', 'broadcaster');
    const lan = browser(app);
    await lan.signIn('lan');
    const { secret } = await setUpApp(app, lan);
    await clock.advance(30_000);
    const env = { LOA_SERVER: app.url, LOA_PASSWORD: PASSWORD };
    const askSecret = async () => codeAt(secret, clock.now());
    const signedIn = await runLoa(['sign-in', '--login', 'lan'], { clock, env, askSecret });
    expect(signedIn.output).toMatch(/LOA_TOKEN=[\w-]{43}/);
    const without = await runLoa(['sign-in', '--login', 'lan'], { clock, env });
    expect(without.code).toBe(1);
  });
});
