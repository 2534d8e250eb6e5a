import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Hex } from '@loa/shared/jcs';
import { systemClock } from '@loa/shared/node/system-clock';
import { createDecode } from '../../edge-agent/src/audio/decode.js';
import { createAudioLibrary } from '../../edge-agent/src/audio/library.js';
import { createObjectStore } from '../../edge-agent/src/audio/object-store.js';
import type { AudioLibrary } from '../../edge-agent/src/sound-port.js';
import { silentLogger } from './silent-logger.js';

const SAMPLES = join(import.meta.dirname, '../../audio-samples');

/** A real recording: Ogg Opus as the controller makes it, and the samples that the box decoded it to. */
export interface GoldenRecording {
  name: string;
  sha256: string;
  bytes: number;
  durationMs: number;
  pcm: Int16Array;
}

export interface GoldenShelf {
  recordings: ReadonlyMap<string, GoldenRecording>;
  of(name: string): GoldenRecording;
  library: AudioLibrary;
  close(): void;
}

/** Cuts pieces of real speech and music, and lets the box's own library verify, decode and keep them. */
export async function createGoldenShelf(
  pieces: Record<string, { from: string; skip?: number; seconds: number }>,
): Promise<GoldenShelf> {
  const folder = mkdtempSync(join(tmpdir(), 'loa-golden-'));
  const files = new Map<string, string>();
  const store = createObjectStore({ folder: join(folder, 'audio') });
  await store.open();
  const library = createAudioLibrary({
    store,
    async fetchObject({ sha256 }) {
      const file = files.get(sha256);
      if (file === undefined) return { ok: false, reason: 'audio_missing', detail: 'not there' };
      copyFileSync(file, store.partialPath(sha256));
      return (await store.keepIfSound(sha256))
        ? { ok: true }
        : { ok: false, reason: 'audio_damaged', detail: 'not its hash' };
    },
    decode: createDecode({ clock: systemClock }),
    quotaBytes: 500_000_000,
    clock: systemClock,
    log: silentLogger,
  });
  const recordings = new Map<string, GoldenRecording>();
  for (const [name, { from, skip = 0, seconds }] of Object.entries(pieces)) {
    const file = join(folder, `${name}.opus`);
    const cut = ['-ss', String(skip), '-t', String(seconds), '-i', join(SAMPLES, from)];
    const encode = ['-ac', '1', '-c:a', 'libopus', '-b:a', '24k', '-flags', '+bitexact'];
    execFileSync('ffmpeg', ['-v', 'error', '-y', ...cut, ...encode, file]);
    const bytes = readFileSync(file);
    const sha256 = sha256Hex(bytes);
    files.set(sha256, file);
    const want = { sha256, bytes: bytes.length, durationMs: 0 };
    const ready = await library.makeReady(want, new AbortController().signal);
    if (!ready.ok) throw new Error(`${name}: ${ready.reason} ${ready.detail}`);
    const pcm = new Int16Array(Uint8Array.from(readFileSync(store.preparedPath(sha256))).buffer);
    recordings.set(name, { name, sha256, bytes: bytes.length, durationMs: ready.durationMs, pcm });
  }
  return {
    recordings,
    library,
    of(name) {
      const found = recordings.get(name);
      if (!found) throw new Error(`no recording ${name}`);
      return found;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
