import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SMALL_NODE } from '../../support/small-node.js';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
/** SQLite in both builds, and what the older one finds its module with. */
const BESIDE = ['better-sqlite3', 'better-sqlite3-napi', 'bindings', 'file-uri-to-path'];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loa-bundle-'));
  const agent = join(folder, 'edge-agent');
  mkdirSync(join(agent, 'dist'), { recursive: true });
  mkdirSync(join(folder, 'node_modules'));
  for (const name of BESIDE)
    symlinkSync(join(repository, 'node_modules', name), join(folder, 'node_modules', name));
  cpSync(join(repository, 'edge-agent', 'sounds'), join(agent, 'sounds'), { recursive: true });
  cpSync(join(repository, 'edge-agent', 'package.json'), join(agent, 'package.json'));
  const out = join(agent, 'dist', 'bundle');
  execFileSync(process.execPath, [join(repository, 'edge-agent', 'bundle.mjs'), '--out', out]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function agent(...args: string[]): Promise<string> {
  const script = join(folder, 'edge-agent', 'dist', 'bundle', 'loa-agent.js');
  const env = {
    PATH: process.env.PATH,
    LOA_AGENT_DATA: join(folder, 'data'),
    LOA_AGENT_OUTPUTS: 'wav',
    LOA_AGENT_LOG_LEVEL: 'error',
  };
  const { stdout } = await promisify(execFile)(process.execPath, [...SMALL_NODE, script, ...args], { env });
  return stdout;
}

describe('the bundled agent, alone with SQLite in a folder', () => {
  it('starts, keeps its database, and makes its engine’s thread sound', async () => {
    expect(await agent('--help')).toContain('loa-agent outputs test');
    expect(await agent('clock', 'reset')).toContain('Forgotten');
    expect(await agent('outputs', 'test', '--now')).toContain('good  wav');
    const wavs = readdirSync(join(folder, 'data', 'sessions')).filter((name) => name.endsWith('.wav'));
    expect(wavs).toHaveLength(1);
  });
});
