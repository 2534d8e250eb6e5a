import { spawn } from 'node:child_process';
import { LoaError } from '@loa/shared/errors';
import { cliProgram } from './programs.js';
import { environment } from './service.js';

/** Runs the `loa` command as a process of its own, as a person would: the launcher itself never approves. */
export function runLoa(
  args: readonly string[],
  options: { server: string; token: string; signal: AbortSignal },
): Promise<void> {
  const child = spawn(process.execPath, [cliProgram, ...args], {
    env: environment({ LOA_SERVER: options.server, LOA_TOKEN: options.token }),
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: options.signal,
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output += chunk.toString('utf8');
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new LoaError('loa_failed', `loa ${args[0]} did not succeed:\n${output.trim()}`));
    });
  });
}
