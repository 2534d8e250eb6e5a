import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@loa/shared/node/system-clock';
import { BUILT_IN_SOUNDS } from '@loa/shared/trust/built-in-sounds';
import { afterAll, describe, expect, it } from 'vitest';
import { withBuiltInSounds } from '../../../edge-agent/src/audio/built-in-sounds.js';
import { createDecode } from '../../../edge-agent/src/audio/decode.js';
import { createAudioLibrary } from '../../../edge-agent/src/audio/library.js';
import { createObjectStore } from '../../../edge-agent/src/audio/object-store.js';
import { silentLogger } from '../../support/silent-logger.js';

const folder = mkdtempSync(join(tmpdir(), 'loa-built-in-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function library(sounds?: string) {
  const store = createObjectStore({ folder: mkdtempSync(join(folder, 'audio-')) });
  await store.open();
  const asked: string[] = [];
  const made = createAudioLibrary({
    store,
    fetchObject: withBuiltInSounds({
      store,
      async fetchObject({ sha256 }) {
        asked.push(sha256);
        return { ok: false, reason: 'audio_missing', detail: 'no controller' };
      },
      ...(sounds === undefined ? {} : { folder: sounds }),
    }),
    decode: createDecode({ clock: systemClock }),
    quotaBytes: 100_000_000,
    clock: systemClock,
    log: silentLogger,
  });
  return { made, asked };
}

describe('the sounds that a box carries', () => {
  it.each(BUILT_IN_SOUNDS)(
    '$file is what its hash and length say, and is ready without a controller',
    async (sound) => {
      const { made, asked } = await library();
      const ready = await made.makeReady(sound, new AbortController().signal);
      expect(ready).toEqual({ ok: true, durationMs: sound.durationMs });
      expect(sound.durationMs).toBeLessThanOrEqual(15_000);
      expect(asked).toEqual([]);
    },
  );

  it('are asked for like others where they were not installed', async () => {
    const { made, asked } = await library(join(folder, 'nowhere'));
    const [sound] = BUILT_IN_SOUNDS;
    if (!sound) throw new Error('there is none');
    expect((await made.makeReady(sound, new AbortController().signal)).ok).toBe(false);
    expect(asked).toEqual([sound.sha256]);
  });
});
