import { closeSync, constants, openSync, writeSync } from 'node:fs';
import type { Logger } from '@loa/shared/ports/logger';
import { frameBytes, type Output, type OutputHealth } from './output.js';

/**
 * Raw s16le 48 kHz mono into a FIFO or a file, continuous: silence flows while nothing plays. Opened for reading too
 * and without blocking, so that a reader may come and go; a frame that a slow reader has no room for is dropped,
 * never delayed. A frame is smaller than PIPE_BUF, so it goes whole or not at all.
 */
export function createPipeOutput({ path, log }: { path: string; log: Logger }): Output {
  let fd: number | null = null;
  let health: OutputHealth = { ok: true };

  function fail(error: unknown): void {
    const detail = error instanceof Error ? error.message : String(error);
    if (health.ok) log.warn({ path, detail }, 'the pipe output takes no sound');
    health = { ok: false, detail };
  }

  return {
    id: 'pipe',
    continuous: true,
    begin() {},
    finish() {},
    write(frame) {
      if (fd === null) return;
      try {
        writeSync(fd, frameBytes(frame));
        health = { ok: true };
      } catch (error) {
        if (isFull(error)) return;
        fail(error);
      }
    },
    health: () => health,
    async start() {
      try {
        const { O_RDWR, O_NONBLOCK, O_APPEND, O_CREAT } = constants;
        fd = openSync(path, O_RDWR | O_NONBLOCK | O_APPEND | O_CREAT, 0o600);
      } catch (error) {
        fail(error);
      }
      return async () => {
        if (fd !== null) closeSync(fd);
        fd = null;
      };
    },
  };
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}
