import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { LoaError } from '@loa/shared/errors';
import type { Clock } from '@loa/shared/ports/clock';

/** How long a process may take to end in order before it is ended, milliseconds. */
const PATIENCE_MS = 8_000;
const SHOWN_LINES = 12;

export interface ServiceSpec {
  /** As a person reads it: "controller", "box 1". */
  name: string;
  /** The program and its arguments, for this Node. */
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  logFile: string;
}

/** A process of the demonstration that runs until it is stopped. */
export interface Service {
  readonly name: string;
  readonly pid: number;
  /** Resolves when it has ended, however: null when it was asked to, else why, with the end of its log. */
  readonly ended: Promise<string | null>;
  /** Asks it to end, and ends it when it does not. Repeating it does nothing. */
  stop(): Promise<void>;
}

/** A program that ended before it was useful. */
export class ServiceFailedError extends LoaError {
  constructor(message: string) {
    super('service_failed', message);
  }
}

/**
 * Starts a process in a group of its own: Ctrl-C then reaches only the demonstration, which ends the others in order.
 * Its standard input stays open as long as we live; a program that reads its end knows that we are gone.
 */
export function startService(spec: ServiceSpec, clock: Clock): Service {
  mkdirSync(dirname(spec.logFile), { recursive: true });
  const log = openSync(spec.logFile, 'a');
  const child = spawn(process.execPath, [...spec.args], {
    env: environment(spec.env),
    stdio: ['pipe', log, log],
    detached: true,
  });
  closeSync(log);
  // It may end while we still hold the pipe.
  child.stdin?.on('error', () => {});
  let asked = false;
  const ended = new Promise<string | null>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) =>
      resolve(asked ? null : storyOf(spec, signal ?? `exit code ${code}`)),
    );
  });
  return {
    name: spec.name,
    pid: child.pid ?? 0,
    ended,
    async stop() {
      if (!asked) {
        asked = true;
        child.kill('SIGTERM');
        const tooLate = clock.after(PATIENCE_MS, () => child.kill('SIGKILL'));
        await ended;
        tooLate();
      }
      await ended;
    },
  };
}

/** Our environment for a child, without our own settings: each program is told its own, and secrets stay with whom they are for. */
export function environment(own: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const rest = Object.entries(process.env).filter(([name]) => !name.startsWith('LOA_'));
  return { ...Object.fromEntries(rest), ...own };
}

function storyOf({ name, logFile }: ServiceSpec, how: string): string {
  return `The ${name} ended (${how}). The last lines of ${logFile}:\n${lastLines(logFile)}`;
}

function lastLines(file: string): string {
  try {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-SHOWN_LINES);
    return lines.map((line) => `    ${line}`).join('\n');
  } catch {
    return '    (no log)';
  }
}
