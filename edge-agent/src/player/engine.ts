import type { Cancel, Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { Ear } from '../capture/ear.js';
import { createLikeness } from '../capture/likeness.js';
import { FRAME_MS, FRAME_SAMPLES, type Output, SAMPLES_PER_MS } from '../outputs/output.js';
import type { Player, Playing, SoundSettings } from '../sound-port.js';
import { deferred } from './deferred.js';
import { MOST_PPM } from './drift.js';
import { createEngineTroubles, hopelessness } from './engine-troubles.js';
import { createFramePacer } from './frame-pacer.js';
import { createLanes } from './lanes.js';
import { type Ended, type Mixed, mixFrame } from './mixer.js';
import type { OpenSource } from './sources/sample-source.js';
import {
  createVoice,
  type EngineProgress,
  type EngineRequest,
  type EngineResult,
  type Voice,
} from './voice.js';

export interface EnginePorts {
  outputs: readonly Output[];
  clock: Clock;
  /** Blocks until a monotonic instant; without it timers alone decide when a frame goes out. */
  holdUntil?: (monotonic: number) => void;
  open: OpenSource;
  /** Where the box listens to itself. */
  ear?: Ear | undefined;
  /** Holds everything back, ms: for a loudspeaker that stands nearer to the listeners than the others. */
  delayMs?: number;
  /** After every frame. */
  onBeat?: () => void;
  log: Logger;
}

export interface EnginePlaying extends Playing {
  readonly started: Promise<EngineProgress>;
  readonly ended: Promise<EngineResult>;
  progress(): EngineProgress;
}

export interface Engine extends Required<Player> {
  play(request: EngineRequest): EnginePlaying;
}

interface Act {
  voice: Voice;
  started(progress: EngineProgress): void;
  ended(result: EngineResult): void;
  /** Timers that are set for it. */
  cancels: Cancel[];
}

/** Outputs hear of a playback so long before its start at the latest, ms, and earlier where they ask for it. */
const BEGIN_MS = 2_000;
/** Timers drop fractions of a millisecond. */
const EARLY_MS = 2;

/**
 * The one owner of the outputs. Frames of 20 ms go out on absolute deadlines of the monotonic clock; a voice that
 * starts within a frame starts at its own sample. Without continuous outputs no timer runs while nothing is armed.
 */
export function createEngine(ports: EnginePorts): Engine {
  const { outputs, clock, log, open, delayMs = 0 } = ports;
  const troubles = createEngineTroubles({ sounding, log });
  const lanes = createLanes({ outputs, delayMs, onTrouble: troubles.ofOutput, log });
  const acts = new Map<Voice, Act>();
  let stopped = false;
  /** Frames follow one another; else the beat waits for a start or is off. */
  let beating = false;
  let clockPpm = 0;
  /** Monotonic: until then delays still give out what went in. */
  let drainedAt = 0;
  /** Outputs were told that something is armed. */
  let begun = false;
  let mixed: Mixed = { samples: new Int16Array(0), spans: [], ended: [], dry: [] };
  /** The last frame that went out, as long as nobody has counted it. */
  let unaccounted: { mixed: Mixed; dueAt: number; handedAt: number } | null = null;
  let nextId = 1;
  const periodMs = () => FRAME_MS * (1 + clockPpm * 1e-6);
  const pacer = createFramePacer({
    clock,
    ...(ports.holdUntil ? { holdUntil: ports.holdUntil } : {}),
    periodMs,
    prepare,
    onFrame,
    onSkip(frames) {
      for (const { voice } of acts.values()) voice.skipped(frames);
    },
  });

  function sounding(): Voice | undefined {
    return [...acts.keys()].find((voice) => voice.view(0).state === 'sounding');
  }

  /** All that takes time is done well before the instant or well after it: at it, there is only a write. */
  function prepare(dueAt: number): void {
    account(dueAt);
    if (isQuiet(dueAt)) lanes.pause();
    const voices = [...acts.keys()].filter((voice) => voice.over() === null);
    mixed = mixFrame(voices, dueAt + lanes.leadMs());
    lanes.prepare(mixed, mixed.spans.length > 0 || mixed.dry.length > 0 || dueAt < drainedAt);
  }

  function onFrame(dueAt: number): void {
    // A frame handed over late sounds late: the first sample's instant is what was, not what was wanted.
    const handedAt = Math.max(dueAt, clock.monotonic());
    lanes.send(dueAt, handedAt);
    unaccounted = { mixed, dueAt, handedAt };
    // From the first frame on: until the next is made, nothing may begin the beat anew.
    beating = true;
  }

  /** Writes down what became of the last frame, and stops the beat when nobody wants the next one (late, after a stall). */
  function account(nextDueAt?: number): void {
    const frame = unaccounted;
    if (!frame) return;
    unaccounted = null;
    const takers = lanes.account(frame.handedAt);
    const { spans, ended } = frame.mixed;
    for (const span of spans) tellStarted(span.voice);
    if (spans.length > 0 && troubles.isHopeless(takers)) giveUp();
    for (const one of ended) conclude(one, frame.dueAt);
    ports.onBeat?.();
    rest(nextDueAt ?? frame.dueAt + periodMs());
  }

  function tellStarted(voice: Voice): void {
    const progress = voice.progress();
    if (progress.firstSampleMonotonic !== null) acts.get(voice)?.started(progress);
  }

  function giveUp(): void {
    const voice = sounding();
    if (!voice) return;
    voice.fail({ end: 'output_failed', cause: 'output' }, hopelessness(lanes.health()));
    conclude({ voice, at: 0 }, clock.monotonic());
  }

  /** Its last sample leaves the slowest output a while after it was made; only then is the playback over. */
  function conclude({ voice, at }: Ended, dueAt: number): void {
    const act = acts.get(voice);
    if (!act) return;
    acts.delete(voice);
    for (const cancel of act.cancels) cancel();
    voice.close();
    const overAt = dueAt + at / SAMPLES_PER_MS + lanes.slowestMs();
    if (voice.rendered() > 0) drainedAt = Math.max(drainedAt, overAt);
    const tellEnd = () => {
      account();
      finishAll();
      const result = voice.result();
      act.started(result);
      act.ended(result);
    };
    if (voice.rendered() === 0) tellEnd();
    else clock.after(Math.max(0, overAt - clock.monotonic()), tellEnd);
  }

  /** Nothing is armed and all that sounded is out: outputs may cool down, and some want silence for that. */
  function finishAll(): void {
    if (!begun || acts.size > 0 || clock.monotonic() < drainedAt - EARLY_MS) return;
    begun = false;
    lanes.finish();
    rouse();
  }

  /** Nothing sounds, nor is anything on its way through a delay. */
  const isQuiet = (at: number) => !sounding() && at >= drainedAt;

  /** Stops the beat when nobody wants the next frame, until the next start. */
  function rest(nextDueAt: number): void {
    beating = wanted(nextDueAt);
    if (!beating) rouse();
  }

  function wanted(dueAt: number): boolean {
    if (!isQuiet(dueAt) || lanes.want()) return true;
    // What begins within this frame keeps the beat: no sample lies between, and none is lost with a frame made in vain.
    return readyActs().some((voice) => voice.view(dueAt + lanes.leadMs()).startIn < FRAME_SAMPLES);
  }

  const readyActs = () => [...acts.keys()].filter((voice) => voice.view(0).ready);

  /** Sets the beat going for whatever wants frames first; the beat begins with that voice's own sample. */
  function rouse(): void {
    if (stopped || beating) return;
    pacer.stop();
    const now = clock.monotonic();
    const planned = Math.min(...readyActs().map(({ request }) => request.startAtMonotonic)) - lanes.leadMs();
    if (lanes.want()) pacer.start(now);
    else if (Number.isFinite(planned)) pacer.start(Math.max(planned, now));
  }

  function begin(act: Act): void {
    const { start, request } = act.voice;
    const lead = Math.max(BEGIN_MS, lanes.beginMs()) + lanes.leadMs();
    const now = () => {
      begun = true;
      lanes.begin(start);
      rouse();
    };
    const wait = request.startAtMonotonic - lead - clock.monotonic();
    if (wait <= 0) now();
    else act.cancels.push(clock.after(wait, now));
  }

  /** What does not sound when its time is over never will; what does has been faded out by the policy. */
  function limit({ voice, cancels }: Act): void {
    const { endByMonotonic } = voice.request;
    if (endByMonotonic === undefined) return;
    const expire = () => {
      if (voice.view(0).state === 'sounding') return;
      voice.expire();
      conclude({ voice, at: 0 }, clock.monotonic());
      rouse();
    };
    cancels.push(clock.after(Math.max(0, endByMonotonic - clock.monotonic()), expire));
  }

  /** What sounds ends with its next frame; what has not begun ends now. */
  function stop(voice: Voice): void {
    account();
    if (!acts.has(voice)) return;
    voice.stop();
    if (voice.over() !== null) conclude({ voice, at: 0 }, clock.monotonic());
    rouse();
  }

  function play(wanted: EngineRequest): EnginePlaying {
    const request = withEnd(wanted);
    const source = open(request.audio, request.offsetMs, (detail, recovered) => {
      voice.note(detail);
      troubles.tell({ kind: recovered ? 'recovered' : 'stream', playbackId: request.playbackId, detail });
    });
    const likeness = ports.ear && createLikeness({ ear: ports.ear });
    const voice = createVoice({ id: nextId++, request, source, likeness });
    const started = deferred<EngineProgress>();
    const ended = deferred<EngineResult>();
    const act: Act = { voice, started: started.resolve, ended: ended.resolve, cancels: [] };
    acts.set(voice, act);
    begin(act);
    limit(act);
    void source.primed.then(() => {
      voice.prime();
      if (acts.has(voice)) rouse();
    });
    return {
      started: started.promise,
      ended: ended.promise,
      progress: voice.progress,
      stop: () => acts.has(voice) && stop(voice),
    };
  }

  function configure(wanted: SoundSettings): void {
    clockPpm = Math.max(-MOST_PPM, Math.min(MOST_PPM, wanted.clockPpm ?? 0));
    lanes.configure(wanted);
    if (!isQuiet(clock.monotonic())) return;
    lanes.pause();
    // What is armed may have to be made earlier now.
    if (acts.size > 0) rouse();
  }

  return {
    play,
    configure,
    onTrouble: troubles.onTrouble,
    outputs: lanes.health,
    async start() {
      const stopLanes = await lanes.start();
      const stopEar = ports.ear?.start();
      stopped = false;
      rouse();
      return async () => {
        account();
        stopped = true;
        beating = false;
        pacer.stop();
        // Whoever waits for an end gets one, though the last frame cannot fade any more.
        for (const { voice } of [...acts.values()]) {
          voice.fail({ end: 'stopped' }, 'the player was shut down');
          conclude({ voice, at: 0 }, clock.monotonic());
        }
        stopEar?.();
        await stopLanes();
      };
    },
  };
}

/** A stream has no end of its own. */
function withEnd(request: EngineRequest): EngineRequest {
  const { audio, startAtMonotonic, endByMonotonic = Number.POSITIVE_INFINITY } = request;
  if (audio.kind !== 'stream') return request;
  const over = startAtMonotonic + audio.durationMs - request.offsetMs;
  return { ...request, endByMonotonic: Math.min(over, endByMonotonic) };
}
