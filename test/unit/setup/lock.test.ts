import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockSetUp } from '../../../controller/setup/lock.mjs';

let file = '';
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'loa-lock-')), 'setup.lock');
});
afterEach(() => rmSync(join(file, '..'), { recursive: true }));

it('lets a second set-up wait for the first, and says so once', async () => {
  const said: string[] = [];
  writeFileSync(file, String(process.ppid));
  const release = await lockSetUp(file, (line: string) => {
    said.push(line);
    // The first is done.
    if (said.length === 2) rmSync(file);
  });
  expect(readFileSync(file, 'utf8')).toBe(String(process.pid));
  release();
  expect(said).toEqual([expect.stringContaining(`process ${process.ppid}`), expect.stringContaining(file)]);
  expect(existsSync(file)).toBe(false);
});

it('does not wait for a set-up that was killed', async () => {
  writeFileSync(file, '2147483646');
  const release = await lockSetUp(file, () => expect.unreachable());
  release();
});

it.each([
  ['a process that has its number now', () => String(process.ppid)],
  ['a moment in which nothing was written yet', () => ''],
])('does not wait for one that a power cut ended, for all of %s', async (_what, holder) => {
  writeFileSync(file, holder());
  utimesSync(file, new Date(1_000), new Date(1_000));
  const release = await lockSetUp(file, () => expect.unreachable());
  release();
});

it('does not wait for itself, where a restarted container gave it the same number', async () => {
  writeFileSync(file, String(process.pid));
  const release = await lockSetUp(file, () => expect.unreachable());
  release();
});
