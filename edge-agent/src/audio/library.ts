import { existsSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { AudioLibrary, Readied } from '../sound-port.js';
import { BYTES_PER_MS, type Decode } from './decode.js';
import { isDiskFull } from './disk-full.js';
import type { Fetched } from './fetch-object.js';
import type { ObjectStore, StoredFile } from './object-store.js';

export interface LibraryPorts {
  store: ObjectStore;
  fetchObject(want: { sha256: string; bytes: number }, signal: AbortSignal): Promise<Fetched>;
  decode: Decode;
  /** Recordings and what was decoded from them together, bytes. */
  quotaBytes: number;
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

/** Recordings fetched, verified and fully decoded ahead of air time. */
export function createAudioLibrary(ports: LibraryPorts): AudioLibrary {
  const { store, decode, log } = ports;
  const underway = new Map<string, Promise<Readied>>();

  async function makeReady(
    want: Parameters<AudioLibrary['makeReady']>[0],
    signal: AbortSignal,
  ): Promise<Readied> {
    const { sha256 } = want;
    const known = library.prepared(sha256);
    if (known) return { ok: true, durationMs: known.durationMs };
    if (existsSync(store.objectPath(sha256))) {
      const readied = await prepare(sha256, want.durationMs, signal);
      const suspect = !readied.ok && readied.reason === 'audio_undecodable';
      if (!suspect || (await store.stillSound(sha256))) return readied;
      log.warn({ sha256 }, 'audio was damaged on the disk and is fetched again');
    }
    const fetched = await ports.fetchObject(want, signal);
    return fetched.ok ? prepare(sha256, want.durationMs, signal) : fetched;
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
      if (decodedMs === 0) return { ok: false, reason: 'audio_undecodable', detail: 'nothing was decoded' };
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
    async evict(keep) {
      const files = await store.list();
      for (const sha256 of keep) await store.touch(sha256, ports.clock.now() / 1000);
      for (const file of toDrop(files, keep, underway, ports.quotaBytes)) {
        log.info(
          { sha256: file.sha256, kind: file.kind, bytes: file.bytes },
          'audio was dropped to make room',
        );
        await rm(file.path, { force: true });
      }
    },
    freeBytes: () => store.freeBytes(),
  };
  return library;
}

function toleranceOf(durationMs: number): number {
  return Math.max(TOLERANCE_MS, durationMs * TOLERANCE_RATIO);
}

/** What must go to come within the quota: decoded copies before recordings, the longest unused first. */
function toDrop(
  files: readonly StoredFile[],
  keep: ReadonlySet<string>,
  busy: ReadonlyMap<string, unknown>,
  quotaBytes: number,
): StoredFile[] {
  let excess = files.reduce((sum, file) => sum + file.bytes, 0) - quotaBytes;
  const rank = { prepared: 0, partial: 1, object: 2 } as const;
  return files
    .filter(({ sha256 }) => !keep.has(sha256) && !busy.has(sha256))
    .sort((a, b) => rank[a.kind] - rank[b.kind] || a.usedAtMs - b.usedAtMs)
    .filter((file) => {
      if (excess <= 0) return false;
      excess -= file.bytes;
      return true;
    });
}
