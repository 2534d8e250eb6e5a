import { spawn } from 'node:child_process';

const LOOK_EVERY_MS = 500;

/**
 * Runs the program this was all for, with our terminal, and ends as it ends. Ctrl-C reaches it by itself (a terminal
 * signals the whole group), so we only wait; SIGTERM is passed on.
 * @param {string[]} args to Node
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} the exit code
 */
export function handOver(args, { cwd, env = {} }) {
  const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...env }, stdio: 'inherit' });
  const ignore = () => {};
  const pass = (signal) => child.kill(signal);
  process.on('SIGINT', ignore);
  process.on('SIGTERM', pass);
  process.on('SIGHUP', pass);
  // npm passes signals to a shell that does not pass them on: when that shell is gone, we were meant.
  const shell = process.ppid;
  const underNpm = process.env.npm_lifecycle_event !== undefined;
  const watch = setInterval(() => {
    if (underNpm && process.ppid !== shell) child.kill('SIGTERM');
  }, LOOK_EVERY_MS);
  return new Promise((resolve) => {
    child.once('error', (error) => {
      process.stderr.write(`${error.message}\n`);
      resolve(1);
    });
    child.once('close', (code, signal) => {
      clearInterval(watch);
      process.off('SIGINT', ignore);
      process.off('SIGTERM', pass);
      process.off('SIGHUP', pass);
      resolve(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 130 : 1));
    });
  });
}
