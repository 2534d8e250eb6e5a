import type { Ffmpeg, ForcedInput } from './ffmpeg.js';
import { inspect } from './inspect.js';
import { TOO_QUIET_LUFS } from './loudness.js';
import { type Measured, measure } from './measure.js';
import { type ImportLimits, type Refusal, refuse, refuseMissing } from './outcomes.js';

export interface UploadRequest {
  /** Our own copy of the upload. */
  readonly source: string;
  readonly limits: ImportLimits;
  readonly signal?: AbortSignal | undefined;
}

export interface MeasuredUpload {
  readonly ok: true;
  readonly input: ForcedInput;
  readonly measured: Measured;
  readonly maxSeconds: number;
}

/** Everything that can be wrong with an upload is found here, before anything is written. */
export async function measureUpload(
  ffmpeg: Ffmpeg,
  { source, limits, signal }: UploadRequest,
): Promise<MeasuredUpload | Refusal> {
  const found = await inspect(source);
  if (!found.ok) return found;
  const input = { path: source, demuxer: found.demuxer };
  const probed = await ffmpeg.probe(input, signal);
  if (!probed.ok) return refuse(probed.reason === 'timeout' ? 'timeout' : 'decode_failed', probed.detail);
  if (probed.probe.audioStreams === 0)
    return refuse('no_audio_stream', `${found.demuxer} without an audio stream`);
  const declaredMs = found.statesDuration ? probed.probe.audioDurationMs : undefined;
  if (declaredMs !== undefined && declaredMs > limits.maxDurationMs) return tooLong(declaredMs, limits);

  const maxSeconds = Math.ceil(limits.maxDurationMs / 1000) + 1;
  const measured = await measure(ffmpeg, { input, maxSeconds, peak: 'sample', signal });
  if (!measured.ok) return measured;
  return judge(measured, declaredMs, limits) ?? { ok: true, input, measured, maxSeconds };
}

/** Pure. A clean exit proves nothing: what was decoded is compared with what was promised and allowed. */
function judge(
  measured: Measured,
  declaredMs: number | undefined,
  limits: ImportLimits,
): Refusal | undefined {
  const { durationMs, integratedLufs } = measured;
  if (durationMs > limits.maxDurationMs) return tooLong(durationMs, limits);
  const cut = declaredMs === undefined ? undefined : refuseMissing(declaredMs - durationMs, declaredMs);
  if (cut !== undefined) return cut;
  if (durationMs === 0) return refuse('decode_failed', 'not one sample could be decoded');
  if (durationMs < limits.minDurationMs) return refuse('too_short', `${Math.round(durationMs)} ms`);
  if (integratedLufs < TOO_QUIET_LUFS) return refuse('silent', `${integratedLufs} LUFS`);
  return undefined;
}

function tooLong(durationMs: number, { maxDurationMs }: ImportLimits): Refusal {
  return refuse(
    'too_long',
    `more than ${Math.floor(durationMs / 1000)} s of ${maxDurationMs / 1000} s allowed`,
  );
}
