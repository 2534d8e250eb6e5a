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

/**
 * A shell script that takes the limits upon itself and becomes the program. fluent-ffmpeg knows only the path of one program, and
 * limits set after the start would come too late. `ulimit` (the shell's setrlimit) needs no `prlimit`; where the system lacks
 * one of the limits (macOS has no address-space limit) the others still hold.
 */
export function launcherScript(program: string, limits: RunLimits): string {
  const kib = Math.ceil(limits.memoryBytes / 1024);
  const blocks = Math.ceil(limits.fileBytes / 512);
  return [
    '#!/bin/sh',
    `ulimit -v ${kib} 2>/dev/null`,
    `ulimit -f ${blocks} 2>/dev/null`,
    `ulimit -t ${limits.cpuSeconds} 2>/dev/null`,
    'ulimit -c 0 2>/dev/null',
    `exec nice -n ${limits.niceness} ${shellQuote(program)} "$@"`,
    '',
  ].join('\n');
}

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
