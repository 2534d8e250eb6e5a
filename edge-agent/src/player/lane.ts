import type { Logger } from '@loa/shared/ports/logger';
import {
  type FirstSample,
  type Output,
  type OutputHealth,
  type PlaybackStart,
  SAMPLES_PER_MS,
  type Taken,
} from '../outputs/output.js';
import { createDelayLine, type Frame, type Span } from './delay-line.js';
import { createDriftLoop } from './drift.js';
import { applyGain, factorOf, rampAt } from './gain.js';
import { FADE_SAMPLES } from './policy.js';
import { createStretch } from './stretch.js';
import type { Voice } from './voice.js';

export interface LaneSettings {
  /** The installer's, which makes outputs alike. */
  trimDb: number;
  /** The plan's: it lifts no voice above the loudest that is allowed. */
  gainDb: number;
  enabled: boolean;
  /** How long this output's sound is held back, samples; never negative. */
  delay: number;
}

/** One output with all that is particular to it: gain, delay, its crystal, its troubles. */
export interface Lane {
  readonly id: string;
  enabled(): boolean;
  delayMs(): number;
  /** Wants frames though nothing sounds: silence, or what its delay still holds. */
  wants(): boolean;
  configure(settings: LaneSettings): void;
  /** Nothing sounds: a new delay may begin. */
  pause(): void;
  leadMs(): number;
  begin(start: PlaybackStart): void;
  /** Makes of a frame what this output is to get at its next beat; null lets it have nothing. */
  prepare(frame: Frame | null): void;
  /** Hands over what was prepared, at the instant (monotonic) at which it was due or as late as it is. */
  send(dueAt: number, handedAt: number): void;
  /**
   * Tells every voice what became of its samples, and the drift of the device; later, when there is time. `aheadMs`: so much
   * before its planned instant the frame was made. Null where nothing was sent.
   */
  account(handedAt: number, aheadMs: number): Taken | null;
  finish(): void;
  health(): OutputHealth;
  start(): Promise<() => Promise<void>>;
}

export interface LanePorts {
  output: Output;
  /** It stopped taking sound, or takes it again (null). */
  onTrouble(output: string, detail: string | null): void;
  log: Logger;
}

interface Ready {
  samples: Int16Array;
  spans: readonly Span[];
  opening: Span | undefined;
}

/** An output that takes nothing for so long is told of, frames. */
const TROUBLE_FRAMES = 25;
/** And restarted after so long, then ever more rarely, frames: 0.6, 3, 15, 60 s. */
const RESTART_FRAMES = [30, 150, 750, 3_000] as const;
const OBSERVE_FRAMES = 50;

