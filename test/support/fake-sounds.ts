import { rm, writeFile } from 'node:fs/promises';
import { refuse } from '../../controller/src/library/outcomes.js';
import type { SoundTools } from '../../controller/src/library/sound-tools.js';
import type { ObjectStore } from '../../controller/src/library/store.js';

/** Sound tools without ffmpeg: every waveform is flat, and half a second of silence stands at both ends of a sound. */
export function createFakeSounds(store: Pick<ObjectStore, 'temporaryPath'>): SoundTools {
  return {
    async peaks(_sha256, durationMs) {
      if (durationMs === 0) return refuse('silent', 'no sound');
      return { ok: true, points: Array.from({ length: 800 }, () => 50) };
    },
    async trim({ sha256, durationMs, bounds }, use) {
      const { startMs = 500, endMs = durationMs - 500 } = bounds;
      const trimmedMs = durationMs - (endMs - startMs);
      if (trimmedMs === 0) return { ok: true, value: null, trimmedMs: 0 };
      const path = store.temporaryPath();
      await writeFile(path, `sound:${sha256} from ${startMs} to ${endMs}`);
      try {
        return { ok: true, value: await use(path), trimmedMs };
      } finally {
        await rm(path);
      }
    },
  };
}
