import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import type { Logger } from '@loa/shared/ports/logger';
import { FRAME_MS, frameBytes, type Output, type OutputHealth } from './output.js';

/** A missing reader is looked for this often, and missed aloud after this long, frames. */
const LOOK_FRAMES = 100 / FRAME_MS;
const MISSED_FRAMES = 1_000 / FRAME_MS;
/** A reader that takes nothing for this long gets fresh sound, not what waited for it, frames. */
const STALLED_FRAMES = 1_000 / FRAME_MS;

/**
 * Raw s16le 48 kHz mono into a FIFO (or a file that exists), continuous: silence flows while nothing plays. Open only
 * while somebody reads, so that a reader who comes late hears the present and not what waited in the pipe; one who
 * reads too slowly loses frames and delays none. A frame is smaller than PIPE_BUF, so it goes whole or not at all.
 */
export function createPipeOutput({ path, log }: { path: string; log: Logger }): Output {
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

  function open(): void {
    try {
      fd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_APPEND);
      unread = 0;
    } catch (error) {
      if (codeOf(error) !== 'ENXIO') fail(wordsOf(error));
      else if (unread >= MISSED_FRAMES) fail('nobody reads it');
    }
  }

  function send(to: number, frame: Int16Array): void {
    try {
      writeSync(to, half.length > 0 ? Buffer.concat([half, frameBytes(frame)]) : frameBytes(frame));
      half = Buffer.alloc(0);
      full = 0;
      health = { ok: true };
    } catch (error) {
      if (codeOf(error) === 'EAGAIN') full++;
      else close();
      if (codeOf(error) !== 'EAGAIN' && codeOf(error) !== 'EPIPE') fail(wordsOf(error));
    }
  }

  return {
    id: 'pipe',
    continuous: true,
    begin() {},
    finish() {},
    write(frame) {
      if (stopped) return;
      if (fd === null && unread++ % LOOK_FRAMES === 0) open();
      if (fd === null) return;
      if (full >= STALLED_FRAMES) {
        fail('its reader has stopped reading');
        half = emptied(path);
        full = 0;
      }
      send(fd, frame);
    },
    health: () => health,
    async start() {
      stopped = false;
      open();
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

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
