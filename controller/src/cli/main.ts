#!/usr/bin/env node
import { createInterface } from 'node:readline/promises';
import { systemClock } from '@loa/shared/node/system-clock';
import { approve } from './approve.js';
import { demoRemove } from './demo-remove.js';
import { health } from './health.js';
import { keyNew } from './key-new.js';
import { rosterAddPerson } from './roster-add-person.js';
import { rosterHours } from './roster-hours.js';
import { rosterShow } from './roster-show.js';
import { runCli } from './run.js';

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort(new Error('Interrupted.')));

process.exitCode = await runCli(
  process.argv.slice(2),
  [approve, keyNew, rosterShow, rosterAddPerson, rosterHours, health, demoRemove],
  {
    fetch,
    clock: systemClock,
    env: process.env,
    say: (line) => process.stdout.write(`${line}\n`),
    confirm,
    signal: interrupted.signal,
  },
);

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
