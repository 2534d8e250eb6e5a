import { execFile } from 'node:child_process';
import { ProgramMissingError, resolveProgram } from './program.js';

/**
 * What stands around a program that reads what strangers uploaded. `bwrap`: a file system of the system's own programs and the
 * run's files alone, no network, no other processes, another user. `setpriv`: the user "nobody", where we are root and
 * may change. `none`: only the limits and the demuxer's whitelist.
 */
export type Sandbox =
  | { readonly kind: 'bwrap'; readonly path: string }
  | { readonly kind: 'setpriv'; readonly path: string }
  | { readonly kind: 'none' };

export const NO_SANDBOX: Sandbox = { kind: 'none' };

/** nobody and nogroup, on every Linux. */
export const NOBODY = 65_534;

type Env = Readonly<Record<string, string | undefined>>;

/** The tightest sandbox that this machine really gives: a kernel may refuse what is installed, so it is tried. */
export async function findSandbox(env: Env, { isRoot }: { isRoot: boolean }): Promise<Sandbox> {
  const bwrap = await installed('bwrap', 'BWRAP_PATH', env);
  if (bwrap !== null && (await runs(bwrap, [...BWRAP_OPTIONS, 'true'])))
    return { kind: 'bwrap', path: bwrap };
  const setpriv = isRoot ? await installed('setpriv', 'SETPRIV_PATH', env) : null;
  if (setpriv !== null && (await runs(setpriv, [...SETPRIV_OPTIONS, 'true']))) {
    return { kind: 'setpriv', path: setpriv };
  }
  return NO_SANDBOX;
}

/** The system's programs and libraries read-only, nothing else of the disk; no network. Files are bound by the launcher. */
export const BWRAP_OPTIONS: readonly string[] = [
  ...['--unshare-all', '--unshare-user', '--uid', String(NOBODY), '--gid', String(NOBODY)],
  ...['--die-with-parent', '--new-session', '--cap-drop', 'ALL', '--clearenv'],
  ...['--setenv', 'PATH', '/usr/bin:/bin', '--setenv', 'LC_ALL', 'C.UTF-8'],
  ...['/usr', '/lib', '/lib64', '/bin', '/etc/alternatives', '/etc/ld.so.cache'].flatMap((path) => [
    ...['--ro-bind-try', path, path],
  ]),
  ...['--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp', '--chdir', '/tmp'],
];

export const SETPRIV_OPTIONS: readonly string[] = [
  ...['--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups'],
  ...['--no-new-privs', '--inh-caps=-all', '--bounding-set=-all'],
];

async function installed(program: string, setting: string, env: Env): Promise<string | null> {
  try {
    return await resolveProgram(program, setting, env);
  } catch (error) {
    if (error instanceof ProgramMissingError) return null;
    throw error;
  }
}

function runs(program: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: 10_000 }, (error) => resolve(error === null));
  });
}
