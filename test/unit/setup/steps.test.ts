import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSteps } from '../../../controller/setup/steps.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loa-setup-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function stepsWith(lines: string[]) {
  const logFile = join(folder, 'deep', 'setup.log');
  return { logFile, steps: createSteps({ logFile, cwd: folder, say: (line: string) => lines.push(line) }) };
}

it('shows one line before and one after, and keeps the output in the log', async () => {
  const lines: string[] = [];
  const { steps, logFile } = stepsWith(lines);
  await steps.run('Saying hello', [process.execPath, '-e', 'console.log("xin chào")']);
  expect(lines).toEqual(['  Saying hello …', expect.stringMatching(/^ {2}Saying hello: done in \d+\.\d s$/)]);
  expect(readFileSync(logFile, 'utf8')).toContain('xin chào');
});

it('shows the last lines and the command when a step fails', async () => {
  const { steps } = stepsWith([]);
  const script = 'for (let i = 0; i < 100; i++) console.error("line " + i); process.exit(3)';
  const failed = steps.run('Breaking', [process.execPath, '-e', script]);
  await expect(failed).rejects.toThrow(
    /Breaking: failed \(exit code 3\)[\s\S]*line 99[\s\S]*The command was:/,
  );
  await expect(failed).rejects.not.toThrow(/line 10\n/);
});

it('says so when the program is not there', async () => {
  const { steps } = stepsWith([]);
  await expect(steps.run('Calling', ['no-such-program-here'])).rejects.toThrow(/ENOENT/);
});
