import { readFile } from 'node:fs/promises';
import type { Recording } from '@loa/shared/api/recordings';
import { sha256Hex } from '@loa/shared/jcs';
import type { Library } from '../../controller/src/library/import-recording.js';
import { type RefusalReason, refuse } from '../../controller/src/library/outcomes.js';
import type { ObjectStore, Source } from '../../controller/src/library/store.js';

/**
 * A library without ffmpeg: bytes that begin with `sound:` are a recording of 20 s, bytes that begin with
 * `refuse:REASON` are refused so, all else is not audio.
 */
export function createFakeLibrary(
  store: Pick<ObjectStore, 'put'>,
  findByOriginal: (sha256: string) => Promise<Recording | null>,
): Library<Recording> {
  return {
    async importRecording({ source, originalName }) {
      const bytes = await bytesOf(source);
      const text = bytes.toString('latin1');
      const reason = /^refuse:(\w+)/.exec(text)?.[1];
      if (reason !== undefined) return refuse(reason as RefusalReason, 'as the test asked');
      if (bytes.length === 0) return refuse('empty', 'no bytes');
      if (!text.startsWith('sound:')) return refuse('not_audio', 'not a sound');
      const known = await findByOriginal(sha256Hex(bytes));
      if (known) return { ok: true, known: true, recording: known };
      const canonical = await put(store, Buffer.concat([Buffer.from('opus:'), bytes]));
      const aac = await put(store, Buffer.concat([Buffer.from('aac:'), bytes]));
      const original = { ...(await put(store, bytes)), name: originalName };
      return {
        ok: true,
        known: false,
        recording: {
          ...canonical,
          durationMs: 20_000,
          integratedLufs: -16.1,
          truePeakDb: -1.4,
          original,
          aac,
        },
      };
    },
  };
}

async function put(store: Pick<ObjectStore, 'put'>, bytes: Uint8Array) {
  const stored = await store.put(once(bytes));
  if (!stored.ok) throw new Error(stored.detail);
  return { sha256: stored.sha256, bytes: stored.bytes };
}

async function* once(bytes: Uint8Array) {
  yield bytes;
}

async function bytesOf(source: Source): Promise<Buffer> {
  if ('file' in source) return readFile(source.file);
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}
