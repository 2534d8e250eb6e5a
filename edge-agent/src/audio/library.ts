import { existsSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { AudioLibrary, Readied } from '../sound-port.js';
import { BYTES_PER_MS, type Decode } from './decode.js';
import { isDigitalSilence, SILENT_DBFS } from './digital-silence.js';
import { isDiskFull } from './disk-full.js';
import type { Fetched } from './fetch-object.js';
import type { ObjectStore, StoredFile } from './object-store.js';

export interface LibraryPorts {
  store: ObjectStore;
  fetchObject(want: { sha256: string; bytes: number }, signal: AbortSignal): Promise<Fetched>;
  decode: Decode;
  /** Recordings and what was decoded from them together, bytes. */
  quotaBytes: number;
  /** What audio leaves free on the disk, bytes; 4 MB unless said otherwise. */
  marginBytes?: number;
  clock: Clock;
  log: Logger;
}

/** How far a decoded length may be from the promised one: the larger of the two. */
const TOLERANCE_MS = 50;
const TOLERANCE_RATIO = 0.005;
/** A recording whose length the plan does not say (what is held) may be this long. */
const LONGEST_MS = 60 * 60_000;
/** With less room than this a decoding that fell short is taken to have filled the disk: what ffmpeg writes at once. */
const NO_ROOM_BYTES = 256 * 1024;
/** What audio leaves of the disk, at the least, to the journal and the system. */
const DISK_MARGIN_BYTES = 4_000_000;

/** Recordings fetched, verified and fully decoded ahead of air time. */
export function createAudioLibrary(ports: LibraryPorts): AudioLibrary {
  const { store, decode, log } = ports;
  const { quotaBytes, marginBytes = DISK_MARGIN_BYTES } = ports;
  const underway = new Map<string, Promise<Readied>>();
  /** Before it was told what to keep, it drops nothing. */
  let keep: ReadonlySet<string> | null = null;

  async function makeReady(
    want: Parameters<AudioLibrary['makeReady']>[0],
    signal: AbortSignal,
  ): Promise<Readied> {
    const { sha256 } = want;
    const known = library.prepared(sha256);
    if (known) return { ok: true, durationMs: known.durationMs };
    // A card that rots must not put an altered sound on air.
    const stored = existsSync(store.objectPath(sha256)) && (await store.stillSound(sha256));
    const need = (stored ? 0 : want.bytes) + want.durationMs * BYTES_PER_MS;
    if (!(await makeRoom(need))) {
      return {
        ok: false,
        reason: 'disk_full',
        detail: `no room for ${need} bytes, even with all dropped that may go`,
      };
    }
    if (!stored) {
      const fetched = await ports.fetchObject(want, signal);
      if (!fetched.ok) return fetched;
    }
    return prepare(sha256, want.durationMs, signal);
  }

  /** Whether so many more bytes fit, after dropping what need not be kept; nothing is dropped where it is no use. */
  async function makeRoom(bytes: number): Promise<boolean> {
    const files = await store.list();
    const used = files.reduce((sum, file) => sum + file.bytes, 0);
    const excess = Math.max(used + bytes - quotaBytes, bytes + marginBytes - (await store.freeBytes()));
    if (excess <= 0) return true;
    const going = toDrop(files, keep, underway, excess);
    if (bytes > 0 && going.reduce((sum, file) => sum + file.bytes, 0) < excess) return false;
    for (const { path, sha256, kind, bytes: size } of going) {
      log.info({ sha256, kind, bytes: size }, 'audio was dropped to make room');
      await rm(path, { force: true });
    }
    return true;
  }

  /** A decoder on a full disk says only that it failed, or not even that. */
  async function blame(): Promise<'disk_full' | 'audio_undecodable'> {
    return (await store.freeBytes()) < NO_ROOM_BYTES ? 'disk_full' : 'audio_undecodable';
  }

  async function prepare(sha256: string, durationMs: number, signal: AbortSignal): Promise<Readied> {
    const target = store.decodingPath(sha256);
    try {
      const limitMs = durationMs > 0 ? durationMs + toleranceOf(durationMs) + 1_000 : LONGEST_MS;
      const decoded = await decode(store.objectPath(sha256), target, limitMs, signal);
      if (!decoded.ok) {
        if (signal.aborted) return { ok: false, reason: 'audio_missing', detail: 'stopped' };
        return { ok: false, reason: await blame(), detail: decoded.detail };
      }
      const decodedMs = ((await store.bytesOf(target)) ?? 0) / BYTES_PER_MS;
      if (durationMs > 0 && Math.abs(decodedMs - durationMs) > toleranceOf(durationMs)) {
        const detail = `decoded ${Math.round(decodedMs)} ms of ${durationMs} ms`;
        return { ok: false, reason: await blame(), detail };
      }
      // Without a promised length only the room left tells that ffmpeg, content, wrote what fitted.
      if (durationMs === 0 && (await blame()) === 'disk_full') {
        return { ok: false, reason: 'disk_full', detail: 'no room to prepare it' };
      }
      if (decodedMs === 0) return { ok: false, reason: 'audio_undecodable', detail: 'nothing was decoded' };
      if (await isDigitalSilence(target)) {
        const detail = `it decodes to digital silence (below ${SILENT_DBFS} dBFS)`;
        return { ok: false, reason: 'audio_undecodable', detail };
      }
      await store.keepPrepared(sha256);
      return { ok: true, durationMs: Math.round(decodedMs) };
    } catch (error) {
      if (isDiskFull(error)) return { ok: false, reason: 'disk_full', detail: 'no room to prepare it' };
      throw error;
    } finally {
      await rm(target, { force: true });
    }
  }

  const library: AudioLibrary = {
    makeReady(want, signal) {
      const running = underway.get(want.sha256);
      if (running !== undefined) return running;
      const fresh = makeReady(want, signal).finally(() => underway.delete(want.sha256));
      underway.set(want.sha256, fresh);
      return fresh;
    },
    prepared(sha256) {
      const path = store.preparedPath(sha256);
      const found = statSync(path, { throwIfNoEntry: false });
      return found ? { path, durationMs: Math.round(found.size / BYTES_PER_MS) } : null;
    },
    async evict(wanted) {
      keep = new Set(wanted);
      for (const sha256 of keep) await store.touch(sha256, ports.clock.now());
      await makeRoom(0);
    },
    freeBytes: () => store.freeBytes(),
  };
  return library;
}

function toleranceOf(durationMs: number): number {
  return Math.max(TOLERANCE_MS, durationMs * TOLERANCE_RATIO);
}

/** What may go to make room for `excess` bytes: decoded copies before recordings, the longest unused first. */
function toDrop(
  files: readonly StoredFile[],
  keep: ReadonlySet<string> | null,
  busy: ReadonlyMap<string, unknown>,
  excess: number,
): StoredFile[] {
  if (keep === null) return [];
  let left = excess;
  const rank = { prepared: 0, partial: 1, object: 2 } as const;
  return files
    .filter(({ sha256 }) => !keep.has(sha256) && !busy.has(sha256))
    .sort((a, b) => rank[a.kind] - rank[b.kind] || a.usedAtMs - b.usedAtMs)
    .filter((file) => {
      if (left <= 0) return false;
      left -= file.bytes;
      return true;
    });
}
