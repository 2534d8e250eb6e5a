import { rename, rm } from 'node:fs/promises';
import type { Logger } from '@loa/shared/ports/logger';
import { hasRoom } from './disk.js';
import type { Ffmpeg } from './ffmpeg.js';
import {
  type Attempt,
  bestAttempt,
  correctGain,
  firstMastering,
  isLimiting,
  isOnTarget,
  type Mastering,
  masteringFilter,
  nextMastering,
} from './loudness.js';
import { measure } from './measure.js';
import { type MeasuredUpload, measureUpload, type UploadRequest } from './measure-upload.js';
import { type Refusal, refuse } from './outcomes.js';

const MOST_ATTEMPTS = 5;

/** Bit-exact: no encoder version, no date, a fixed Ogg serial. The same input gives the same bytes, and so the same name. */
export const CANONICAL_ENCODING: readonly string[] = [
  ...['-c:a', 'libopus', '-b:a', '24k', '-vbr', 'on', '-application', 'audio', '-frame_duration', '20'],
  ...[
    '-map_metadata',
    '-1',
    '-map_chapters',
    '-1',
    '-fflags',
    '+bitexact',
    '-flags:a',
    '+bitexact',
    '-f',
    'ogg',
  ],
];

export interface CanonicalRequest extends UploadRequest {
  /** Where the canonical recording is written; on the same volume as the store. */
  readonly target: string;
}

export interface Canonical {
  readonly ok: true;
  /** Of the decoded result, like the other figures. */
  readonly durationMs: number;
  readonly integratedLufs: number;
  readonly truePeakDb: number;
  readonly attempts: number;
}

export interface CanonicalPorts {
  readonly ffmpeg: Ffmpeg;
  readonly log: Logger;
}

/**
 * Makes the one form in which a recording is approved, sent and played: Ogg Opus mono 24 kbit/s within ±1 LU of -16 LUFS and
 * ≤-1 dBTP, measured after decoding it again.
 */
export async function makeCanonical(
  ports: CanonicalPorts,
  request: CanonicalRequest,
): Promise<Canonical | Refusal> {
  const source = await measureUpload(ports.ffmpeg, request);
  if (!source.ok) return source;

  const rehearsed = await rehearse(ports.ffmpeg, source, request.signal);
  if (!rehearsed.ok) return rehearsed;
  const attempts: EncodedAttempt[] = [];
  let { mastering } = rehearsed;
  try {
    while (attempts.length < MOST_ATTEMPTS) {
      const attempt = await encode(ports.ffmpeg, request, source, mastering, attempts.length);
      if (!attempt.ok) return attempt;
      attempts.push(attempt);
      if (isOnTarget(attempt)) break;
      mastering = nextMastering(attempt);
    }
    return await keepBest(ports.log, attempts, request);
  } finally {
    await Promise.all(
      [...Array(MOST_ATTEMPTS).keys()].map((n) => rm(attemptPath(request, n), { force: true })),
    );
  }
}

/**
 * The gain that brings the source to the target. Where the limiter will take some loudness away, how much is found by a run
 * without encoding: a fifth of the time that a second encoding and its check would take.
 */
export async function rehearse(
  ffmpeg: Ffmpeg,
  { input, measured, maxSeconds }: MeasuredUpload,
  signal?: AbortSignal,
): Promise<{ ok: true; mastering: Mastering } | Refusal> {
  const mastering = firstMastering(measured);
  if (!isLimiting(measured, mastering)) return { ok: true, mastering };
  const filter = masteringFilter(mastering);
  const trial = await measure(ffmpeg, { input, maxSeconds, filter, peak: 'sample', signal });
  return trial.ok ? { ok: true, mastering: correctGain(mastering, trial.integratedLufs) } : trial;
}

type EncodedAttempt = Attempt & { readonly ok: true; readonly path: string; readonly durationMs: number };

async function encode(
  ffmpeg: Ffmpeg,
  request: CanonicalRequest,
  { input, measured, maxSeconds }: MeasuredUpload,
  mastering: Mastering,
  index: number,
): Promise<EncodedAttempt | Refusal> {
  const path = attemptPath(request, index);
  const output = { path, options: CANONICAL_ENCODING };
  const { signal } = request;
  const run = await ffmpeg.run({
    input,
    maxSeconds,
    audioFilter: masteringFilter(mastering),
    output,
    signal,
  });
  if (!run.ok) return failedWrite(path, run);
  const result = await measure(ffmpeg, {
    input: { path, demuxer: 'ogg' },
    maxSeconds,
    peak: 'true',
    signal,
  });
  if (!result.ok) return failedWrite(path, { reason: 'failed', detail: `the result: ${result.detail}` });
  if (Math.abs(result.durationMs - measured.durationMs) > 200) {
    return failedWrite(path, {
      reason: 'failed',
      detail: `${result.durationMs} ms of ${measured.durationMs} ms written`,
    });
  }
  const { durationMs, integratedLufs, peakDb: truePeakDb } = result;
  return { ok: true, path, durationMs, mastering, result: { integratedLufs, truePeakDb } };
}

/** ffmpeg does not tell a full disk from another failure in a way to rely on: the disk does. */
async function failedWrite(
  path: string,
  run: { reason: 'failed' | 'timeout'; detail: string },
): Promise<Refusal> {
  if (run.reason === 'timeout') return refuse('timeout', run.detail);
  return refuse((await hasRoom(path)) ? 'decode_failed' : 'disk_full', run.detail);
}

async function keepBest(
  log: Logger,
  attempts: readonly EncodedAttempt[],
  { target }: CanonicalRequest,
): Promise<Canonical | Refusal> {
  const best = bestAttempt(attempts);
  if (best === undefined) return refuse('decode_failed', 'nothing was encoded');
  if (!isOnTarget(best))
    log.warn({ ...best.result, attempts: attempts.length }, 'recording is off the loudness target');
  await rename(best.path, target);
  return { ok: true, durationMs: Math.round(best.durationMs), ...best.result, attempts: attempts.length };
}

function attemptPath({ target }: CanonicalRequest, index: number): string {
  return `${target}.attempt${index}`;
}
