import { type ChildProcess, spawn } from 'node:child_process';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import { FRAME_SAMPLES, frameBytes, type Output, type OutputHealth } from './output.js';

/** Sound waiting for the device beyond this is dropped: a stuck device must not grow memory, bytes (1 s). */
const BACKLOG_BYTES = 96_000;
/** The device stays open this long after the last item, so that the next one finds it warm, ms. */
const LINGER_MS = 10_000;
/** A player that lived shorter than this is not started anew before as long has passed, ms. */
const SHORT_LIFE_MS = 1_000;
/** aplay holds back what does not fill its buffer (200 ms): this many silent frames push an ending out at once. */
const PUSHING_FRAMES = 15;
const SILENCE = Buffer.alloc(FRAME_SAMPLES * 2);

export type SpawnPlayer = (args: readonly string[]) => ChildProcess;

const spawnAplay: SpawnPlayer = (args) => spawn('aplay', [...args], { stdio: ['pipe', 'ignore', 'ignore'] });

/** A sound card through `aplay`, opened when something is armed and closed a while after; restarted if it dies. */
export function createAlsaOutput(ports: {
  device: string;
  clock: Clock;
  log: Logger;
  spawnPlayer?: SpawnPlayer;
}): Output {
  const { device, clock, log, spawnPlayer = spawnAplay } = ports;
  const args = [
    '-q',
    '-t',
    'raw',
    '-f',
    'S16_LE',
    '-r',
    '48000',
    '-c',
    '1',
    '--buffer-time=200000',
    '-D',
    device,
    '-',
  ];
  let child: ChildProcess | null = null;
  let health: OutputHealth = { ok: true };
  let cancelLinger = () => {};
  let notBefore = Number.NEGATIVE_INFINITY;

  function open(): void {
    cancelLinger();
    if (child || clock.monotonic() < notBefore) return;
    const fresh = spawnPlayer(args);
    const openedAt = clock.monotonic();
    child = fresh;
    const gone = (detail: string) => {
      if (child !== fresh) return;
      child = null;
      const now = clock.monotonic();
      if (now - openedAt < SHORT_LIFE_MS) notBefore = now + SHORT_LIFE_MS;
      health = { ok: false, detail };
      log.warn({ device, detail }, 'the sound card takes no sound');
    };
    fresh.once('error', (error) => gone(error.message));
    fresh.once('exit', (code) => gone(`aplay ended with ${code}`));
    fresh.stdin?.on('error', () => {});
  }

  function close(): void {
    const closing = child;
    child = null;
    closing?.stdin?.end();
  }

  return {
    id: 'alsa',
    continuous: false,
    begin: open,
    write(frame) {
      open();
      const stdin = child?.stdin;
      if (!stdin) return;
      if (stdin.writableLength > BACKLOG_BYTES) {
        health = { ok: false, detail: 'the device does not keep up' };
        return;
      }
      // The frame's memory is used again for the next one, so the stream gets its own copy.
      stdin.write(Buffer.from(frameBytes(frame)));
      health = { ok: true };
    },
    finish() {
      for (let frame = 0; frame < PUSHING_FRAMES; frame++) child?.stdin?.write(SILENCE);
      cancelLinger();
      cancelLinger = clock.after(LINGER_MS, close);
    },
    health: () => health,
    async start() {
      return async () => {
        cancelLinger();
        const closing = child;
        close();
        closing?.kill('SIGTERM');
      };
    },
  };
}
