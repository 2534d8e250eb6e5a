import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Child {
  readonly pid: number;
  /** Everything it wrote so far, both streams. */
  output(): string;
  /** Resolves with the exit code, or null when a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Ends it and resolves when it is gone; repeating does nothing. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface ChildOptions {
  /** What Node itself is told. */
  nodeArgs?: readonly string[];
  /** A program that starts it by becoming it, with its arguments. */
  prefix?: readonly string[];
}

/** A real process of ours, built and run as on a box; its own id is the only thing ever signalled. */
export function startChild(
  script: string,
  args: readonly string[],
  env: Record<string, string>,
  { nodeArgs = ['--enable-source-maps'], prefix = [] }: ChildOptions = {},
): Child {
  const [program = process.execPath, ...words] = [...prefix, process.execPath, ...nodeArgs, script, ...args];
  const child = spawn(program, words, {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  const exited = once(child, 'exit').then(([code]) => (typeof code === 'number' ? code : null));
  const onParentExit = () => child.kill('SIGKILL');
  process.once('exit', onParentExit);
  void exited.finally(() => process.off('exit', onParentExit));
  return {
    pid: child.pid ?? -1,
    output: () => chunks.join(''),
    exited,
    async stop(signal = 'SIGTERM') {
      if (hasEnded(child)) return;
      child.kill(signal);
      await exited;
    },
  };
}

/** Also of a process that a signal ended. */
export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
