/** How a playback went, in a word; the figures stand beside it. */
export type Level = 'none' | 'faint' | 'usual' | 'clipped';

/**
 * Recordings are brought to −16 LUFS (docs/sound.md), speech then has about −19 dB RMS. 14 dB less is hardly a quarter as loud; below
 * −60 dB nothing came out that anybody hears. Pure.
 */
export function levelOf(rmsDbfs: number, peakDbfs: number): Level {
  if (rmsDbfs < -60) return 'none';
  if (rmsDbfs < -33) return 'faint';
  return peakDbfs > -0.05 ? 'clipped' : 'usual';
}

/** A listener notices a second or more, milliseconds. */
const ON_TIME_MS = 1_000;

export type StartedHow = 'onTime' | 'late' | 'early';
export function startedHow(startErrorMs: number): StartedHow {
  if (Math.abs(startErrorMs) < ON_TIME_MS) return 'onTime';
  return startErrorMs > 0 ? 'late' : 'early';
}

/** What a microphone at the loudspeaker says, by the shares seen with speech (docs/sound.md). */
export type HeardHow = 'clearly' | 'partly' | 'wrong';
export function heardHow(share: number): HeardHow {
  if (share < 0.3) return 'wrong';
  return share < 0.6 ? 'partly' : 'clearly';
}
