import ffmpeg from 'fluent-ffmpeg';

/** PCM as every output takes it: 48 kHz mono s16le. */
export const SAMPLE_RATE = 48_000;
export const BYTES_PER_SAMPLE = 2;
export const BYTES_PER_MS = (SAMPLE_RATE * BYTES_PER_SAMPLE) / 1000;

export type Decoded = { ok: true } | { ok: false; detail: string };

/** One file to raw PCM, and whoever can do that. */
export type Decode = (from: string, to: string, limitMs: number, signal: AbortSignal) => Promise<Decoded>;

/** The longest a decoding may take, seconds: a Pi decodes an hour of Opus in about one minute. */
const TIMEOUT_S = 300;

/**
 * ffmpeg, held to Ogg and to local files: a playlist in disguise can open nothing. Exit code 0 proves nothing, so the
 * caller compares lengths.
 */
export const decodeWithFfmpeg: Decode = (from, to, limitMs, signal) =>
  new Promise((resolve) => {
    const command = ffmpeg({ timeout: TIMEOUT_S, niceness: 10 })
      .input(from)
      .inputFormat('ogg')
      .inputOptions(['-protocol_whitelist', 'file'])
      .noVideo()
      .audioChannels(1)
      .audioFrequency(SAMPLE_RATE)
      .outputOptions(['-map', '0:a:0', '-t', String(limitMs / 1000)])
      .format('s16le')
      // Stopped while it looked for its codecs: only now is there a process to end.
      .on('start', () => signal.aborted && abort())
      .on('end', () => settle({ ok: true }))
      .on('error', (error: Error) => settle({ ok: false, detail: error.message.slice(0, 300) }));
    const abort = () => command.kill('SIGKILL');
    const settle = (decoded: Decoded) => {
      signal.removeEventListener('abort', abort);
      resolve(decoded);
    };
    if (signal.aborted) resolve({ ok: false, detail: 'stopped' });
    else {
      signal.addEventListener('abort', abort, { once: true });
      command.save(to);
    }
  });
