import { type FileHandle, open } from 'node:fs/promises';
import { SAMPLES_PER_MS } from '../../outputs/output.js';
import type { SampleSource } from './sample-source.js';

const BYTES_PER_SAMPLE = 2;
/** Half a second at a time; read again below one second, so that 1.5 s are in memory at most. */
const CHUNK_BYTES = 48_000;
const LOW_BYTES = 96_000;

/** Prepared PCM, read ahead of need so that the disk never decides when a frame goes out. */
export function openPcm(path: string, offsetMs: number): SampleSource {
  const chunks: Buffer[] = [];
  let buffered = 0;
  let position = Math.round(offsetMs * SAMPLES_PER_MS) * BYTES_PER_SAMPLE;
  let ended = false;
  let closed = false;
  let failure: string | null = null;
  let file: FileHandle | null = null;
  let filling = false;

  async function fill(): Promise<void> {
    try {
      file ??= await open(path, 'r');
      while (!closed && !ended && buffered < LOW_BYTES) {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, position);
        const whole = bytesRead - (bytesRead % BYTES_PER_SAMPLE);
        position += whole;
        buffered += whole;
        if (whole > 0) chunks.push(buffer.subarray(0, whole));
        else ended = true;
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      failure = `the prepared audio could not be read: ${why}`;
      ended = true;
    }
  }

  /** One reading at a time; the file is let go of as soon as nothing more is wanted of it. */
  async function refill(): Promise<void> {
    if (filling || ended || closed) return;
    filling = true;
    await fill();
    filling = false;
    if (ended || closed) await release();
  }

  async function release(): Promise<void> {
    const done = file;
    file = null;
    await done?.close().catch(() => {});
  }

  const primed = refill();

  return {
    primed,
    failure: () => failure,
    take(samples) {
      const wanted = samples * BYTES_PER_SAMPLE;
      if (buffered < wanted && !ended) return null;
      const out = Buffer.alloc(Math.min(wanted, buffered));
      let filled = 0;
      while (filled < out.length) {
        const head = chunks.shift();
        if (!head) break;
        const copied = head.copy(out, filled);
        filled += copied;
        if (copied < head.length) chunks.unshift(head.subarray(copied));
      }
      buffered -= filled;
      if (buffered < LOW_BYTES) void refill();
      return new Int16Array(out.buffer, out.byteOffset, out.length / BYTES_PER_SAMPLE);
    },
    close() {
      closed = true;
      if (!filling) void release();
    },
  };
}
