import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
  const order: string[] = [];
  const release = await lockSetUp(file, () => {});
  const second = lockSetUp(file, (line: string) => {
    said.push(line);
    order.push('second waits');
    release();
    order.push('first is done');
  }).then((releaseSecond) => {
    order.push('second works');
    releaseSecond();
  });
  await second;
  expect(order).toEqual(['second waits', 'first is done', 'second works']);
  expect(said).toEqual([expect.stringContaining(`process ${process.pid}`)]);
  expect(existsSync(file)).toBe(false);
});

it('does not wait for a set-up that was killed', async () => {
  writeFileSync(file, '2147483646');
  const release = await lockSetUp(file, () => expect.unreachable());
  release();
});
