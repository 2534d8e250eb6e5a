/** Sums over samples from which levels follow; plain, so that they can be added up and sent to another thread. */
export interface LevelSums {
  squares: number;
  count: number;
  /** The largest size of a sample, 0 … 32,768. */
  peak: number;
}

/** Measures what was really handed to the outputs. */
export interface LevelMeter {
  add(samples: Int16Array): void;
  sums(): LevelSums;
  /** dB below full scale, rounded to 0.1; nothing for digital silence. */
  levels(): Levels;
}

export interface Levels {
  rmsDbfs?: number;
  peakDbfs?: number;
}

const FULL_SCALE = 32_768;

export function createLevelMeter(before: LevelSums = { squares: 0, count: 0, peak: 0 }): LevelMeter {
  let { squares, count, peak } = before;
  const sums = () => ({ squares, count, peak });
  return {
    add(samples) {
      // Indexed on purpose: this runs over every sample of a box's life.
      for (let index = 0; index < samples.length; index++) {
        const sample = samples[index] ?? 0;
        squares += sample * sample;
        const size = Math.abs(sample);
        if (size > peak) peak = size;
      }
      count += samples.length;
    },
    sums,
    levels: () => levelsOf(sums()),
  };
}

export function levelsOf({ squares, count, peak }: LevelSums): Levels {
  if (peak === 0) return {};
  return {
    rmsDbfs: decibels(Math.sqrt(squares / count) / FULL_SCALE),
    peakDbfs: decibels(peak / FULL_SCALE),
  };
}

function decibels(ratio: number): number {
  // Adding 0 turns -0 into 0.
  return Math.min(0, Math.round(200 * Math.log10(ratio)) / 10) + 0;
}
