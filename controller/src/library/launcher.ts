import { dirname } from 'node:path';
import { BWRAP_OPTIONS, NO_SANDBOX, type Sandbox, SETPRIV_OPTIONS } from './sandbox.js';

/** What one run of ffmpeg or ffprobe may take from the machine. */
export interface RunLimits {
  /** Address space. Debian's ffmpeg does not load under 320 MB. */
  readonly memoryBytes: number;
  /** The largest file a run may write. */
  readonly fileBytes: number;
  /** Processor time; the wall clock is bounded apart. */
  readonly cpuSeconds: number;
  /** 0-19: how far it steps back for the controller's own work. */
  readonly niceness: number;
}

export interface LaunchOptions {
  readonly sandbox?: Sandbox;
  /** Whether its last argument, where that is a path, is the file that it writes; every other file is only read. */
  readonly writesLast?: boolean;
}

/**
 * A shell script that takes the limits upon itself, walls itself in and becomes the program. fluent-ffmpeg knows only the path of one
 * program, and limits set after the start would come too late. `ulimit` (the shell's setrlimit) needs no `prlimit`; where
 * the system lacks one of the limits (macOS has no address-space limit) the others still hold.
 */
export function launcherScript(program: string, limits: RunLimits, options: LaunchOptions = {}): string {
  const kib = Math.ceil(limits.memoryBytes / 1024);
  const blocks = Math.ceil(limits.fileBytes / 512);
  return [
    '#!/bin/sh',
    `ulimit -v ${kib} 2>/dev/null`,
    `ulimit -f ${blocks} 2>/dev/null`,
    `ulimit -t ${limits.cpuSeconds} 2>/dev/null`,
    'ulimit -c 0 2>/dev/null',
    ...walledIn(program, `exec nice -n ${limits.niceness}`, options),
    '',
  ].join('\n');
}

function walledIn(
  program: string,
  exec: string,
  { sandbox = NO_SANDBOX, writesLast = false }: LaunchOptions,
): string[] {
  const run = shellQuote(program);
  switch (sandbox.kind) {
    case 'none':
      return [`${exec} ${run} "$@"`];
    case 'bwrap': {
      const own = shellQuote(dirname(program));
      const walls = [sandbox.path, ...BWRAP_OPTIONS].map(shellQuote).join(' ');
      return [...bindFiles(run, writesLast), `${exec} ${walls} --ro-bind ${own} ${own} "$@"`];
    }
    case 'setpriv': {
      const walls = [sandbox.path, ...SETPRIV_OPTIONS].map(shellQuote).join(' ');
      return [...openFiles(writesLast), `${exec} ${walls} ${run} "$@"`];
    }
  }
}

const LAST = ['last=', 'for a do last=$a; done'];

/** Puts before the arguments what bwrap is to bind: each file that they name at its own path, read-only but what is written. */
function bindFiles(program: string, writesLast: boolean): string[] {
  const written = `if [ "$a" = "$last" ]; then : >>"$a" && set -- "$@" --bind "$a" "$a"; el`;
  return [
    ...LAST,
    'n=$#',
    'for a do case $a in /*)',
    `  ${writesLast ? written : ''}if [ -f "$a" ]; then set -- "$@" --ro-bind "$a" "$a"; fi;;`,
    'esac; done',
    `set -- "$@" -- ${program}`,
    // The arguments stand first now; they go to the end.
    'while [ "$n" -gt 0 ]; do a=$1; shift; set -- "$@" "$a"; n=$((n-1)); done',
  ];
}

/**
 * Opens the files that the arguments name, and names them by their descriptors: another user cannot walk through folders that
 * are ours alone, but may use what is open. Those folders still keep everybody else from these files.
 */
function openFiles(writesLast: boolean): string[] {
  const written = 'if [ "$a" = "$last" ]; then : >>"$a"; chmod o+rw "$a"; exec 4<>"$a"; a=/dev/fd/4; el';
  return [
    ...LAST,
    'for a do',
    '  shift',
    '  case $a in /*)',
    `    ${writesLast ? written : ''}if [ -f "$a" ]; then chmod o+r "$a"; exec 3<"$a"; a=/dev/fd/3; fi;;`,
    '  esac',
    '  set -- "$@" "$a"',
    'done',
  ];
}

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
