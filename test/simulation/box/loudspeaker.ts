import type {
  Player,
  Playing,
  PlayProgress,
  PlayRequest,
  PlayResult,
  SoundRank,
} from '../../../edge-agent/src/sound-port.js';
import type { Timeline } from '../timeline.js';
import type { Life } from './life.js';

/** One stretch of sound, as somebody standing below the loudspeaker would write it down. */
export interface Heard {
  playbackId: string;
  sha256: string;
  /** True instants; `to` is null while it sounds. */
  from: number;
  to: number | null;
  gainDb: number;
  offsetMs: number;
  /** Which run of the agent asked for it. */
  run: number;
  /** When that run had last heard the controller's time, true instant; null: never since power-on. */
  syncedAt: number | null;
}

export interface Loudspeaker {
  player: Player;
  /** Something is armed or sounds. */
  busy(): boolean;
  /** Silence at once, and nobody is told. */
  die(): void;
}

/** One thing that was asked for, until it is over. */
interface Voice {
  request: PlayRequest;
  rank: number;
  /** Its start has come. */
  due: boolean;
  sounding(): boolean;
  begin(): void;
  /** Gives way to something of higher rank: goes on later, or is over. */
  giveWay(): void;
  finish(end: PlayResult['end'] | null, cause?: PlayResult['cause']): void;
}

const RANKS: readonly SoundRank[] = ['normal', 'priority', 'live', 'emergency'];

/** Where the made-up audio of a recording lies on a box. */
export function pathOf(sha256: string): string {
  return `/media/${sha256}`;
}

function hashOf({ path }: { path: string }): string {
  return path.slice(pathOf('').length);
}

/**
 * A loudspeaker without sound, which arbitrates as its port says. One thing it does otherwise on purpose: what takes the
 * turn of another playback of the same rank sounds beside it, so that an agent which starts two at once is heard.
 */
export function createLoudspeaker(ports: {
  timeline: Timeline;
  life: Life;
  run: number;
  syncedAt(): number | null;
  /** Whether other stations can be heard over the village's line. */
  reachable(): boolean;
  onHeard(heard: Heard): void;
  onSilent(heard: Heard): void;
}): Loudspeaker {
  const voices: Voice[] = [];

  /** Who may sound now that something is due or over. */
  function arbitrate(): void {
    const due = voices.filter((voice) => voice.due);
    const highest = Math.max(-1, ...due.map(({ rank }) => rank));
    for (const voice of due) if (voice.rank < highest && voice.sounding()) voice.giveWay();
    if (due.some((voice) => voice.rank === highest && voice.sounding())) return;
    due.find((voice) => voice.rank === highest)?.begin();
  }

  function startOf(voice: Voice): void {
    voice.due = true;
    const { playbackId, turn = 'over' } = voice.request;
    const other = voices.find((each) => each !== voice && each.sounding() && each.rank === voice.rank);
    if (other && turn === 'over' && other.request.playbackId === playbackId)
      other.finish('stopped', 'displaced');
    // Two of one rank at once: heard as it was asked for.
    else if (other && turn === 'over') voice.begin();
    arbitrate();
  }

  function leave(voice: Voice): void {
    const place = voices.indexOf(voice);
    if (place >= 0) voices.splice(place, 1);
  }

  function play(request: PlayRequest): Playing {
    const { voice, playing } = createVoice(request, { ...ports, leave, arbitrate });
    voices.push(voice);
    const { monotonic } = ports.life.clock;
    ports.life.exact(Math.max(0, request.startAtMonotonic - monotonic()), () => {
      if (voices.includes(voice)) startOf(voice);
    });
    if (request.endByMonotonic !== undefined) {
      const left = request.endByMonotonic - monotonic();
      ports.life.exact(Math.max(0, left), () => voice.finish('stopped', 'end_by'));
    }
    return playing;
  }

  return {
    busy: () => voices.length > 0,
    die: () => {
      for (const voice of [...voices]) voice.finish(null);
    },
    player: { play, outputs: () => [{ id: 'loudspeaker', ok: true }], start: async () => async () => {} },
  };
}

function createVoice(
  request: PlayRequest,
  ports: Parameters<typeof createLoudspeaker>[0] & { leave(voice: Voice): void; arbitrate(): void },
): { voice: Voice; playing: Playing } {
  const { timeline, life, run } = ports;
  const { audio, playbackId, gainDb } = request;
  const whatSounds = () => {
    if ('path' in audio) return hashOf(audio);
    if (audio.kind !== 'stream' || ports.reachable()) return audio.kind;
    return audio.fallback ? hashOf(audio.fallback) : null;
  };
  let firstAt: number | null = null;
  let begunAt: number | null = null;
  let before = 0;
  let line: Heard | null = null;
  let over = false;
  let cancel = () => {};
  const started = promised<PlayProgress>();
  const ended = promised<PlayResult>();
  const whole = Math.max(0, audio.durationMs - request.offsetMs);
  const heardMs = () => before + (begunAt === null ? 0 : life.clock.monotonic() - begunAt);

  function progress(): PlayProgress {
    const deliveredMs = Math.min(whole, Math.round(heardMs()));
    const level = deliveredMs > 0 ? { rmsDbfs: -18, peakDbfs: -2 } : {};
    const positionMs = request.offsetMs + deliveredMs;
    return {
      firstSampleMonotonic: firstAt,
      output: 'loudspeaker',
      deliveredMs,
      underruns: 0,
      positionMs,
      ...level,
    };
  }

  function silence(): void {
    cancel();
    before = heardMs();
    begunAt = null;
    if (!line) return;
    line.to = timeline.now();
    ports.onSilent(line);
    line = null;
  }

  const voice: Voice = {
    request,
    rank: RANKS.indexOf(request.rank ?? 'normal'),
    due: false,
    sounding: () => begunAt !== null,
    begin() {
      const sha256 = whatSounds();
      // A station that is away, and nothing to stand in for it.
      if (sha256 === null) return voice.finish('stopped', 'source');
      begunAt = life.clock.monotonic();
      firstAt ??= begunAt;
      const moment = { from: timeline.now(), to: null, run, syncedAt: ports.syncedAt() };
      line = { playbackId, sha256, gainDb, offsetMs: request.offsetMs + before, ...moment };
      ports.onHeard(line);
      started.tell(progress());
      cancel = life.exact(whole - before, () => voice.finish('completed'));
    },
    giveWay() {
      if (request.displaced === 'holds') silence();
      else voice.finish('stopped', 'displaced');
    },
    finish(end, cause) {
      if (over) return;
      over = true;
      silence();
      ports.leave(voice);
      if (end === null) return;
      started.tell(progress());
      ended.tell({ ...progress(), end, ...(cause === undefined ? {} : { cause }) });
      ports.arbitrate();
    },
  };
  const stop = () => voice.finish('stopped');
  return { voice, playing: { started: started.promise, ended: ended.promise, stop, progress } };
}

function promised<T>(): { promise: Promise<T>; tell(value: T): void } {
  let tell = (_: T) => {};
  const promise = new Promise<T>((resolve) => {
    tell = resolve;
  });
  return { promise, tell: (value) => tell(value) };
}
