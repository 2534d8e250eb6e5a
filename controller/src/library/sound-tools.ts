import { rm } from 'node:fs/promises';
import type { Ffmpeg, RunOutcome } from './ffmpeg.js';
import { inspect } from './inspect.js';
import { type Refusal, refuse } from './outcomes.js';
import { loudestEach20Ms, peaksOf, SCAN_OUTPUT, soundBounds } from './scan-pcm.js';
import type { ObjectStore } from './store.js';

/** How many points a waveform is drawn with: about one a pixel of a wide phone, two of a narrow one. */
export const PEAK_POINTS = 800;
/** Less is not worth another recording, milliseconds. */
const WORTH_TRIMMING_MS = 100;

export interface TrimBounds {
  startMs?: number | undefined;
  endMs?: number | undefined;
}

/** What is asked of sounds that are in the store already. */
export interface SoundTools {
  /** The waveform of a canonical recording. */
  peaks(
    sha256: string,
    durationMs: number,
    signal?: AbortSignal,
  ): Promise<{ ok: true; points: number[] } | Refusal>;
  /**
   * Calls `use` with a lossless cut of an object; the file is gone afterwards. `null`: there is nothing to cut. Without
   * bounds, silence at both ends goes.
   */
  trim<T>(
    object: { sha256: string; durationMs: number; bounds: TrimBounds; signal?: AbortSignal | undefined },
    use: (file: string) => Promise<T>,
  ): Promise<{ ok: true; value: T; trimmedMs: number } | { ok: true; value: null; trimmedMs: 0 } | Refusal>;
}

export function createSoundTools({ ffmpeg, store }: { ffmpeg: Ffmpeg; store: ObjectStore }): SoundTools {
  /** Raw samples of an object, looked at and thrown away. */
  async function scan(sha256: string, durationMs: number, signal?: AbortSignal) {
    const path = store.pathOf(sha256);
    const looked = await inspect(path);
    if (!looked.ok) return looked;
    const target = store.temporaryPath();
    try {
      const ran = await ffmpeg.run({
        input: { path, demuxer: looked.demuxer },
        maxSeconds: Math.ceil(durationMs / 1000) + 2,
        audioFilter: 'anull',
        output: { path: target, options: SCAN_OUTPUT },
        signal,
      });
      if (!ran.ok) return refusalOf(ran);
      return { ok: true as const, steps: await loudestEach20Ms(target), demuxer: looked.demuxer, path };
    } finally {
      await rm(target, { force: true });
    }
  }

  return {
    async peaks(sha256, durationMs, signal) {
      const scanned = await scan(sha256, durationMs, signal);
      return scanned.ok ? { ok: true, points: peaksOf(scanned.steps, PEAK_POINTS) } : scanned;
    },
    async trim({ sha256, durationMs, bounds, signal }, use) {
      const scanned = await scan(sha256, durationMs, signal);
      if (!scanned.ok) return scanned;
      const length = scanned.steps.length * 20;
      const asked = bounds.startMs !== undefined || bounds.endMs !== undefined;
      const found = asked
        ? { startMs: bounds.startMs ?? 0, endMs: Math.min(length, bounds.endMs ?? length) }
        : soundBounds(scanned.steps);
      if (!found || found.endMs <= found.startMs)
        return refuse('silent', 'nothing but silence would be left');
      const trimmedMs = length - (found.endMs - found.startMs);
      if (trimmedMs < WORTH_TRIMMING_MS) return { ok: true, value: null, trimmedMs: 0 };
      const target = store.temporaryPath();
      try {
        const ran = await ffmpeg.run({
          input: { path: scanned.path, demuxer: scanned.demuxer },
          maxSeconds: Math.ceil(durationMs / 1000) + 2,
          audioFilter: cut(found),
          output: { path: target, options: ['-c:a', 'flac', '-f', 'flac'] },
          signal,
        });
        if (!ran.ok) return refusalOf(ran);
        return { ok: true, value: await use(target), trimmedMs };
      } finally {
        await rm(target, { force: true });
      }
    },
  };
}

function cut({ startMs, endMs }: { startMs: number; endMs: number }): string {
  const seconds = (ms: number) => (ms / 1000).toFixed(3);
  return `atrim=start=${seconds(startMs)}:end=${seconds(endMs)},asetpts=PTS-STARTPTS`;
}

function refusalOf(ran: Extract<RunOutcome<unknown>, { ok: false }>): Refusal {
  return refuse(ran.reason === 'timeout' ? 'timeout' : 'decode_failed', ran.detail);
}
