import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Voice } from '@loa/shared/api/speech';
import type { Clock } from '@loa/shared/ports/clock';
import { launcherScript, type RunLimits } from '../../library/launcher.js';
import { ProgramMissingError, resolveProgram } from '../../library/program.js';
import { NO_SANDBOX, type Sandbox } from '../../library/sandbox.js';
import { createTurns } from '../../library/turns.js';
import { parseVoices } from './espeak-voices.js';
import type { SpeakOutcome, SpeakRequest, TtsProvider } from './provider.js';

export interface EspeakOptions {
  clock: Clock;
  env: Readonly<Record<string, string | undefined>>;
  /** A folder of our own, where programs may be executed. */
  folder: string;
  /** See library/sandbox.ts; none unless said. */
  sandbox?: Promise<Sandbox>;
}

/** Its words a minute, pauses included in its own way, that come out at `SYLLABLES_A_MINUTE` (measured on announcements). */
const USUAL_PACE = 135;

const LIMITS: RunLimits = {
  memoryBytes: 512 * 1024 * 1024,
  fileBytes: 256 * 1024 * 1024,
  cpuSeconds: 60,
  niceness: 10,
};
const WALL_MS = 90_000;
const LOUDEST_LOG = 2_000;

/** espeak-ng (GPL) as a program of its own, bounded like ffmpeg. Without it there are no voices; nothing else suffers. */
export function createEspeak({ clock, env, folder, sandbox }: EspeakOptions): TtsProvider {
  const turns = createTurns(1);
  let launcher: Promise<string | null> | undefined;
  let voices: Promise<readonly Voice[]> | undefined;

  const open = () => {
    launcher ??= writeLauncher(folder, env, sandbox);
    return launcher;
  };
  const list = async (): Promise<readonly Voice[]> => {
    const program = await open();
    if (program === null) return [];
    const ran = await run(clock, program, { args: ['--voices=vi'], input: '' });
    return ran.ok ? parseVoices(ran.printed) : [];
  };
  const known = async () => {
    voices ??= list();
    const found = await voices;
    // One that failed to say is asked again.
    if (found.length === 0) voices = undefined;
    return found;
  };

  async function speak({ text, voice, ratePercent, target, signal }: SpeakRequest): Promise<SpeakOutcome> {
    const program = await open();
    if (program === null || !(await known()).some(({ id }) => id === voice)) {
      return { ok: false, reason: 'no_voice', detail: `espeak-ng has no voice ${voice}` };
    }
    const pace = Math.round((USUAL_PACE * ratePercent) / 100);
    const args = ['-v', voice, '-s', String(pace), '-b', '1', '--stdin', '-w', target];
    const ran = await run(clock, program, { args, input: text, signal });
    return ran.ok ? { ok: true } : ran;
  }

  return {
    id: 'espeak-ng',
    voices: known,
    speak: (request) => turns.run(() => speak(request), request.signal),
  };
}

async function writeLauncher(
  folder: string,
  env: EspeakOptions['env'],
  sandbox: EspeakOptions['sandbox'],
): Promise<string | null> {
  try {
    const program = await resolveProgram('espeak-ng', 'ESPEAK_PATH', env);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, 'bounded-espeak-ng');
    const options = { sandbox: (await sandbox) ?? NO_SANDBOX, writesLast: true };
    await writeFile(path, launcherScript(program, LIMITS, options), { mode: 0o700 });
    return path;
  } catch (error) {
    if (error instanceof ProgramMissingError) return null;
    throw error;
  }
}

interface Job {
  args: readonly string[];
  input: string;
  signal?: AbortSignal | undefined;
}

type Ran = { ok: true; printed: string } | { ok: false; reason: 'timeout' | 'failed'; detail: string };

/** An abort rejects with the signal's reason; a program that does not end is killed. */
function run(clock: Clock, program: string, { args, input, signal }: Job): Promise<Ran> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env: {} });
    let [printed, log, timedOut] = ['', '', false];
    const kill = () => child.kill('SIGKILL');
    const cancel = clock.after(WALL_MS, () => {
      timedOut = true;
      kill();
    });
    signal?.addEventListener('abort', kill);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed = (printed + text).slice(0, 100_000);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-LOUDEST_LOG);
    });
    // It may end without reading all: that is told by its exit code.
    child.stdin.on('error', () => {});
    child.once('error', reject);
    child.once('close', (code) => {
      cancel();
      signal?.removeEventListener('abort', kill);
      if (signal?.aborted) reject(signal.reason);
      else if (code === 0) resolve({ ok: true, printed });
      else resolve({ ok: false, reason: timedOut ? 'timeout' : 'failed', detail: `exit ${code}: ${log}` });
    });
    child.stdin.end(input, 'utf8');
  });
}
