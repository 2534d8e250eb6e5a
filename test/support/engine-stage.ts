import { createEngine, type EnginePlaying } from '../../edge-agent/src/player/engine.js';
import type { SampleSource } from '../../edge-agent/src/player/sources/sample-source.js';
import type { EngineRequest } from '../../edge-agent/src/player/voice.js';
import { createRecordingOutput, type RecordingOutput } from './agent-outputs.js';
import { createFakeClock } from './fake-clock.js';
import { silentLogger } from './silent-logger.js';

/** Each playback speaks in numbers of its own: playback k, sample n is k × 8,000 + 1 + n mod 7,000. */
const VOICE = 8_000;
const WRAP = 7_000;

export interface Run {
  /** The playback's name, or `-` for silence. */
  who: string;
  /** Index of the run's first sample in what was heard. */
  from: number;
  samples: number;
  /** Which sample of the playback stands there (mod 7,000). */
  position: number;
}

/** The engine on a virtual clock before outputs that remember; playbacks are named a, b, c, d. */
export function createStage(
  options: { ids?: string[]; continuous?: boolean; delayMs?: number; trimDb?: number } = {},
) {
  const clock = createFakeClock();
  const outputs: RecordingOutput[] = (options.ids ?? ['out']).map((id) =>
    createRecordingOutput({
      ...{ id, continuous: options.continuous ?? true, now: clock.monotonic },
      trimDb: options.trimDb ?? 0,
    }),
  );
  const lengths = new Map<string, number>();
  const engine = createEngine({
    outputs,
    clock,
    delayMs: options.delayMs ?? 0,
    log: silentLogger,
    open: (audio, offsetMs) => {
      const name = 'path' in audio ? audio.path : '';
      return numbered(name, lengths.get(name) ?? 0, Math.round(offsetMs * 48));
    },
  });

  return {
    clock,
    engine,
    output: outputs[0],
    outputs,
    /** Asks for `samples` of playback `name` at a monotonic instant. */
    play(name: string, samples: number, at: number, change: Partial<EngineRequest> = {}): EnginePlaying {
      lengths.set(name, samples);
      return engine.play({
        ...{ playbackId: name, sessionId: 's', gainDb: 0, offsetMs: 0 },
        audio: { path: name, durationMs: samples / 48 },
        startAtMonotonic: at,
        startAt: clock.now() - clock.monotonic() + at,
        ...change,
      });
    },
    /** What an output heard, as runs of untouched samples; what is faded belongs to none. */
    heard: (of = outputs[0]) => runsIn(of?.samples() ?? new Int16Array()),
  };
}

function numbered(name: string, total: number, offset: number): SampleSource {
  const base = (name.charCodeAt(0) - 97) * VOICE;
  let at = offset;
  return {
    primed: Promise.resolve(),
    failure: () => null,
    close() {},
    take(samples) {
      const count = Math.max(0, Math.min(samples, total - at));
      const out = Int16Array.from({ length: count }, (_, index) => base + 1 + ((at + index) % WRAP));
      at += count;
      return out;
    },
  };
}

/** Runs of at least 20 samples that follow one another as one playback's do, and of silence. */
function runsIn(samples: Int16Array): Run[] {
  const runs: Run[] = [];
  let from = 0;
  while (from < samples.length) {
    const first = samples[from] ?? 0;
    const position = first === 0 ? 0 : (first - 1) % VOICE;
    const who = first === 0 ? '-' : String.fromCharCode(97 + Math.floor((first - 1) / VOICE));
    let to = from;
    while (to < samples.length && samples[to] === expected(first, position, to - from)) to++;
    if (to - from >= 20) runs.push({ who, from, samples: to - from, position });
    from = Math.max(to, from + 1);
  }
  return runs;
}

function expected(first: number, position: number, ahead: number): number {
  return first === 0 ? 0 : first - position + ((position + ahead) % WRAP);
}
