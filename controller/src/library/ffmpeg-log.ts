/** What is read out of ffmpeg's own words. Everything that depends on their form is here. */

export interface Loudness {
  /** EBU R128 integrated loudness; -70 (the absolute gate) or lower when everything was gated away. */
  readonly integratedLufs: number;
  /** The highest sample or true peak, as was asked for. -Infinity for digital silence. */
  readonly peakDb: number;
}

/** The summary of the `ebur128` filter, printed once at the end of a run. */
export function parseLoudness(log: string): Loudness | undefined {
  const summary = log.slice(log.lastIndexOf('Summary:'));
  const integrated = decibels(summary, /\bI:\s*(\S+) LUFS/);
  const peak = decibels(summary, /\bPeak:\s*(\S+) dBFS/);
  if (!log.includes('Summary:') || integrated === undefined || peak === undefined) return undefined;
  return { integratedLufs: integrated, peakDb: peak };
}

/** The last `out_time_us` of `-progress`: how much sound came out, in milliseconds. */
export function parseOutputMs(progress: string): number | undefined {
  const last = [...progress.matchAll(/^out_time_us=(-?\d+)\s*$/gm)].at(-1);
  return last?.[1] === undefined ? undefined : Math.max(0, Number(last[1]) / 1000);
}

/** The end of a log, where ffmpeg says why it gave up. */
export function lastWords(log: string): string {
  return log.trim().split('\n').slice(-3).join(' | ').slice(-400);
}

function decibels(text: string, pattern: RegExp): number | undefined {
  const value = text.match(pattern)?.[1];
  if (value === undefined) return undefined;
  if (value === '-inf') return Number.NEGATIVE_INFINITY;
  if (value === 'nan' || value === '-nan') return Number.NEGATIVE_INFINITY;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}
