import { rm } from 'node:fs/promises';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import { makeCanonical } from './canonical.js';
import { makeAacCopy } from './copies.js';
import type { Ffmpeg } from './ffmpeg.js';
import { recordedName } from './file-name.js';
import { DEFAULT_IMPORT_LIMITS, type ImportLimits, type Refusal, refuse } from './outcomes.js';
import type { ObjectStore, Source, Staged, StoredObject } from './store.js';

/** One canonical recording with what it was made from and what is made from it; all are objects in the store. */
export interface ImportedRecording extends StoredObject {
  readonly durationMs: number;
  readonly integratedLufs: number;
  readonly truePeakDb: number;
  readonly original: StoredObject & { readonly name: string };
  readonly aac: StoredObject;
}

export interface ImportRequest {
  /** The uploaded file, or its bytes as they arrive. It is copied; removing the upload is the caller's. */
  readonly source: Source;
  readonly originalName: string;
  readonly signal?: AbortSignal;
}

export type ImportOutcome<Known> =
  | { readonly ok: true; readonly known: false; readonly recording: ImportedRecording }
  /** The very same file was uploaded before, and the store holds it and what was made from it. */
  | { readonly ok: true; readonly known: true; readonly recording: Known }
  | Refusal;

export interface Library<Known> {
  importRecording(request: ImportRequest): Promise<ImportOutcome<Known>>;
}

export interface Remembered<Known> {
  readonly recording: Known;
  /** What was made from the original. Where the store lost one of them, the recording is made again. */
  readonly objects: readonly StoredObject[];
}

export interface LibraryPorts<Known> {
  readonly store: ObjectStore;
  readonly ffmpeg: Ffmpeg;
  readonly clock: Clock;
  readonly log: Logger;
  readonly limits?: Partial<ImportLimits>;
  /** The recording already made from an original with this hash. Two uploads at once may both be told none: the same original
   * gives the same canonical sha256, so the caller inserts by sha256 and does nothing on conflict. */
  findByOriginal(sha256: string): Promise<Remembered<Known> | undefined>;
}

export function createLibrary<Known>(ports: LibraryPorts<Known>): Library<Known> {
  const limits = { ...DEFAULT_IMPORT_LIMITS, ...ports.limits };

  async function importRecording(request: ImportRequest): Promise<ImportOutcome<Known>> {
    const begun = ports.clock.monotonic();
    const name = recordedName(request.originalName);
    const outcome = await importNamed(request, name);
    const tookMs = Math.round(ports.clock.monotonic() - begun);
    if (outcome.ok) ports.log.info({ name, tookMs, known: outcome.known }, 'recording imported');
    else ports.log.warn({ name, tookMs, reason: outcome.reason, detail: outcome.detail }, 'upload refused');
    return outcome;
  }

  async function importNamed({ source, signal }: ImportRequest, name: string): Promise<ImportOutcome<Known>> {
    const original = await ports.store.stage(source, { maxBytes: limits.maxBytes, signal });
    if (!original.ok) return original;
    try {
      if (original.bytes === 0) return refuse('empty', 'the upload has no bytes');
      const known = await ports.findByOriginal(original.sha256);
      if (known !== undefined && (await holdsAll(ports.store, [original, ...known.objects])))
        return { ok: true, known: true, recording: known.recording };
      return await makeRecording(ports, limits, original, name, signal);
    } finally {
      await original.discard();
    }
  }

  return { importRecording };
}

async function holdsAll(store: ObjectStore, objects: readonly StoredObject[]): Promise<boolean> {
  for (const { sha256, bytes } of objects) if (!(await store.has(sha256, bytes))) return false;
  return true;
}

async function makeRecording(
  { store, ffmpeg, log }: Pick<LibraryPorts<unknown>, 'store' | 'ffmpeg' | 'log'>,
  limits: ImportLimits,
  original: Staged,
  name: string,
  signal: AbortSignal | undefined,
): Promise<{ ok: true; known: false; recording: ImportedRecording } | Refusal> {
  const [canonicalPath, aacPath] = [store.temporaryPath(), store.temporaryPath()];
  try {
    const made = await makeCanonical(
      { ffmpeg, log },
      { source: original.path, target: canonicalPath, limits, signal },
    );
    if (!made.ok) return made;
    const { durationMs, integratedLufs, truePeakDb } = made;
    const copied = await makeAacCopy(ffmpeg, {
      canonical: canonicalPath,
      durationMs,
      target: aacPath,
      signal,
    });
    if (!copied.ok) return copied;

    // The original last: whoever finds it in the store finds what was made from it too.
    const canonical = await store.put({ file: canonicalPath }, { signal });
    if (!canonical.ok) return canonical;
    const aac = await store.put({ file: aacPath }, { signal });
    if (!aac.ok) return aac;
    const { sha256, bytes } = await original.commit();
    const recording = {
      ...{ sha256: canonical.sha256, bytes: canonical.bytes, durationMs, integratedLufs, truePeakDb },
      original: { sha256, bytes, name },
      aac: { sha256: aac.sha256, bytes: aac.bytes },
    };
    return { ok: true, known: false, recording };
  } finally {
    await rm(canonicalPath, { force: true });
    await rm(aacPath, { force: true });
  }
}
