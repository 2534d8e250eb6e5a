import type { Loudness } from './ffmpeg-log.js';

/**
 * The loudness of every recording, so that no village turns its knob between two bulletins. -16 LUFS is usual for speech on
 * small loudspeakers; -1 dBTP leaves the decoder room (EBU R128 and its supplement for streaming).
 */
export const TARGET_LUFS = -16;
export const TOLERANCE_LU = 1;
export const CEILING_DBTP = -1;
/** Below this, raising it to the target would only raise the noise. */
export const TOO_QUIET_LUFS = -55;

/** Inside the tolerances by more than what the measurement rounds off (0.1)… */
const WANTED_TOLERANCE_LU = 0.8;
/** …and than what decoders differ by: libopus was seen 0.8 dB above ffmpeg's own on the same bytes, and boxes have either. */
const WANTED_CEILING_DBTP = -1.8;

/** Coding at 24 kbit/s and the samples between samples overshoot the limiter by 1-2 dB: the first guess. */
const FIRST_LIMIT_DB = -3;
const LOWEST_LIMIT_DB = -20;

/** How a recording is brought to the target: gain, then a limiter. */
export interface Mastering {
  readonly gainDb: number;
  readonly limitDb: number;
}

export interface Attempt {
  readonly mastering: Mastering;
  /** Measured after decoding what was encoded. */
  readonly result: { readonly integratedLufs: number; readonly truePeakDb: number };
}

/** Everything to mono, 48 kHz, float; gaps in the timestamps become silence, and time is then counted in samples. */
export const DOWNMIX =
  'aresample=48000:async=1,aformat=sample_fmts=flt:sample_rates=48000:channel_layouts=mono,asetpts=N/SR/TB';

/** True-peak measurement oversamples four times and costs more than all the rest: asked for only of results. */
export type PeakKind = 'sample' | 'true';

export function meteringFilter(filter: string, peak: PeakKind): string {
  return `${filter},ebur128=framelog=verbose:peak=${peak}`;
}

/** `level=disabled`: alimiter's auto-level would undo the limit. */
export function masteringFilter({ gainDb, limitDb }: Mastering): string {
  const limit = 10 ** (limitDb / 20);
  const limiter = `alimiter=limit=${limit.toFixed(6)}:attack=5:release=50:level=disabled`;
  return `${DOWNMIX},volume=${gainDb.toFixed(3)}dB,${limiter}`;
}

export function firstMastering(source: Loudness): Mastering {
  return { gainDb: TARGET_LUFS - source.integratedLufs, limitDb: FIRST_LIMIT_DB };
}

export function isOnTarget({ result }: Attempt): boolean {
  return (
    Math.abs(result.integratedLufs - TARGET_LUFS) <= WANTED_TOLERANCE_LU &&
    result.truePeakDb <= WANTED_CEILING_DBTP
  );
}

/** Whether the limiter will take something away; else the gain alone gives the loudness. */
export function isLimiting(source: Loudness, { gainDb, limitDb }: Mastering): boolean {
  return source.peakDb + gainDb > limitDb;
}

/** What is missed is missed because of the limiter, which takes back about 40% of any further gain (measured on speech). */
const LIMITER_TAKES_BACK = 1.6;

export function correctGain(mastering: Mastering, integratedLufs: number): Mastering {
  return { ...mastering, gainDb: mastering.gainDb + LIMITER_TAKES_BACK * (TARGET_LUFS - integratedLufs) };
}

/** Corrects by what the last attempt missed. */
export function nextMastering({ mastering, result }: Attempt): Mastering {
  const over = Math.max(0, result.truePeakDb - WANTED_CEILING_DBTP);
  // What the lower limit takes from the loudness is not known before the next measurement.
  return {
    ...correctGain(mastering, result.integratedLufs),
    limitDb: Math.max(LOWEST_LIMIT_DB, over === 0 ? mastering.limitDb : mastering.limitDb - over - 0.2),
  };
}

/** Never too loud a peak; then as near to the target as was reached, with some weight for the margin below the ceiling. */
export function bestAttempt<A extends Attempt>(attempts: readonly A[]): A | undefined {
  const over = (peak: number, ceiling: number): number => Math.max(0, peak - ceiling);
  const cost = ({ result: { integratedLufs, truePeakDb } }: Attempt): number =>
    over(truePeakDb, CEILING_DBTP) * 100 +
    over(truePeakDb, WANTED_CEILING_DBTP) * 2 +
    Math.abs(integratedLufs - TARGET_LUFS);
  return [...attempts].sort((a, b) => cost(a) - cost(b))[0];
}
