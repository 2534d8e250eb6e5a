import { type FileHandle, open } from 'node:fs/promises';
import type { Logger } from '@loa/shared/ports/logger';
import {
  type FirstSample,
  FRAME_SAMPLES,
  frameBytes,
  type Output,
  type OutputHealth,
  type PlaybackStart,
  SAMPLES_PER_MS,
  type Taken,
} from './output.js';
import { freeWavPath, makeWavRoom, openWavFolder, type WavSidecar, writeSidecar } from './wav-folder.js';
import { WAV_HEADER_BYTES, wavHeader } from './wav-header.js';

/** A longer pause between two items is not filled with silence: the next one gets a file of its own, ms. */
const LONGEST_GAP_MS = 10 * 60_000;
/** Frames are written this many at a time: one small write a second. */
const FRAMES_A_WRITE = 50;
/** Sound waiting for a disk that does not answer, bytes (5 s); more is not kept in memory. */
const BACKLOG_BYTES = 480_000;
/** A file grows to this part of the quota; then the next one begins and the oldest goes. */
const PARTS_IN_QUOTA = 4;

/** What is known of the file being written; the disk follows, in order, off the beat of the frames. */
interface Recording {
  path: string;
  sidecar: WavSidecar;
  /** When its sample 0 was due, monotonic. */
  zeroDueAt: number;
  /** Its length so far, silence between items included. */
  samples: number;
  file: FileHandle | null;
}

/**
 * One WAV a session, with a sidecar. A sample stands where it sounded, so pauses between items are silence; a long
 * session goes on in further files, and the oldest files go when the quota is full.
 */
export function createWavOutput(ports: {
  id?: string;
  folder: string;
  boxId: string;
  quotaBytes: number;
  log: Logger;
}): Output {
  const { folder, boxId, quotaBytes, log } = ports;
  const partBytes = Math.floor(quotaBytes / PARTS_IN_QUOTA);
  let armed: PlaybackStart | null = null;
  let current: Recording | null = null;
  let pending: Buffer[] = [];
  let pendingAt = 0;
  let backlog = 0;
  let queue = Promise.resolve();
  /** Names given to files that the disk does not have yet. */
  const promised = new Set<string>();
  let health: OutputHealth = { ok: true };

  /** Everything that touches the disk runs in order. After a failure the next item begins a new file. */
  function then(recording: Recording | null, work: () => Promise<void>): void {
    queue = queue.then(work).catch(async (error: unknown) => {
      const detail = error instanceof Error ? error.message : String(error);
      if (health.ok) log.warn({ folder, detail }, 'the WAV output takes no sound');
      health = { ok: false, detail };
      if (recording === null || recording !== current) return;
      current = null;
      pending = [];
      await recording.file?.close().catch(() => {});
    });
  }

  function rotate(sessionId: string, zeroDueAt: number, zeroAt: number): Recording {
    closeCurrent();
    const firstSampleAt = Math.round(zeroAt);
    const sidecar: WavSidecar = { boxId, sessionId, firstSampleAt, sampleRate: 48_000, items: [] };
    const path = freeWavPath(folder, sessionId, promised);
    promised.add(path);
    const fresh: Recording = { path, sidecar, zeroDueAt, samples: 0, file: null };
    then(fresh, async () => {
      await makeWavRoom(folder, quotaBytes, partBytes);
      promised.delete(path);
      fresh.file = await open(path, 'wx', 0o600);
      await fresh.file.write(wavHeader(0), 0, WAV_HEADER_BYTES, 0);
      health = { ok: true };
    });
    current = fresh;
    return fresh;
  }

  /** The file for an item that begins now: the session's own, unless it would grow or pause too long. */
  function beginItem({ playbackId, sessionId }: PlaybackStart, dueAt: number, first: FirstSample): void {
    const itemDueAt = dueAt + first.offsetSamples / SAMPLES_PER_MS;
    const fits =
      current !== null &&
      current.sidecar.sessionId === sessionId &&
      positionIn(current, itemDueAt) - current.samples <= LONGEST_GAP_MS * SAMPLES_PER_MS &&
      positionIn(current, itemDueAt) * 2 < partBytes;
    const recording = current && fits ? current : rotate(sessionId, itemDueAt, first.firstSampleAt);
    const offsetSamples = Math.max(recording.samples, positionIn(recording, itemDueAt));
    const startedAt = Math.round(first.firstSampleAt);
    recording.sidecar.items.push({ playbackId, startedAt, offsetSamples });
    noteItems(recording);
  }

  function noteItems({ path, sidecar }: Recording): void {
    const now = structuredClone(sidecar);
    then(current, () => writeSidecar(path, now));
  }

  /** The session goes on in the next file, which tells where its running item began. */
  function nextPart(full: Recording, dueAt: number): Recording {
    const { sidecar, zeroDueAt } = full;
    flush();
    const part = rotate(sidecar.sessionId, dueAt, sidecar.firstSampleAt + dueAt - zeroDueAt);
    const last = sidecar.items.at(-1);
    if (last) {
      const offsetSamples = last.offsetSamples - positionIn(full, dueAt);
      part.sidecar.items.push({ ...last, offsetSamples });
    }
    noteItems(part);
    return part;
  }

  function flush(): void {
    const recording = current;
    if (!recording || pending.length === 0) return;
    const bytes = Buffer.concat(pending);
    const at = WAV_HEADER_BYTES + pendingAt * 2;
    pending = [];
    backlog += bytes.length;
    then(recording, async () => {
      backlog -= bytes.length;
      const { file } = recording;
      if (!file) return;
      // Beyond the end of the file this leaves a hole, which reads as silence and takes no room.
      await file.write(bytes, 0, bytes.length, at);
      await file.write(wavHeader(at + bytes.length - WAV_HEADER_BYTES), 0, WAV_HEADER_BYTES, 0);
    });
  }

  function closeCurrent(): void {
    flush();
    const closing = current;
    current = null;
    if (closing) then(null, async () => closing.file?.close());
  }

  function write(frame: Int16Array, dueAt: number, first?: FirstSample): Taken {
    if (first && armed) {
      flush();
      beginItem(armed, dueAt, first);
    }
    if (!current || backlog > BACKLOG_BYTES) return 'failed';
    const recording = current.samples * 2 < partBytes ? current : nextPart(current, dueAt);
    const position = positionIn(recording, dueAt);
    // What lies before the end is already written: the beat moved by less than a frame, or the file begins within it.
    const from = Math.min(FRAME_SAMPLES, Math.max(0, recording.samples - position));
    const behind = position + from > recording.samples;
    if (behind) flush();
    if (pending.length === 0) pendingAt = behind ? position : recording.samples;
    pending.push(Buffer.from(frameBytes(frame.subarray(from))));
    recording.samples = (behind ? position : recording.samples) + frame.length - from;
    if (pending.length >= FRAMES_A_WRITE) flush();
    return 'taken';
  }

  return {
    id: ports.id ?? 'wav',
    continuous: false,
    begin(start) {
      armed = start;
    },
    write,
    finish() {
      armed = null;
      flush();
    },
    health: () => health,
    async start() {
      then(null, () => openWavFolder(folder));
      await queue;
      return async () => {
        closeCurrent();
        await queue;
      };
    },
  };
}

function positionIn({ zeroDueAt }: Recording, dueAt: number): number {
  return Math.round((dueAt - zeroDueAt) * SAMPLES_PER_MS);
}
