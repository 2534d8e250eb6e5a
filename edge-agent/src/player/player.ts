import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import { FRAME_MS, FRAME_SAMPLES, type Output } from '../outputs/output.js';
import type { Player, Playing, PlayProgress, PlayRequest, PlayResult } from '../sound-port.js';
import { createFramePacer } from './frame-pacer.js';
import { openPcm, type PcmReader } from './pcm-reader.js';
import { createVoice, type Voice } from './voice.js';

export interface PlayerPorts {
  outputs: readonly Output[];
  clock: Clock;
  log: Logger;
  /** How prepared audio is read; the disk unless a test says otherwise. */
  open?: (path: string, offsetMs: number) => PcmReader;
}

interface Current {
  voice: Voice;
  reader: PcmReader;
  started(progress: PlayProgress): void;
  ended(result: PlayResult): void;
}

const SILENCE = new Int16Array(FRAME_SAMPLES);

/**
 * The one owner of the outputs. Frames of 20 ms go out on absolute deadlines of the monotonic clock; a voice that starts
 * within a frame starts at its own sample. Without continuous outputs no timer runs while nothing is armed.
 */
export function createPlayer(ports: PlayerPorts): Player {
  const { outputs, clock, log, open = openPcm } = ports;
  const continuous = outputs.some((output) => output.continuous);
  const names = () =>
    outputs
      .filter((output) => output.health().ok)
      .map(({ id }) => id)
      .join('+');
  const pacer = createFramePacer({ clock, onFrame });
  let current: Current | null = null;

  function onFrame(dueAt: number): void {
    const frame = current?.voice.frame(dueAt) ?? null;
    const first = frame && frame.firstOffset !== null ? firstOf(frame.firstOffset, dueAt) : undefined;
    for (const output of outputs) {
      if (frame) output.write(frame.samples, first?.sample);
      else if (output.continuous) output.write(SILENCE);
    }
    if (current && first) {
      current.voice.markFirst(first.monotonic);
      current.started(current.voice.progress());
    }
    if (current && frame && outputs.every((output) => !output.health().ok))
      current.voice.fail('no output takes sound');
    if (current?.voice.over()) conclude(dueAt);
  }

  /** A frame handed over late sounds late: the first sample's instant is what was, not what was wanted. */
  function firstOf(offsetSamples: number, dueAt: number) {
    const intoFrame = offsetSamples / (FRAME_SAMPLES / FRAME_MS);
    const monotonic = Math.max(dueAt, clock.monotonic()) + intoFrame;
    const planned = current?.voice.request;
    const late = planned ? monotonic - planned.startAtMonotonic : 0;
    return { monotonic, sample: { offsetSamples, firstSampleAt: (planned?.startAt ?? 0) + late } };
  }

  /** Its last frame was handed over at `dueAt`, and is over one frame later. */
  function conclude(dueAt: number): void {
    const ending = current;
    current = null;
    if (!ending) return;
    if (!continuous) pacer.stop();
    ending.reader.close();
    for (const output of outputs) output.finish();
    ending.started(ending.voice.progress());
    clock.after(Math.max(0, dueAt + FRAME_MS - clock.monotonic()), () => ending.ended(ending.voice.result()));
  }

  function replaceBy(request: PlayRequest): void {
    if (!current) return;
    log.warn(
      { playbackId: current.voice.request.playbackId, by: request.playbackId },
      'a playback gives way',
    );
    current.voice.cut();
    conclude(clock.monotonic() - FRAME_MS);
  }

  function play(request: PlayRequest): Playing {
    replaceBy(request);
    const reader = open(request.audio.path, request.offsetMs);
    const voice = createVoice({ request, reader, output: names });
    const started = deferred<PlayProgress>();
    const ended = deferred<PlayResult>();
    const mine: Current = { voice, reader, started: started.resolve, ended: ended.resolve };
    current = mine;
    for (const output of outputs) output.begin(request);
    void reader.primed.then(() => {
      if (current === mine) pacer.start(Math.max(request.startAtMonotonic, clock.monotonic()));
    });
    return {
      started: started.promise,
      ended: ended.promise,
      progress: voice.progress,
      stop() {
        voice.fadeOut();
        if (current !== mine || pacer.running(clock.monotonic())) return;
        voice.cut();
        conclude(clock.monotonic() - FRAME_MS);
      },
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
        for (const stop of stops) await stop();
      };
    },
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
