import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Demuxer } from './http-stream.js';

export interface StreamDecoder {
  /** For tests and records. */
  readonly pid: number | undefined;
  /** Lets it wait: nothing more is read from it until `resume`. */
  pause(): void;
  resume(): void;
  kill(): void;
}

/**
 * The only place that starts a decoder for streams. It reads what we fetched from its input and nothing else: one forced
 * demuxer, no protocol but its own pipe, no file, no network; it dies with us, for its input ends then.
 */
export function startStreamDecoder(ports: {
  body: Readable;
  demuxer: Demuxer;
  onPcm(bytes: Buffer): void;
  /** Once, however it ended: with the input, by itself, by force. */
  onEnd(detail: string): void;
}): StreamDecoder {
  const { body, demuxer, onPcm, onEnd } = ports;
  const child = spawn(process.env.FFMPEG_PATH ?? 'ffmpeg', argumentsFor(demuxer), {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  let ended = false;
  const end = (detail: string) => {
    if (ended) return;
    ended = true;
    body.destroy();
    onEnd(detail);
  };
  child.stderr.on('data', (text: Buffer) => {
    said = text.toString('utf8').trim().slice(-150);
  });
  child.stdout.on('data', onPcm);
  child.on('error', (error) => end(error.message));
  child.once('close', (code, signal) => {
    if (code === 0) end('the stream ended');
    else end(`the decoder ended with ${code ?? signal}${said === '' ? '' : `: ${said}`}`);
  });
  // A broken pipe is told by the decoder's end.
  child.stdin.on('error', () => {});
  body.on('error', () => child.stdin.end());
  body.on('aborted', () => child.stdin.end());
  body.pipe(child.stdin);
  return {
    pid: child.pid,
    pause: () => void child.stdout.pause(),
    resume: () => void child.stdout.resume(),
    kill: () => void child.kill('SIGKILL'),
  };
}

/** Sound of 24 kbit/s never needs so much at once, bytes; a hostile body may claim that it does. */
const MOST_AT_ONCE = 64 * 1024 * 1024;

/** Little is probed, so that speech is heard soon. */
function argumentsFor(demuxer: Demuxer): string[] {
  const input = ['-protocol_whitelist', 'pipe', '-probesize', '32768', '-analyzeduration', '500000'];
  const low = ['-fflags', 'nobuffer', '-threads', '1', '-f', demuxer, '-i', 'pipe:0'];
  const output = [
    '-map',
    '0:a:0',
    '-ac',
    '1',
    '-ar',
    '48000',
    '-flush_packets',
    '1',
    '-f',
    's16le',
    'pipe:1',
  ];
  return ['-v', 'error', '-max_alloc', String(MOST_AT_ONCE), ...input, ...low, ...output];
}
