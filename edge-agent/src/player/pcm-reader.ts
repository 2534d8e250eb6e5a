import { type FileHandle, open } from 'node:fs/promises';
import { BYTES_PER_SAMPLE } from '../audio/decode.js';

/** Prepared PCM, read ahead of need so that the disk never decides when a frame goes out. */
export interface PcmReader {
  /** Copies the next samples; fewer at the end, none when it is over, null when the disk has not kept up. */
  take(samples: number): Int16Array | null;
  /** Resolves when the first stretch is in memory or cannot be read. */
  readonly primed: Promise<void>;
  /** Why nothing more will come, if reading failed. */
  failure(): string | null;
  close(): void;
}

/** One second at a time, two in memory at most. */
const CHUNK_BYTES = 96_000;

export function openPcm(path: string, offsetMs: number): PcmReader {
  const chunks: Buffer[] = [];
  let position = Math.round(offsetMs * 48) * BYTES_PER_SAMPLE;
  let ended = false;
  let closed = false;
  let failure: string | null = null;
  let file: FileHandle | null = null;
  let filling: Promise<void> | null = null;

  async function fill(): Promise<void> {
    try {
      file ??= await open(path, 'r');
      while (!closed && !ended && buffered() <= CHUNK_BYTES) {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, position);
        const whole = bytesRead - (bytesRead % BYTES_PER_SAMPLE);
        position += whole;
        if (whole > 0) chunks.push(buffer.subarray(0, whole));
        if (bytesRead < CHUNK_BYTES) ended = true;
      }
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
      ended = true;
    } finally {
      if (closed || ended) {
        await file?.close().catch(() => {});
        file = null;
      }
    }
  }

  function refill(): Promise<void> {
    filling ??= fill().finally(() => {
      filling = null;
    });
    return filling;
  }

  const buffered = () => chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const primed = refill();

  return {
    primed,
    failure: () => failure,
    take(samples) {
      const wanted = samples * BYTES_PER_SAMPLE;
      if (buffered() < wanted && !ended) return null;
      const out = Buffer.alloc(Math.min(wanted, buffered()));
      let filled = 0;
      while (filled < out.length) {
        const head = chunks.shift();
        if (!head) break;
        const copied = head.copy(out, filled);
        filled += copied;
        if (copied < head.length) chunks.unshift(head.subarray(copied));
      }
      if (!ended && buffered() <= CHUNK_BYTES) void refill();
      return asSamples(out);
    },
    close() {
      closed = true;
      void refill();
    },
  };
}

function asSamples(bytes: Buffer): Int16Array {
  return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / BYTES_PER_SAMPLE);
}
