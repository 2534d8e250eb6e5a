#!/usr/bin/env node
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { systemClock } from '@loa/shared/node/system-clock';
import { commands } from './commands.js';
import { runCli } from './run.js';

// What a command writes (a backup, the broker's files) is its owner's alone, whatever the folder.
process.umask(0o077);

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort(new Error('Interrupted.')));

// A reader that has seen enough (loa … | head) is no failure.
process.stdout.on('error', () => process.exit(0));

process.exitCode = await runCli(process.argv.slice(2), commands, {
  fetch,
  clock: systemClock,
  env: process.env,
  say: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
  confirm,
  askSecret,
  signal: interrupted.signal,
});

/** Only a typed yes counts; a closed or absent terminal is a no. */
async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question(`${question} [yes/no] `, { signal: interrupted.signal });
    return /^(y|yes|có|co)$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}

/** What is typed is not shown. On standard error, so that standard output can be read by a shell. */
async function askSecret(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return null;
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await terminal.question('', { signal: interrupted.signal });
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
