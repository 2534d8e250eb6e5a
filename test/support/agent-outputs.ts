import type { Output, OutputHealth } from '../../edge-agent/src/outputs/output.js';
import type { SampleSource } from '../../edge-agent/src/player/sources/sample-source.js';

export interface RecordingOutput extends Output {
  /** Every sample it was handed, in order. */
  samples(): Int16Array;
  /** When each was handed over, and when it was due. */
  frames: { at: number; dueAt: number; sounding: boolean }[];
  firsts: { offsetSamples: number; firstSampleAt: number }[];
  break(detail: string): void;
  mend(): void;
  /** From now on it is well but takes nothing, as a pipe that nobody reads. */
  ignore(): void;
}

/** An output that remembers what it was handed, and when. */
export function createRecordingOutput(ports: {
  id?: string;
  continuous?: boolean;
  /** Of the installer, dB. */
  trimDb?: number;
  now(): number;
}): RecordingOutput {
  const kept: Int16Array[] = [];
  let health: OutputHealth = { ok: true };
  let ignoring = false;
  const output: RecordingOutput = {
    id: ports.id ?? 'recording',
    continuous: ports.continuous ?? false,
    trim: { gainDb: ports.trimDb ?? 0, offsetMs: 0 },
    frames: [],
    firsts: [],
    begin() {},
    finish() {},
    write(frame, dueAt, first) {
      if (!health.ok) return 'failed';
      if (ignoring) return 'dropped';
      kept.push(frame.slice());
      output.frames.push({ at: ports.now(), dueAt, sounding: frame.some((sample) => sample !== 0) });
      if (first) output.firsts.push(first);
      return 'taken';
    },
    health: () => health,
    start: async () => async () => {},
    break(detail) {
      health = { ok: false, detail };
    },
    mend() {
      health = { ok: true };
    },
    ignore() {
      ignoring = true;
    },
    samples() {
      const all = new Int16Array(kept.reduce((sum, frame) => sum + frame.length, 0));
      let at = 0;
      for (const frame of kept) {
        all.set(frame, at);
        at += frame.length;
      }
      return all;
    },
  };
  return output;
}

/** PCM from memory: `total` samples of the value `index % 20000 + 1`, so that every sample tells where it is from. */
export function countingPcm(total: number, offsetMs = 0, starved: () => boolean = () => false): SampleSource {
  let at = offsetMs * 48;
  return {
    primed: Promise.resolve(),
    failure: () => null,
    close() {},
    take(samples) {
      if (starved()) return null;
      const out = Int16Array.from(
        { length: Math.min(samples, total - at) },
        (_, index) => ((at + index) % 20_000) + 1,
      );
      at += out.length;
      return out;
    },
  };
}
