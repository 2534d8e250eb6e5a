import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import { FRAME_MS, FRAME_SAMPLES, type Output, SAMPLES_PER_MS } from '../outputs/output.js';
import type { Player, Playing, PlayProgress, PlayRequest, PlayResult } from '../sound-port.js';
import { createFramePacer } from './frame-pacer.js';
import { openPcm, type PcmReader } from './pcm-reader.js';
import { createVoice, type Voice, type VoiceFrame } from './voice.js';

export interface PlayerPorts {
  outputs: readonly Output[];
  clock: Clock;
  log: Logger;
  /** How prepared audio is read; the disk unless a test says otherwise. */
  open?: (path: string, offsetMs: number) => PcmReader;
}

interface Act {
  voice: Voice;
  reader: PcmReader;
  started(progress: PlayProgress): void;
  ended(result: PlayResult): void;
}

const SILENCE = new Int16Array(FRAME_SAMPLES);
/** A second in which no output could take sound ends a playback: less gives an output time to be restarted. */
const HOPELESS_FRAMES = 1_000 / FRAME_MS;

/**
 * The one owner of the outputs. Frames of 20 ms go out on absolute deadlines of the monotonic clock; a voice that starts
 * within a frame starts at its own sample. Without continuous outputs no timer runs while nothing is armed.
 */
export function createPlayer(ports: PlayerPorts): Player {
  const { outputs, clock, log, open = openPcm } = ports;
  const continuous = outputs.some((output) => output.continuous);
  const pacer = createFramePacer({ clock, onFrame, onSkip: (frames) => current?.voice.skipped(frames) });
  let current: Act | null = null;
  /** What takes over as soon as `current` has faded. */
  let next: Act | null = null;
  let hopeless = 0;

  function onFrame(dueAt: number): void {
    const frame = current?.voice.frame(dueAt) ?? null;
    if (current && frame) sound(current, frame, dueAt);
    else for (const output of outputs) if (output.continuous) output.write(SILENCE, dueAt);
    if (current && current.voice.over() !== null) conclude(dueAt + FRAME_MS);
  }

  function sound(act: Act, frame: VoiceFrame, dueAt: number): void {
    const { voice } = act;
    // A frame handed over late sounds late: the first sample's instant is what was, not what was wanted.
    const handedAt = Math.max(dueAt, clock.monotonic());
    const first = frame.first ? firstSample(voice.request, frame, handedAt) : undefined;
    const takers: string[] = [];
    let failed = 0;
    for (const output of outputs) {
      const taken = output.write(frame.samples, dueAt, first);
      if (taken === 'taken') takers.push(output.id);
      if (taken === 'failed') failed++;
    }
    voice.handed(frame, handedAt, takers);
    const progress = voice.progress();
    if (progress.firstSampleMonotonic !== null) act.started(progress);
    hopeless = failed === outputs.length ? hopeless + 1 : 0;
    if (hopeless >= HOPELESS_FRAMES || outputs.length === 0) voice.fail(troubles());
  }

  function troubles(): string {
    const told = outputs.map(({ id, health }) => {
      const state = health();
      return state.ok ? id : `${id}: ${state.detail}`;
    });
    return `no output takes sound (${told.join('; ') || 'there is none'})`;
  }

  /** Its last frame is over at `overAt`; only then is the playback. */
  function conclude(overAt: number): void {
    const act = current;
    current = next;
    next = null;
    hopeless = 0;
    if (!act) return;
    act.reader.close();
    for (const output of outputs) output.finish();
    const result = act.voice.result();
    clock.after(Math.max(0, overAt - clock.monotonic()), () => {
      act.started(result);
      act.ended(result);
    });
    if (current) arm(current);
    else if (!continuous) pacer.stop();
  }

  function arm(act: Act): void {
    for (const output of outputs) output.begin(act.voice.request);
    void act.reader.primed.then(() => {
      act.voice.prime();
      if (current !== act || continuous) return;
      // The beat begins with the voice; one that runs for a voice before it goes on.
      pacer.start(Math.max(act.voice.request.startAtMonotonic, clock.monotonic()));
    });
  }

  /** What sounds ends with its next frame; what has not begun ends now. */
  function stop(act: Act): void {
    act.voice.stop();
    if (act.voice.over() === null) return;
    if (act === current) {
      if (!continuous) pacer.stop();
      conclude(clock.monotonic());
    } else if (act === next) {
      next = null;
      act.reader.close();
      act.started(act.voice.result());
      act.ended(act.voice.result());
    }
  }

  function play(request: PlayRequest): Playing {
    const reader = open(request.audio.path, request.offsetMs);
    const voice = createVoice({ request, reader });
    const started = deferred<PlayProgress>();
    const ended = deferred<PlayResult>();
    const act: Act = { voice, reader, started: started.resolve, ended: ended.resolve };
    if (next) stop(next);
    if (current) {
      log.warn(
        { playbackId: current.voice.request.playbackId, by: request.playbackId },
        'a playback gives way',
      );
      next = act;
      stop(current);
    } else {
      current = act;
      arm(act);
    }
    return {
      started: started.promise,
      ended: ended.promise,
      progress: voice.progress,
      stop: () => stop(act),
    };
  }

  return {
    play,
    outputs: () => outputs.map((output) => ({ id: output.id, ...output.health() })),
    async start() {
      const stops: (() => Promise<void>)[] = [];
      for (const output of outputs) stops.push(await output.start());
      if (continuous) pacer.start(clock.monotonic());
      return async () => {
        pacer.stop();
        // Whoever waits for an end gets one, though the last frame cannot fade any more.
        if (next) stop(next);
        current?.voice.fail('the player was shut down');
        conclude(clock.monotonic());
        for (const stopOutput of stops) await stopOutput();
      };
    },
  };
}

/** The wall-clock instant follows from the planned one by monotonic time: a step of the clock cannot falsify it. */
function firstSample(request: PlayRequest, frame: VoiceFrame, handedAt: number) {
  const monotonic = handedAt + frame.from / SAMPLES_PER_MS;
  return {
    offsetSamples: frame.from,
    firstSampleAt: request.startAt + monotonic - request.startAtMonotonic,
  };
}

/** As Promise.withResolvers, which Node 20 does not have. */
function deferred<T>(): { promise: Promise<T>; resolve(value: T): void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
