import type { Ffmpeg, ForcedInput } from './ffmpeg.js';
import { type Loudness, lastWords, parseLoudness, parseOutputMs } from './ffmpeg-log.js';
import { DOWNMIX, meteringFilter, type PeakKind } from './loudness.js';
import { type Refusal, refuse } from './outcomes.js';

export interface Measured extends Loudness {
  readonly ok: true;
  /** Counted in decoded samples. */
  readonly durationMs: number;
}

export interface Measure {
  readonly input: ForcedInput;
  readonly maxSeconds: number;
  readonly peak: PeakKind;
  /** What is done to the sound before it is measured; only the downmix unless said otherwise. */
  readonly filter?: string;
  readonly signal?: AbortSignal | undefined;
}

/** Decodes all of a file to mono and measures it. */
export async function measure(
  ffmpeg: Ffmpeg,
  { peak, filter = DOWNMIX, ...job }: Measure,
): Promise<Measured | Refusal> {
  const run = await ffmpeg.run({ ...job, audioFilter: meteringFilter(filter, peak), output: null });
  if (!run.ok) return refuse(run.reason === 'timeout' ? 'timeout' : 'decode_failed', run.detail);
  const loudness = parseLoudness(run.log);
  const durationMs = parseOutputMs(run.progress);
  if (loudness === undefined || durationMs === undefined) {
    return refuse('decode_failed', `nothing was decoded: ${lastWords(run.log)}`);
  }
  return { ok: true, durationMs, ...loudness };
}
