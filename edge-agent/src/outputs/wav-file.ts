import { type FileHandle, open, rm } from 'node:fs/promises';
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

/** After a failure within an item another file is tried no sooner than so long after the one before, ms. */
const RETRY_MS = 2_000;

/** What is known of the file being written; the disk follows, in order, off the beat of the frames. */
interface Recording {
  path: string;
  sidecar: WavSidecar;
  /** When its sample 0 was due, monotonic. */
  zeroDueAt: number;
  /** Its length so far, silence between items included. */
  samples: number;
  file: FileHandle | null;
  /** It follows a failure: nothing is taken before it is there. */
  resumed: boolean;
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
  /** What sounds, and when its first sample was due (monotonic). */
  let item: { start: PlaybackStart; startedAt: number; dueAt: number } | null = null;
  let stopped = true;
  let retryAt = Number.NEGATIVE_INFINITY;
  let current: Recording | null = null;
  let pending: Buffer[] = [];
  let pendingAt = 0;
  let backlog = 0;
  let queue = Promise.resolve();
  /** Names given to files that the disk does not have yet. */
  const promised = new Set<string>();
  let health: OutputHealth = { ok: true };

  /** Everything that touches the disk runs in order. After a failure a new file is begun. */
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

  function rotate(sessionId: string, zeroDueAt: number, zeroAt: number, resumed = false): Recording {
    closeCurrent();
    retryAt = zeroDueAt + RETRY_MS;
    const firstSampleAt = Math.round(zeroAt);
    const sidecar: WavSidecar = { boxId, sessionId, firstSampleAt, sampleRate: 48_000, items: [] };
    const path = freeWavPath(folder, sessionId, promised);
    promised.add(path);
    const fresh: Recording = { path, sidecar, zeroDueAt, samples: 0, file: null, resumed };
    then(fresh, async () => {
      try {
        await makeWavRoom(folder, quotaBytes, partBytes);
        fresh.file = await createWav(path);
      } finally {
        promised.delete(path);
      }
      health = { ok: true };
    });
    current = fresh;
    return fresh;
  }

  /** The file for an item that begins now: the session's own, unless it would grow or pause too long. */
  function beginItem(start: PlaybackStart, dueAt: number, first: FirstSample): void {
    const { playbackId, sessionId } = start;
    const itemDueAt = dueAt + first.offsetSamples / SAMPLES_PER_MS;
    const fits =
      current !== null &&
      current.sidecar.sessionId === sessionId &&
      positionIn(current, itemDueAt) - current.samples <= LONGEST_GAP_MS * SAMPLES_PER_MS &&
      positionIn(current, itemDueAt) * 2 < partBytes;
    const recording = current && fits ? current : rotate(sessionId, itemDueAt, first.firstSampleAt);
    const offsetSamples = Math.max(recording.samples, positionIn(recording, itemDueAt));
    const startedAt = Math.round(first.firstSampleAt);
    item = { start, startedAt, dueAt: itemDueAt };
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

  /** After a failure, or a restart in the middle of an item: the rest of it goes into another file. */
  function resume(dueAt: number): void {
    if (stopped || !item || dueAt < retryAt) return;
    const { start, startedAt, dueAt: itemDueAt } = item;
    const rest = rotate(start.sessionId, dueAt, startedAt + dueAt - itemDueAt, true);
    const offsetSamples = positionIn(rest, itemDueAt);
    rest.sidecar.items.push({ playbackId: start.playbackId, startedAt, offsetSamples });
    noteItems(rest);
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
    if (!current) resume(dueAt);
    if (!current || backlog > BACKLOG_BYTES || (current.resumed && !current.file)) return 'failed';
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
      item = null;
      flush();
    },
    health: () => health,
    async start() {
      stopped = false;
      then(null, () => openWavFolder(folder));
      await queue;
      return async () => {
        stopped = true;
        closeCurrent();
        await queue;
      };
    },
  };
}

/** A file that gets no header is none: a full disk leaves no empty ones behind. */
async function createWav(path: string): Promise<FileHandle> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.write(wavHeader(0), 0, WAV_HEADER_BYTES, 0);
    return file;
  } catch (error) {
    await file.close().catch(() => {});
    await rm(path, { force: true });
    throw error;
  }
}

function positionIn({ zeroDueAt }: Recording, dueAt: number): number {
  return Math.round((dueAt - zeroDueAt) * SAMPLES_PER_MS);
}
