import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { demoFolders } from '../../../controller/src/demo/folders.js';
import { notePid } from '../../../controller/src/demo/pid-file.js';
import { runLoa } from '../../support/cli-bench.js';

let data = '';
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'loa-data-'));
  const folders = demoFolders(data);
  await mkdir(folders.keys, { recursive: true });
  await writeFile(folders.stateFile, '{}');
  await writeFile(join(data, 'loa.db'), 'the commune’s own');
});
afterEach(() => rm(data, { recursive: true }));
const env = () => ({ LOA_DATA: data });

it('deletes the demonstration and nothing else', async () => {
  expect(await runLoa(['demo', 'remove', '--yes'], { env: env() })).toMatchObject({ code: 0 });
  expect(await readdir(data)).toEqual(['loa.db']);
  expect(await runLoa(['demo', 'remove', '--yes'], { env: env() })).toMatchObject({ code: 0 });
});

it('asks first, and takes anything but yes for no', async () => {
  const { code, asked } = await runLoa(['demo', 'remove'], { env: env(), answer: false });
  expect(code).toBe(1);
  expect(asked).toHaveLength(1);
  expect(await readdir(data)).toContain('demo');
});

it('refuses while the demonstration runs', async () => {
  await writeFile(demoFolders(data).pidFile, `${process.ppid}\n`);
  expect(await runLoa(['demo', 'remove', '--yes'], { env: env() })).toMatchObject({
    code: 1,
    output: expect.stringMatching(/is running[\s\S]*delete .*\.pid/),
  });
  expect(await readdir(data)).toContain('demo');
});

it('is not fooled by the process id that a killed demonstration left behind', async () => {
  await writeFile(demoFolders(data).pidFile, '2147483646\n');
  expect(await runLoa(['demo', 'remove', '--yes'], { env: env() })).toMatchObject({ code: 0 });
});

it('is not fooled by one that a power cut left behind, though another program has that number now', async () => {
  const { pidFile } = demoFolders(data);
  await writeFile(pidFile, `${process.ppid}\n`);
  await utimes(pidFile, 1, 1);
  expect(await runLoa(['demo', 'remove', '--yes'], { env: env() })).toMatchObject({ code: 0 });
});

it('is not fooled by its own number, which a restarted container gives again', async () => {
  await notePid(demoFolders(data).pidFile);
  expect(await runLoa(['demo', 'remove', '--yes'], { env: env() })).toMatchObject({ code: 0 });
});
