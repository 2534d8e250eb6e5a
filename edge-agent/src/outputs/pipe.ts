import { execFile } from 'node:child_process';
import { closeSync, constants, existsSync, openSync, readSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { errorCode } from '@loa/shared/error-code';
import type { Logger } from '@loa/shared/ports/logger';
import { FRAME_MS, frameBytes, type Output, type OutputHealth, type Taken } from './output.js';

/** A reader is missed aloud after this long, frames. */
const MISSED_FRAMES = 1_000 / FRAME_MS;
/** A reader that takes nothing for this long gets fresh sound, not what waited for it, frames. */
const STALLED_FRAMES = 1_000 / FRAME_MS;

const run = promisify(execFile);

/**
 * Raw s16le 48 kHz mono into a FIFO (made where there is nothing) or a file that exists, continuous: silence flows while
 * nothing plays. Open only while somebody reads, so that a reader who comes late hears the present and not what waited
 * in the pipe; one who reads too slowly loses frames and delays none. A frame is smaller than PIPE_BUF, so it goes whole
 * or not at all.
 */
export function createPipeOutput(ports: { id?: string; path: string; log: Logger }): Output {
  const { path, log } = ports;
  let fd: number | null = null;
  let stopped = true;
  let health: OutputHealth = { ok: true };
  let unread = 0;
  let full = 0;
  /** Half a sample that the reader still needs after the pipe was emptied behind its back. */
  let half = Buffer.alloc(0);

  function fail(detail: string): void {
    if (health.ok) log.warn({ path, detail }, 'the pipe output takes no sound');
    health = { ok: false, detail };
  }

  function close(): void {
    if (fd !== null) closeSync(fd);
    fd = null;
    full = 0;
    half = Buffer.alloc(0);
  }

  /** Without a reader this fails at once (ENXIO); a look every 20 ms costs some microseconds. */
  function open(): Taken | number {
    try {
      fd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_APPEND);
      unread = 0;
      return fd;
    } catch (error) {
      if (errorCode(error) !== 'ENXIO') {
        fail(wordsOf(error));
        return 'failed';
      }
      if (++unread >= MISSED_FRAMES) fail('nobody reads it');
      return 'dropped';
    }
  }

  function send(to: number, frame: Int16Array): Taken {
    try {
      writeSync(to, half.length > 0 ? Buffer.concat([half, frameBytes(frame)]) : frameBytes(frame));
      half = Buffer.alloc(0);
      full = 0;
      health = { ok: true };
      return 'taken';
    } catch (error) {
      if (errorCode(error) === 'EAGAIN') {
        full++;
        return 'dropped';
      }
      close();
      if (errorCode(error) === 'EPIPE') return 'dropped';
      fail(wordsOf(error));
      return 'failed';
    }
  }

  return {
    id: ports.id ?? 'pipe',
    continuous: true,
    begin() {},
    finish() {},
    write(frame) {
      if (stopped) return 'failed';
      const to = fd ?? open();
      if (typeof to !== 'number') return to;
      if (full >= STALLED_FRAMES) {
        fail('its reader has stopped reading');
        half = emptied(path);
        full = 0;
      }
      return send(to, frame);
    },
    health: () => health,
    async start() {
      stopped = false;
      if (!existsSync(path)) {
        await run('mkfifo', ['-m', '600', path]).catch((error: unknown) => fail(wordsOf(error)));
      }
      return async () => {
        stopped = true;
        close();
      };
    },
  };
}

/** Takes everything out of the pipe; returns the last byte where an odd number was left, to keep samples whole. */
function emptied(path: string): Buffer<ArrayBuffer> {
  const chunk = Buffer.alloc(65_536);
  let total = 0;
  let last = 0;
  try {
    const reading = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      for (;;) {
        const taken = readSync(reading, chunk);
        if (taken === 0) break;
        total += taken;
        last = chunk[taken - 1] ?? 0;
      }
    } finally {
      closeSync(reading);
    }
  } catch {
    // Nothing more in it (EAGAIN), or not ours to read: then new frames go on being dropped.
  }
  return total % 2 === 1 ? Buffer.from([last]) : Buffer.alloc(0);
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
