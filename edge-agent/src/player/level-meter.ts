/** Measures what was really handed to the outputs. */
export interface LevelMeter {
  add(samples: Int16Array): void;
  /** dB below full scale, rounded to 0.1; nothing for digital silence. */
  levels(): { rmsDbfs?: number; peakDbfs?: number };
}

const FULL_SCALE = 32_768;

export function createLevelMeter(): LevelMeter {
  let squares = 0;
  let count = 0;
  let peak = 0;
  return {
    add(samples) {
      for (const sample of samples) {
        squares += sample * sample;
        const size = Math.abs(sample);
        if (size > peak) peak = size;
      }
      count += samples.length;
    },
    levels() {
      if (peak === 0) return {};
      return {
        rmsDbfs: decibels(Math.sqrt(squares / count) / FULL_SCALE),
        peakDbfs: decibels(peak / FULL_SCALE),
      };
    },
  };
}

function decibels(ratio: number): number {
  // Adding 0 turns -0 into 0.
  return Math.min(0, Math.round(200 * Math.log10(ratio)) / 10) + 0;
}
