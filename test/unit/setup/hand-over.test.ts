import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { waitUntil } from '../../support/wait-until.js';

const handOver = fileURLToPath(new URL('../../../controller/setup/hand-over.mjs', import.meta.url));
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loa-hand-over-'));
  writeFileSync(
    join(folder, 'launcher.mjs'),
    `import { handOver } from ${JSON.stringify(handOver)};
     process.exitCode = await handOver(['program.mjs'], { cwd: ${JSON.stringify(folder)} });`,
  );
});
afterEach(() => rmSync(folder, { recursive: true }));

const ends = 'process.on("SIGTERM", () => { fs.appendFileSync("log", "ended"); process.exit(7); });';
const stays = `import fs from "node:fs"; ${ends} fs.writeFileSync("log", "up,"); setInterval(() => {}, 1000);`;
const log = () => {
  try {
    return readFileSync(join(folder, 'log'), 'utf8');
  } catch {
    return '';
  }
};

function launch(script: string, command: [string, ...string[]]): ChildProcess {
  writeFileSync(join(folder, 'program.mjs'), script);
  const [program, ...args] = command;
  return spawn(program, args, { cwd: folder, env: { ...process.env, npm_lifecycle_event: 'start' } });
}

it('ends as the program ends', async () => {
  const [code] = await once(launch('process.exit(5)', [process.execPath, 'launcher.mjs']), 'close');
  expect(code).toBe(5);
});

it('passes SIGTERM on and waits for the program to end in order', async () => {
  const child = launch(stays, [process.execPath, 'launcher.mjs']);
  await waitUntil('it is up', () => log() === 'up,');
  child.kill('SIGTERM');
  expect((await once(child, 'close'))[0]).toBe(7);
  expect(log()).toBe('up,ended');
});

it('ends the program when npm’s shell is killed, which passes nothing on', async () => {
  const shell = launch(stays, ['sh', '-c', `'${process.execPath}' launcher.mjs; true`]);
  await waitUntil('it is up', () => log() === 'up,');
  shell.kill('SIGTERM');
  await waitUntil('the program has ended', () => log() === 'up,ended');
});
