import type { Clock } from '@loa/shared/ports/clock';
import ffmpeg from 'fluent-ffmpeg';

/** PCM as every output takes it: 48 kHz mono s16le. */
export const SAMPLE_RATE = 48_000;
export const BYTES_PER_SAMPLE = 2;
export const BYTES_PER_MS = (SAMPLE_RATE * BYTES_PER_SAMPLE) / 1000;

export type Decoded = { ok: true } | { ok: false; detail: string };

/** One file to raw PCM, at most `limitMs` of it, and whoever can do that. An abort ends it as not ok. */
export type Decode = (from: string, to: string, limitMs: number, signal: AbortSignal) => Promise<Decoded>;

/** The longest a decoding may take: a Pi decodes an hour of Opus in about one minute. */
const TIMEOUT_MS = 300_000;

/**
 * ffmpeg, held to Ogg and to local files: a playlist in disguise can open nothing. Exit code 0 proves nothing, so the
 * caller compares lengths. It runs at low priority: what sounds now goes before what sounds tomorrow.
 */
export function createDecode({ clock }: { clock: Clock }): Decode {
  return (from, to, limitMs, signal) =>
    new Promise((resolve) => {
      let stopped: string | null = null;
      const command = ffmpeg({ niceness: 10 })
        .input(from)
        .inputFormat('ogg')
        .inputOptions(['-protocol_whitelist', 'file', '-threads', '1'])
        .noVideo()
        .audioChannels(1)
        .audioFrequency(SAMPLE_RATE)
        .outputOptions(['-map', '0:a:0', '-t', String(limitMs / 1000)])
        .format('s16le');
      const stop = (why: string) => {
        stopped = why;
        command.kill('SIGKILL');
      };
      const onAbort = () => stop('stopped');
      const cancel = clock.after(TIMEOUT_MS, () => stop('it took too long'));
      const settle = (decoded: Decoded) => {
        cancel();
        signal.removeEventListener('abort', onAbort);
        resolve(decoded);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      command
        // Told to stop before there was a process to kill.
        .on('start', () => stopped !== null && command.kill('SIGKILL'))
        .on('end', () => settle({ ok: true }))
        .on('error', (error: Error) => settle({ ok: false, detail: stopped ?? error.message.slice(0, 300) }));
      if (signal.aborted) settle({ ok: false, detail: 'stopped' });
      else command.save(to);
    });
}
