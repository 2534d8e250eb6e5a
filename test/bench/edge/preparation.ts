import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { systemClock } from '@loa/shared/node/system-clock';
import { createDecode } from '../../../edge-agent/src/audio/decode.js';
import { createAudioLibrary } from '../../../edge-agent/src/audio/library.js';
import { createObjectStore } from '../../../edge-agent/src/audio/object-store.js';
import { silentLogger } from '../../support/silent-logger.js';
import { median } from '../figure.js';

const TURNS = 7;

/** Milliseconds to make a fetched recording ready, and ffmpeg's for the same file typed by hand; interleaved, medians. */
export async function timePreparation(
  recording: string,
  durationMs: number,
): Promise<{ oursMs: number; byHandMs: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'loa-prepare-'));
  const bytes = readFileSync(recording);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const ours: number[] = [];
  const byHand: number[] = [];
  try {
    for (let turn = 0; turn <= TURNS; turn++) {
      const began = systemClock.monotonic();
      await prepare(join(folder, String(turn)), { sha256, bytes, durationMs }, (ms) => ours.push(ms));
      const between = systemClock.monotonic();
      const out = join(folder, `${turn}.pcm`);
      const words = ['-v', 'error', '-nostdin', '-y', '-f', 'ogg', '-i', recording];
      execFileSync('ffmpeg', [...words, '-ac', '1', '-ar', '48000', '-f', 's16le', out]);
      byHand.push(systemClock.monotonic() - between);
      // The first turn warms the disk's cache, and what our side looks up once.
      if (began && turn === 0) ours.length = byHand.length = 0;
    }
    return { oursMs: median(ours), byHandMs: median(byHand) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function prepare(
  folder: string,
  { sha256, bytes, durationMs }: { sha256: string; bytes: Buffer; durationMs: number },
  told: (ms: number) => void,
): Promise<void> {
  const store = createObjectStore({ folder });
  await store.open();
  const path = store.objectPath(sha256);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  const library = createAudioLibrary({
    store,
    decode: createDecode({ clock: systemClock }),
    fetchObject: async () => ({ ok: false, reason: 'audio_missing', detail: 'not asked for' }),
    quotaBytes: 1e9,
    clock: systemClock,
    log: silentLogger,
  });
  const began = systemClock.monotonic();
  const ready = await library.makeReady(
    { sha256, bytes: bytes.byteLength, durationMs },
    new AbortController().signal,
  );
  told(systemClock.monotonic() - began);
  if (!ready.ok) throw new Error(`not prepared: ${ready.detail}`);
}
