import { execFile } from 'node:child_process';
import { lastWords } from './ffmpeg-log.js';

/** A thousand streams say less. */
const MAX_OUTPUT_BYTES = 1024 * 1024;

/** Only what parseProbe reads: a file's own tags may be as long as the file. */
const ENTRIES = [
  'stream=codec_type,codec_name,channels,duration',
  'stream_tags=DURATION',
  'stream_disposition=attached_pic',
  'format=duration',
].join(':');

export type ProbeEnd = { readonly data: unknown } | { readonly detail: string };

export interface RunningProbe {
  /** What it printed, parsed, or why there is nothing to parse. Never rejects. */
  readonly ended: Promise<ProbeEnd>;
  kill(): void;
}

/** Starts ffprobe (its launcher's path) on a local file. What prints too much is killed; time is bounded by the caller. */
export function startFfprobe(program: string, inputOptions: readonly string[], path: string): RunningProbe {
  const args = ['-v', 'error', '-show_entries', ENTRIES, '-of', 'json', ...inputOptions, path];
  const limits = { maxBuffer: MAX_OUTPUT_BYTES, killSignal: 'SIGKILL' } as const;
  let kill = (): void => {};
  const ended = new Promise<ProbeEnd>((resolve) => {
    const child = execFile(program, args, limits, (error, printed, log) => {
      if (error?.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
        resolve({ detail: `ffprobe printed more than ${MAX_OUTPUT_BYTES} bytes` });
      else if (error) resolve({ detail: lastWords(log) || lastWords(error.message) });
      else resolve(parsed(printed));
    });
    child.stdin?.end();
    kill = () => child.kill('SIGKILL');
  });
  return { ended, kill };
}

function parsed(printed: string): ProbeEnd {
  try {
    return { data: JSON.parse(printed) };
  } catch {
    return { detail: 'ffprobe printed no JSON' };
  }
}