export function createLane({ output, onTrouble, log }: LanePorts): Lane {
  let settings: LaneSettings = { trimDb: 0, gainDb: 0, enabled: true, delay: 0 };
  let line = createDelayLine(0);
  let stopOutput: (() => Promise<void>) | null = null;
  let restarting: Promise<void> | null = null;
  let failedFrames = 0;
  let told = false;
  /** The factor that the last sound ended with, and whose that was. */
  let factor = 1;
  let amplified: Voice | null = null;
  const drift = createDriftLoop();
  const stretch = createStretch();
  let written = 0;
  let frames = 0;
  let playedBefore = 0;
  /** Whose sound went out last: an output is told when it changes, also back. */
  let heard: Voice | null = null;
  let ready: Ready | null = null;
  let sent: (Ready & { taken: Taken }) | null = null;

  function write(samples: Int16Array, dueAt: number, first?: FirstSample): Taken {
    if (restarting !== null) return 'failed';
    try {
      return first ? output.write(samples, dueAt, first) : output.write(samples, dueAt);
    } catch (error) {
      // An output promises not to throw; one that does must not silence the others.
      log.error({ err: error, output: output.id }, 'an output broke');
      return 'failed';
    }
  }

  /** The device's crystal beside ours: what waits in it must neither grow nor shrink. */
  function follow(): void {
    if (!output.played || ++frames % OBSERVE_FRAMES !== 0) return;
    const played = output.played();
    if (played === null) return;
    if (played < playedBefore) {
      written = played;
      drift.reset();
    }
    playedBefore = played;
    // What waits for the rest of its frame belongs to it: whole frames alone would look like a drift to and fro.
    stretch.set(drift.observe(written + stretch.waiting() - played));
  }

  function put(samples: Int16Array, dueAt: number, first?: FirstSample): Taken {
    if (!output.played) return write(samples, dueAt, first);
    let taken: Taken = 'taken';
    for (const frame of stretch.pass(samples)) {
      taken = write(frame, dueAt, first);
      if (taken === 'taken') written += frame.length;
    }
    return taken;
  }

  function judge(taken: Taken, sounding: boolean): void {
    if (taken !== 'failed') {
      if (told) onTrouble(output.id, null);
      told = false;
      failedFrames = 0;
      return;
    }
    failedFrames++;
    if (!told && (sounding || failedFrames >= TROUBLE_FRAMES)) {
      told = true;
      const health = output.health();
      onTrouble(output.id, health.ok ? 'it takes no sound' : health.detail);
    }
    if (RESTART_FRAMES.some((after) => after === failedFrames) || failedFrames % 3_000 === 0) restart();
  }

  /** The output alone, never the agent: stopped and started as at the beginning. */
  function restart(): void {
    if (restarting !== null || stopOutput === null) return;
    const stop = stopOutput;
    const again = async () => {
      await stop();
      stopOutput = await output.start();
    };
    log.warn({ output: output.id }, 'an output that takes no sound is restarted');
    restarting = again()
      .catch((error: unknown) => log.error({ err: error, output: output.id }, 'it would not restart'))
      .finally(() => {
        restarting = null;
      });
  }

  function factorFor({ request: { gainDb, maxGainDb = Number.POSITIVE_INFINITY } }: Voice): number {
    if (!settings.enabled) return 0;
    return factorOf(settings.trimDb + Math.min(settings.gainDb, maxGainDb - gainDb));
  }

  /** Each voice begins with its own gain. A change of that is a short ramp: a step would be a click. */
  function loud({ samples, spans }: Frame): Int16Array {
    const own = samples.slice();
    for (const { voice, from, to } of spans) {
      const target = factorFor(voice);
      const start = voice === amplified ? factor : target;
      const ramp = { from: start, to: target, samples: FADE_SAMPLES, done: 0 };
      applyGain(own.subarray(from, to), ramp);
      factor = rampAt(ramp, to - from);
      amplified = voice;
    }
    return own;
  }

  return {
    id: output.id,
    enabled: () => settings.enabled,
    delayMs: () => line.delay / SAMPLES_PER_MS,
    wants: () => output.continuous || line.holds(),
    configure(wanted) {
      settings = wanted;
    },
    pause() {
      if (line.delay !== settings.delay && !line.holds()) line = createDelayLine(settings.delay);
    },
    leadMs: () => output.leadMs ?? 0,
    begin: (start) => output.begin(start),
    prepare(frame) {
      ready = null;
      if (frame === null) return;
      const given = line.pass(frame);
      const spans = settings.enabled ? given.spans : [];
      const opening = spans.find(({ voice }) => voice !== heard);
      heard = spans.at(-1)?.voice ?? heard;
      ready = { samples: loud(given), spans, opening };
    },
    send(dueAt, handedAt) {
      sent = null;
      if (!ready) return;
      const { samples, opening } = ready;
      sent = { ...ready, taken: put(samples, dueAt, opening && firstSample(opening, handedAt)) };
      ready = null;
    },
    account(handedAt, aheadMs) {
      if (!sent) return null;
      const { samples, spans, taken } = sent;
      sent = null;
      const delayMs = line.delay / SAMPLES_PER_MS;
      for (const { voice, from, to, position } of spans) {
        const at = handedAt + aheadMs - delayMs + from / SAMPLES_PER_MS;
        voice.counter.handed(output.id, taken === 'taken', position, samples.subarray(from, to), at);
      }
      judge(taken, spans.length > 0);
      follow();
      return taken;
    },
    finish() {
      heard = null;
      output.finish();
    },
    health: () => output.health(),
    async start() {
      stopOutput = await output.start();
      return async () => {
        await restarting;
        await stopOutput?.();
        stopOutput = null;
      };
    },
  };
}

/** The wall-clock instant follows from the planned one by monotonic time: a step of the clock cannot falsify it. */
function firstSample({ voice, from }: Span, handedAt: number): FirstSample {
  const { startAt, startAtMonotonic } = voice.request;
  const monotonic = handedAt + from / SAMPLES_PER_MS;
  return {
    offsetSamples: from,
    firstSampleAt: startAt + monotonic - startAtMonotonic,
    playback: voice.start,
  };
}
