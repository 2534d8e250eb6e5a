import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite, type Sqlite } from '@loa/shared/node/sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runLoa } from '../../support/cli-bench.js';

let folder = '';
let live: Sqlite;
const data = () => join(folder, 'data');
const out = () => join(folder, 'backup');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-backup-'));
  await mkdir(join(data(), 'keys'), { recursive: true });
  await mkdir(join(data(), 'store', 'objects', 'ab'), { recursive: true });
  await writeFile(join(data(), 'keys', 'controller.jwk'), 'secret', { mode: 0o600 });
  await writeFile(join(data(), 'store', 'objects', 'ab', 'cd'), 'sound');
  live = openSqlite(join(data(), 'loa.db'));
  live.exec("create table playback (id text); insert into playback values ('one')");
});
afterEach(async () => {
  live.close();
  await rm(folder, { recursive: true });
});

const backUp = () => runLoa(['backup', '--data', data(), '--out', out()]);

it('copies what a running controller has committed, its audio and its keys', async () => {
  expect(await backUp()).toMatchObject({ code: 0 });
  live.exec("insert into playback values ('two')");
  expect(await backUp()).toMatchObject({ code: 0 });
  expect((await readdir(out())).sort()).toEqual(['keys', 'loa.db', 'store']);
  const copy = openSqlite(join(out(), 'loa.db'), { readonly: true });
  expect(copy.prepare('select id from playback').pluck().all()).toEqual(['one', 'two']);
  copy.close();
  expect(await readFile(join(out(), 'store', 'objects', 'ab', 'cd'), 'utf8')).toBe('sound');
  expect((await stat(join(out(), 'keys', 'controller.jwk'))).mode & 0o777).toBe(0o600);
});

it('copies an object again that an earlier backup left torn, and no other', async () => {
  const objects = ['store', 'objects', 'ab'];
  await writeFile(join(data(), ...objects, 'ef'), 'another sound');
  await backUp();
  const whole = await stat(join(out(), ...objects, 'ef'));
  await writeFile(join(out(), ...objects, 'cd'), 'so');
  await writeFile(join(out(), ...objects, 'cd.new'), 'cut off, and longer than the sound');
  expect(await backUp()).toMatchObject({ code: 0 });
  expect(await readFile(join(out(), ...objects, 'cd'), 'utf8')).toBe('sound');
  expect((await readdir(join(out(), ...objects))).sort()).toEqual(['cd', 'ef']);
  expect((await stat(join(out(), ...objects, 'ef'))).ino).toBe(whole.ino);
});

it('ends beside a controller that commits without a pause, with all of one moment', async () => {
  live.exec('create table receipt (id text); create table ballast (bytes blob)');
  live.exec("insert into receipt values ('one'); insert into ballast values (zeroblob(8000000))");
  const both = live.transaction((id: string) => {
    live.prepare('insert into playback values (?)').run(id);
    live.prepare('insert into receipt values (?)').run(id);
  });
  let [commits, busy] = [0, true];
  const until = performance.now() + 5000;
  const commit = () => {
    busy &&= performance.now() < until;
    if (!busy) return;
    both(`more ${commits++}`);
    setImmediate(commit);
  };
  commit();
  const ran = await backUp();
  const wasBusy = busy;
  busy = false;
  expect(ran).toMatchObject({ code: 0 });
  expect({ wasBusy, some: commits > 5 }).toEqual({ wasBusy: true, some: true });
  const copy = openSqlite(join(out(), 'loa.db'), { readonly: true });
  const ids = (table: string) => copy.prepare(`select id from ${table}`).pluck().all();
  expect(ids('playback')).toEqual(ids('receipt'));
  copy.close();
});

it('keeps the last good copy when the database is damaged', async () => {
  await backUp();
  live.close();
  await writeFile(join(data(), 'loa.db'), 'not a database at all, but long enough to look at'.repeat(100));
  expect(await backUp()).toMatchObject({ code: 1, output: expect.stringContaining('damaged') });
  const copy = openSqlite(join(out(), 'loa.db'), { readonly: true });
  expect(copy.prepare('select id from playback').pluck().all()).toEqual(['one']);
  copy.close();
  live = openSqlite(join(folder, 'other.db'));
});

it('says that there is nothing to back up', async () => {
  expect(await runLoa(['backup', '--data', folder, '--out', out()])).toMatchObject({
    code: 1,
    output: expect.stringContaining('no controller’s database'),
  });
});
