import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@loa/shared/node/system-clock';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startService } from '../../../controller/src/demo/service.js';
import { waitUntil } from '../../support/wait-until.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loa-service-'));
});
afterEach(() => {
  delete process.env.LOA_ADMIN_PASSWORD;
  rmSync(folder, { recursive: true });
});

function start(script: string, env: Record<string, string> = {}) {
  const program = join(folder, 'program.mjs');
  writeFileSync(program, script);
  const logFile = join(folder, 'logs', 'program.log');
  const service = startService({ name: 'program', args: [program], env, logFile }, systemClock);
  return { service, log: () => readFileSync(logFile, 'utf8') };
}

it('tells how a program ended by itself, with the end of its log', async () => {
  const { service } = start('console.error("no disk"); process.exit(3)');
  expect(await service.ended).toMatch(/The program ended \(exit code 3\)[\s\S]*no disk/);
});

it('asks a program to end, and does not take that for a failure', async () => {
  const { service, log } = start(
    'process.on("SIGTERM", () => { console.log("bye"); process.exit(0); }); console.log("up"); setInterval(() => {}, 1000)',
  );
  await waitUntil('it is up', () => log().includes('up'));
  await service.stop();
  await service.stop();
  expect(await service.ended).toBeNull();
  expect(log()).toContain('bye');
});

it('gives a program its own settings and none of ours', async () => {
  process.env.LOA_ADMIN_PASSWORD = 'secret';
  const { service, log } = start(
    'console.log(Object.keys(process.env).filter((n) => n.startsWith("LOA_")).join())',
    { LOA_DATA: 'x' },
  );
  await service.ended;
  expect(log().trim()).toBe('LOA_DATA');
});
