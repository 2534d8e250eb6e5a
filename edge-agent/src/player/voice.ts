import type { Likeness } from '../capture/likeness.js';
import { type PlaybackStart, SAMPLES_PER_MS } from '../outputs/output.js';
import type { PlayProgress, PlayRequest, PlayResult } from '../sound-port.js';
import { applyGain, factorOf } from './gain.js';
import { type Contender, FADE_SAMPLES, type FadeCause } from './policy.js';
import type { SampleSource } from './sources/sample-source.js';
import { createCounter, progressOf, type Tally } from './tally.js';

/** What an engine that goes on for another one that died adds to a request. */
export interface EngineRequest extends PlayRequest {
  before?: Tally;
}

export interface EngineProgress extends PlayProgress {
  tally: Tally;
}

export type EngineResult = PlayResult & { tally: Tally };

type End = Pick<PlayResult, 'end' | 'cause'>;

/** One playback on its way through the outputs: takes its turns, fades, gains, counts. */
export interface Voice {
  readonly id: number;
  readonly request: EngineRequest;
  readonly start: PlaybackStart;
  readonly counter: ReturnType<typeof createCounter>;
  /** Its sound is in memory: from now on it may begin. */
  prime(): void;
  /** As the policy sees it at this monotonic instant. */
  view(at: number): Contender;
  /** It is heard from now on. */
  take(): void;
  fade(samples: number, cause: FadeCause, then: 'end' | 'hold'): void;
  /**
   * Writes its next samples; returns how many. Fewer than asked for is its end (see `over`), or that its source had
   * nothing: then the rest of the frame is silent and counted.
   */
  render(into: Int16Array): number;
  /** Position in samples of its stretch of sound: what was rendered so far. */
  rendered(): number;
  /** So many frames passed in which nothing could be handed over. */
  skipped(frames: number): void;
  stop(): void;
  /** Its time is over, and it does not sound. */
  expire(): void;
  /** Set once its last sample was rendered. */
  over(): End | null;
  fail(end: End, detail: string): void;
  /** For the record, whether or not it ends it. */
  note(detail: string): void;
  progress(): EngineProgress;
  result(): EngineResult;
  close(): void;
}

interface Fade {
  samples: number;
  done: number;
  cause: FadeCause;
  then: 'end' | 'hold';
}

export function createVoice(ports: {
  id: number;
  request: EngineRequest;
  source: SampleSource;
  likeness?: Likeness | undefined;
}): Voice {
  const { id, request, source } = ports;
  const gain = factorOf(request.gainDb);
  const counter = createCounter(request.before, ports.likeness);
  const notes: string[] = [];
  let ready = false;
  let state: Contender['state'] = 'armed';
  let rendered = 0;
  /** Samples of the present stretch; it fades in unless it is the recording's own beginning. */
  let sinceIn = request.offsetMs > 0 || request.before ? 0 : FADE_SAMPLES;
  let fading: Fade | null = null;
  let stopping = false;
  let over: End | null = null;
  let detail: string | undefined;

  function end(how: End): void {
    over ??= how;
  }

  function fail(how: End, words: string): void {
    if (over === null) detail = words;
    end(how);
  }

  function shape(samples: Int16Array): void {
    const rising = sinceIn < FADE_SAMPLES;
    applyGain(samples, { from: rising ? 0 : gain, to: gain, samples: FADE_SAMPLES, done: sinceIn });
    sinceIn += samples.length;
    if (!fading) return;
    applyGain(samples, { from: 1, to: 0, samples: fading.samples, done: fading.done });
    fading.done += samples.length;
  }

  function faded({ cause, then }: Fade): void {
    fading = null;
    if (then === 'hold') {
      state = 'held';
      sinceIn = 0;
    } else if (cause === 'end_by' && request.audio.kind === 'stream') {
      // A stream has no other end than its time.
      end({ end: 'completed' });
    } else end(cause === 'stopped' ? { end: 'stopped' } : { end: 'stopped', cause });
  }

  /** A source that ends before it should is at fault itself; one that failed says why. */
  function ranOut(): void {
    const failure = source.failure();
    if (failure === null) end({ end: 'completed' });
    else fail({ end: 'output_failed', cause: 'source' }, failure);
  }

  function progress(): EngineProgress {
    const tally = counter.tally();
    const level = counter.momentDbfs();
    return {
      ...progressOf(tally),
      positionMs: request.offsetMs + rendered / SAMPLES_PER_MS,
      ...(level === undefined || state !== 'sounding' ? {} : { levelDbfs: level }),
      ...(source.received ? { receivedBytes: source.received() } : {}),
      ...(state === 'held' ? { held: true } : {}),
      tally,
    };
  }

  return {
    id,
    request,
    start: {
      playbackId: request.playbackId,
      sessionId: request.sessionId,
      startAt: request.startAt,
      rank: request.rank ?? 'normal',
    },
    counter,
    prime() {
      ready = true;
    },
    view(at) {
      const endBy = request.endByMonotonic;
      return {
        id,
        order: id,
        rank: request.rank ?? 'normal',
        turn: request.turn ?? 'over',
        displaced: request.displaced ?? 'ends',
        state,
        ready,
        startIn: Math.round((request.startAtMonotonic - at) * SAMPLES_PER_MS),
        endIn: endBy === undefined ? Number.POSITIVE_INFINITY : Math.round((endBy - at) * SAMPLES_PER_MS),
        stopping,
        fadeLeft: fading ? fading.samples - fading.done : null,
      };
    },
    take() {
      state = 'sounding';
    },
    fade(samples, cause, then) {
      fading = { samples, done: 0, cause, then };
    },
    render(into) {
      const taken = source.take(into.length);
      if (taken === null) {
        counter.dry(1);
        // Nothing is heard that could fade.
        if (fading) faded(fading);
        return 0;
      }
      into.set(taken);
      shape(into.subarray(0, taken.length));
      rendered += taken.length;
      if (fading && fading.done >= fading.samples) faded(fading);
      if (taken.length < into.length) ranOut();
      return taken.length;
    },
    rendered: () => rendered,
    skipped(frames) {
      if (state === 'sounding' && rendered > 0) counter.dry(frames);
    },
    stop() {
      stopping = true;
      if (state !== 'sounding') end({ end: 'stopped' });
    },
    expire() {
      const never = request.audio.kind === 'stream' && rendered === 0 && !ready;
      if (never) fail({ end: 'output_failed', cause: 'source' }, notes.at(-1) ?? 'the stream never came');
      else end({ end: 'stopped', cause: 'end_by' });
    },
    over: () => over,
    fail,
    note(words) {
      if (!notes.includes(words) && notes.length < 5) notes.push(words);
    },
    progress,
    result() {
      const done = progress();
      if (over?.end === 'completed' && done.deliveredMs === 0 && rendered > 0) {
        over = { end: 'output_failed', cause: 'output' };
        detail = 'no output took any of it';
      }
      const words = [detail, ...notes.filter((note) => !detail?.includes(note))]
        .filter((text) => text !== undefined)
        .join('; ')
        .slice(0, 400);
      return { ...done, ...(over ?? { end: 'stopped' }), ...(words === '' ? {} : { detail: words }) };
    },
    close: () => source.close(),
  };
}
