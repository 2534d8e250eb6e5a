import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '@loa/shared/ports/clock';
import fluent from 'fluent-ffmpeg';
import { lastWords } from './ffmpeg-log.js';
import { startFfprobe } from './ffprobe.js';
import { type Probe, parseProbe } from './ffprobe-data.js';
import { type LaunchOptions, launcherScript, type RunLimits } from './launcher.js';
import { resolveProgram } from './program.js';
import { NO_SANDBOX, type Sandbox } from './sandbox.js';
import type { Demuxer } from './sniff.js';
import { createTurns } from './turns.js';

/** Our own copy of a file, and the only demuxer that may read it. */
export interface ForcedInput {
  readonly path: string;
  readonly demuxer: Demuxer;
}

export interface Run {
  readonly input: ForcedInput;
  /** Reading and writing stop here, whatever the file claims. */
  readonly maxSeconds: number;
  readonly audioFilter: string;
  /** `null`: only measure. */
  readonly output: { readonly path: string; readonly options: readonly string[] } | null;
  readonly signal?: AbortSignal | undefined;
}

export type RunOutcome<T> =
  | ({ readonly ok: true } & T)
  | { readonly ok: false; readonly reason: 'failed' | 'timeout'; readonly detail: string };

export interface RunLog {
  readonly log: string;
  readonly progress: string;
}

/** ffmpeg and ffprobe on local files. An abort rejects with the signal's reason; everything else is an outcome. */
export interface Ffmpeg {
  run(run: Run): Promise<RunOutcome<RunLog>>;
  probe(input: ForcedInput, signal?: AbortSignal): Promise<RunOutcome<{ probe: Probe }>>;
}

export interface FfmpegOptions {
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A folder of our own, where programs may be executed. */
  readonly folder: string;
  readonly limits?: Partial<FfmpegLimits>;
  /** See sandbox.ts; none unless said. */
  readonly sandbox?: Sandbox;
}

export interface FfmpegLimits extends RunLimits {
  readonly wallMs: number;
  /** ffprobe reads headers only; a tag of a million lines keeps it busy for minutes, for it prepares each line for its log. */
  readonly probeMs: number;
  readonly atOnce: number;
}

export const DEFAULT_FFMPEG_LIMITS: FfmpegLimits = {
  memoryBytes: 1024 * 1024 * 1024,
  fileBytes: 256 * 1024 * 1024,
  cpuSeconds: 900,
  niceness: 10,
  wallMs: 15 * 60_000,
  probeMs: 30_000,
  atOnce: 1,
};

/** An upload may make ffmpeg open nothing but itself. */
function inputOptions({ demuxer }: ForcedInput): string[] {
  return ['-protocol_whitelist', 'file', '-f', demuxer];
}

/** Finds the programs and writes their launchers. fluent-ffmpeg keeps ffmpeg’s path per process: open it once. */
export async function openFfmpeg({
  clock,
  env,
  folder,
  limits: given,
  sandbox = NO_SANDBOX,
}: FfmpegOptions): Promise<Ffmpeg> {
  const limits = { ...DEFAULT_FFMPEG_LIMITS, ...given };
  const turns = createTurns(limits.atOnce);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  fluent.setFfmpegPath(
    await writeLauncher(folder, 'ffmpeg', await resolveProgram('ffmpeg', 'FFMPEG_PATH', env), limits, {
      ...{ sandbox, writesLast: true },
    }),
  );
  const ffprobe = await writeLauncher(
    folder,
    'ffprobe',
    await resolveProgram('ffprobe', 'FFPROBE_PATH', env),
    limits,
    { sandbox },
  );

  /** Calls `kill` at the time limit or the abort, whichever comes first, and says which it was. */
  function watch(wallMs: number, signal: AbortSignal | undefined, kill: () => void) {
    let timedOut = false;
    const cancel = clock.after(wallMs, () => {
      timedOut = true;
      kill();
    });
    signal?.addEventListener('abort', kill);
    return {
      over: () => timedOut || signal?.aborted === true,
      finish(): 'timeout' | 'failed' {
        cancel();
        signal?.removeEventListener('abort', kill);
        signal?.throwIfAborted();
        return timedOut ? 'timeout' : 'failed';
      },
    };
  }

  async function run({ input, maxSeconds, audioFilter, output, signal }: Run): Promise<RunOutcome<RunLog>> {
    const command = fluent(input.path)
      .inputOptions('-hide_banner', '-nostdin', '-nostats', '-progress', 'pipe:1', '-threads', '1')
      .inputOptions('-vn', '-sn', '-dn', '-t', String(maxSeconds), ...inputOptions(input))
      .outputOptions('-map', '0:a:0', '-filter:a', audioFilter, '-t', String(maxSeconds))
      .outputOptions(...(output?.options ?? ['-f', 'null']))
      .output(output?.path ?? '-');
    const kill = (): void => {
      command.kill('SIGKILL');
    };
    const watched = watch(limits.wallMs, signal, kill);
    const ended = await new Promise<{ error?: Error; log: string; progress: string }>((resolve) => {
      command.on('start', () => {
        if (watched.over()) kill();
      });
      command.on('end', (progress, log) => resolve({ log: log ?? '', progress: progress ?? '' }));
      command.on('error', (error: Error, progress, log) =>
        resolve({ error, log: log ?? '', progress: progress ?? '' }),
      );
      command.run();
    });
    const reason = watched.finish();
    if (ended.error === undefined) return { ok: true, log: ended.log, progress: ended.progress };
    return { ok: false, reason, detail: `${ended.error.message}: ${lastWords(ended.log)}` };
  }

  async function probe(input: ForcedInput, signal?: AbortSignal): Promise<RunOutcome<{ probe: Probe }>> {
    const running = startFfprobe(ffprobe, inputOptions(input), input.path);
    const watched = watch(limits.probeMs, signal, running.kill);
    if (watched.over()) running.kill();
    const ended = await running.ended;
    const reason = watched.finish();
    if ('detail' in ended) return { ok: false, reason, detail: ended.detail };
    return { ok: true, probe: parseProbe(ended.data) };
  }

  return {
    run: (job) => turns.run(() => run(job), job.signal),
    probe: (input, signal) => turns.run(() => probe(input, signal), signal),
  };
}

async function writeLauncher(
  folder: string,
  name: string,
  program: string,
  limits: RunLimits,
  options: LaunchOptions,
): Promise<string> {
  const path = join(folder, `bounded-${name}`);
  await writeFile(path, launcherScript(program, limits, options), { mode: 0o700 });
  return path;
}
