import { spawn } from 'node:child_process';
import { appendFileSync, closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** How much of the log a person sees when a step fails. */
const LAST_LINES = 25;

/** A set-up step that did not work; `message` is for the person at the terminal. */
export class StepError extends Error {}

/**
 * Runs set-up's commands one at a time: one line on the terminal for each, everything they print in one log file.
 * @param {{ logFile: string, say: (line: string) => void, cwd: string }} ports
 */
export function createSteps({ logFile, say, cwd }) {
  mkdirSync(dirname(logFile), { recursive: true });

  /**
   * Runs one command; rejects with a StepError that carries the last lines of its output.
   * @param {string} title what is being done, for a person
   * @param {string[]} command program and arguments
   * @param {NodeJS.ProcessEnv} [env] added to ours
   */
  async function run(title, command, env = {}) {
    say(`  ${title} …`);
    const started = performance.now();
    const outcome = await runToLog(command, { logFile, cwd, env: { ...process.env, ...env } });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    if (outcome.ok) {
      say(`  ${title}: done in ${seconds} s`);
      return;
    }
    throw new StepError(
      [
        `${title}: failed (${outcome.why}). The last lines of ${logFile}:`,
        '',
        ...outcome.tail.map((line) => `    ${line}`),
        '',
        `The command was: ${command.join(' ')}`,
      ].join('\n'),
    );
  }

  return { run, say };
}

async function runToLog([program = '', ...args], { logFile, cwd, env }) {
  appendFileSync(logFile, `\n$ ${[program, ...args].join(' ')}\n`);
  const from = readFileSync(logFile).length;
  const log = openSync(logFile, 'a');
  try {
    const why = await new Promise((resolve) => {
      const child = spawn(program, args, { cwd, env, stdio: ['ignore', log, log] });
      child.once('error', (error) => resolve(error.message));
      child.once('close', (code, signal) => resolve(code === 0 ? '' : (signal ?? `exit code ${code}`)));
    });
    return why === '' ? { ok: true } : { ok: false, why, tail: tailOf(logFile, from) };
  } finally {
    closeSync(log);
  }
}

function tailOf(logFile, from) {
  const text = readFileSync(logFile).subarray(from).toString('utf8');
  return text.trimEnd().split('\n').slice(-LAST_LINES);
}
