import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** github.com/eclipse/paho.mqtt.testing, the commit that this was written for; it is not kept here. */
export const PAHO_COMMIT = '9d7bb80bb8b9d9cfc0b52f8cb4c1916401281103';
const CLIENT_TEST_SHA256 = '601ff53754d52d2ac9750f75562bade184022495a2139b80553795ae1bb6184d';

const Case = z.object({ case: z.string(), outcome: z.enum(['passed', 'failed']), detail: z.string() });
export type PahoCase = z.infer<typeof Case>;

export interface PahoRun {
  cases: PahoCase[];
  /** Messages that any client was given. */
  heard: number;
}

/** Whether this is the checkout of `PAHO_COMMIT`, by its cases' own text. */
export function isPinnedPaho(checkout: string): boolean {
  const text = readFileSync(join(checkout, 'interoperability', 'client_test.py'));
  return createHash('sha256').update(text).digest('hex') === CLIENT_TEST_SHA256;
}

/** Runs every case against the port; with `token` every client signs in by its client id. Takes about a minute. */
export function runPaho(checkout: string, port: number, token?: string): Promise<PahoRun> {
  const script = fileURLToPath(new URL('./run-paho.py', import.meta.url));
  const args = [script, join(checkout, 'interoperability'), '127.0.0.1', String(port)];
  const child = spawn('python3', token === undefined ? args : [...args, token], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      const lines = output.split('\n');
      const cases = lines
        .filter((line) => line.startsWith('CASE '))
        .map((line) => Case.parse(JSON.parse(line.slice(5))));
      const heard = lines.find((line) => line.startsWith('HEARD '));
      if (heard === undefined) reject(new Error(`the cases did not end:\n${output.slice(-2_000)}`));
      else resolve({ cases, heard: Number(heard.slice(6)) });
    });
  });
}
