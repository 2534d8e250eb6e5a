import type { Cancel, Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type {
  Player,
  Playing,
  PlayProgress,
  PlayRequest,
  PlayResult,
  SoundSettings,
  SoundTrouble,
} from '../sound-port.js';
import { deferred } from './deferred.js';
import type { EngineEvent, EngineThread, OutputState } from './engine-messages.js';
import { NO_TALLY, progressOf, type Tally } from './tally.js';

export interface EnginePlayerPorts {
  /** Starts the thread that owns the outputs; called again when it is gone. */
  startThread(): EngineThread;
  clock: Clock;
  log: Logger;
}

/** One playback as this side knows it, so that a new engine can go on with it. */
interface Act {
  id: number;
  request: PlayRequest;
  progress: PlayProgress;
  tally: Tally;
  restarts: number;
  stopping: boolean;
  started(progress: PlayProgress): void;
  ended(result: PlayResult): void;
}

/** The thread is looked at so often while something should sound, ms; after three looks without a beat it is stuck. */
const LOOK_MS = 250;
const STUCK_LOOKS = 3;
/** A playback that took so many engines with it is not tried with another. */
const MOST_RESTARTS = 3;
/** A thread that lived so long was sound, and the next one starts at once, ms. */
const SOUND_MS = 10_000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;
/** A thread that is not ready by then never will be, ms. */
const START_MS = 15_000;
/** How long an orderly end may take, ms. */
const CLOSE_MS = 2_000;

/**
 * The player whose engine lives in a thread of its own, where nothing that the agent does delays a sample. When the
 * thread dies or sticks a new one takes over within a second, and what sounded goes on from where it was last known.
 */
export function createEnginePlayer(ports: EnginePlayerPorts): Player {
  const { clock, log } = ports;
  const acts = new Map<number, Act>();
  const hearers = new Set<(trouble: SoundTrouble) => void>();
  let thread: EngineThread | null = null;
  let settings: SoundSettings | null = null;
  let outputs: OutputState[] = [];
  let nextId = 1;
  let stopping = false;
  let startedAt = 0;
  let failures = 0;
  let down: string | null = 'it has not been started';
  let cancelLook: Cancel = () => {};
  let cancelRetry: Cancel = () => {};
  let onReady = () => {};
  let onClosed = () => {};

  function tell(trouble: SoundTrouble): void {
    for (const hear of hearers) hear(trouble);
  }

  function open(): void {
    startedAt = clock.monotonic();
    const fresh = ports.startThread();
    thread = fresh;
    fresh.onEvent((event) => thread === fresh && hear(event));
    fresh.onEnd((detail) => thread === fresh && gone(detail));
    if (settings) fresh.post({ kind: 'configure', settings });
    for (const act of acts.values()) send(fresh, act);
    cancelLook();
    cancelLook = clock.after(START_MS, () => replace(fresh, 'its thread does not start'));
  }

  function send(to: EngineThread, act: Act): void {
    const { id, request, progress, tally } = act;
    if (progress.firstSampleMonotonic === null) {
      to.post({ kind: 'play', id, request });
      return;
    }
    const offsetMs = progress.positionMs ?? request.offsetMs + progress.deliveredMs;
    to.post({ kind: 'play', id, request: { ...request, offsetMs }, before: tally });
  }

  function hear(event: EngineEvent): void {
    switch (event.kind) {
      case 'ready':
        if (down !== null && failures > 0) tell({ kind: 'recovered', detail: 'the sound engine runs again' });
        down = null;
        watch();
        onReady();
        break;
      case 'closed':
        onClosed();
        break;
      case 'started':
      case 'progress':
        moved(event);
        break;
      case 'ended':
        over(event.id, event.result);
        break;
      case 'health':
        outputs = event.outputs;
        break;
      case 'trouble':
        tell(event.trouble);
        break;
      case 'log':
        log[event.level](event.fields, event.message);
        break;
    }
  }

  function moved({ id, progress, tally }: Extract<EngineEvent, { kind: 'started' | 'progress' }>): void {
    const act = acts.get(id);
    if (!act) return;
    act.progress = progress;
    act.tally = tally;
    if (progress.firstSampleMonotonic !== null) act.started(progress);
  }

  function over(id: number, result: PlayResult): void {
    const act = acts.get(id);
    if (!act) return;
    acts.delete(id);
    const words = act.restarts > 0 ? ['the sound engine was restarted'] : [];
    if (result.detail !== undefined) words.unshift(result.detail);
    const told = words.length === 0 ? result : { ...result, detail: words.join('; ') };
    act.progress = told;
    act.started(told);
    act.ended(told);
  }

  /** The thread is no more: what it had goes to the next one, unless that was asked for. */
  function gone(detail: string): void {
    thread = null;
    cancelLook();
    if (stopping) {
      onClosed();
      return;
    }
    down = detail;
    outputs = outputs.map(({ id }) => ({ id, ok: false, detail: 'the sound engine is being restarted' }));
    log.error({ detail }, 'the sound engine is gone; starting it anew');
    tell({ kind: 'engine', detail, ...playbackNow() });
    for (const act of [...acts.values()]) giveUpOrKeep(act, detail);
    failures = clock.monotonic() - startedAt > SOUND_MS ? 1 : failures + 1;
    const wait = failures === 1 ? 0 : Math.min(FIRST_RETRY_MS * 2 ** (failures - 2), LONGEST_RETRY_MS);
    cancelRetry = clock.after(wait, open);
    onReady();
  }

  function replace(stuck: EngineThread, detail: string): void {
    void stuck.terminate();
    if (thread === stuck) gone(detail);
  }

  function playbackNow(): { playbackId?: string } {
    const heard = [...acts.values()].find(({ progress }) => progress.firstSampleMonotonic !== null);
    return heard ? { playbackId: heard.request.playbackId } : {};
  }

  function giveUpOrKeep(act: Act, detail: string): void {
    act.restarts++;
    // What went out after the last telling is not known; that something was lost is.
    act.tally = { ...act.tally, underruns: act.tally.underruns + 1 };
    if (act.stopping) over(act.id, { ...act.progress, end: 'stopped' });
    else if (act.restarts > MOST_RESTARTS)
      over(act.id, { ...act.progress, end: 'output_failed', cause: 'engine', detail });
  }

  /** Looks at the pulse while something should sound; a thread without one is ended, which starts the next. */
  function watch(): void {
    // One that is still starting has no pulse; how long that may take is watched already.
    if (down !== null) return;
    cancelLook();
    let seen = thread?.beats() ?? 0;
    let silent = 0;
    const look = () => {
      const current = thread;
      if (!current) return;
      const beats = current.beats();
      silent = beats === seen ? silent + 1 : 0;
      seen = beats;
      if (silent >= STUCK_LOOKS) {
        replace(current, 'its thread is stuck');
        return;
      }
      current.post({ kind: 'ping' });
      next();
    };
    const next = () => {
      if (due()) cancelLook = clock.after(LOOK_MS, look);
      else silent = 0;
    };
    next();
  }

  const due = () =>
    [...acts.values()].some(({ request }) => request.startAtMonotonic <= clock.monotonic() + LOOK_MS);

  function play(request: PlayRequest): Playing {
    const id = nextId++;
    const started = deferred<PlayProgress>();
    const ended = deferred<PlayResult>();
    const act: Act = {
      id,
      request,
      progress: { ...progressOf(NO_TALLY), positionMs: request.offsetMs },
      tally: NO_TALLY,
      restarts: 0,
      stopping: false,
      started: started.resolve,
      ended: ended.resolve,
    };
    acts.set(id, act);
    thread?.post({ kind: 'play', id, request });
    const cancelWatch = clock.after(Math.max(0, request.startAtMonotonic - clock.monotonic()), watch);
    void ended.promise.then(cancelWatch);
    return {
      started: started.promise,
      ended: ended.promise,
      progress: () => act.progress,
      stop() {
        if (act.stopping) return;
        act.stopping = true;
        if (thread) thread.post({ kind: 'stop', id });
        else over(id, { ...act.progress, end: 'stopped' });
      },
    };
  }

  async function close(): Promise<void> {
    stopping = true;
    cancelRetry();
    cancelLook();
    const closing = thread;
    if (closing) {
      const closed = new Promise<void>((resolve) => {
        onClosed = resolve;
      });
      closing.post({ kind: 'close' });
      const waiting = new AbortController();
      await Promise.race([closed, clock.wait(CLOSE_MS, waiting.signal).catch(() => {})]);
      waiting.abort();
      thread = null;
      await closing.terminate();
    }
    for (const act of [...acts.values()]) over(act.id, { ...act.progress, end: 'stopped' });
  }

  return {
    play,
    outputs: () => outputs,
    configure(wanted) {
      if (JSON.stringify(wanted) === JSON.stringify(settings)) return;
      settings = wanted;
      thread?.post({ kind: 'configure', settings: wanted });
    },
    onTrouble(hear) {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    async start() {
      stopping = false;
      const ready = new Promise<void>((resolve) => {
        onReady = resolve;
      });
      open();
      await ready;
      return close;
    },
  };
}
