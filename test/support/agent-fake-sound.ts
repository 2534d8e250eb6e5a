import type { Clock } from '@loa/shared/ports/clock';
import type {
  AudioLibrary,
  Player,
  PlayProgress,
  PlayRequest,
  PlayResult,
  Readied,
} from '../../edge-agent/src/sound-port.js';

export interface Heard {
  playbackId: string;
  /** The clock's true instant of the first sample, and how much came after it. */
  from: number;
  ms: number;
  end: PlayResult['end'] | 'sounding';
  gainDb: number;
  offsetMs: number;
}

export interface FakePlayer extends Player {
  /** All that ever sounded. */
  readonly heard: Heard[];
  /** Breaks the output: what sounds fails, and so does everything until `mend`. */
  break(): void;
  mend(): void;
  /** The power goes: silence, and nobody is told. */
  die(): void;
}

/** A loudspeaker on the fake clock. */
export function createFakePlayer({ clock }: { clock: Clock }): FakePlayer {
  const heard: Heard[] = [];
  let broken = false;
  let finishNow: ((end: PlayResult['end'] | null) => void) | null = null;

  return {
    heard,
    outputs: () => [{ id: 'fake', ok: !broken }],
    start: async () => async () => {},
    break() {
      broken = true;
      finishNow?.('output_failed');
    },
    mend() {
      broken = false;
    },
    die: () => finishNow?.(null),
    play(request: PlayRequest) {
      finishNow?.('stopped');
      let first: number | null = null;
      let line: Heard | null = null;
      let over = false;
      let cancel = () => {};
      let tellStarted = (_: PlayProgress) => {};
      let tellEnded = (_: PlayResult) => {};
      const started = new Promise<PlayProgress>((resolve) => {
        tellStarted = resolve;
      });
      const ended = new Promise<PlayResult>((resolve) => {
        tellEnded = resolve;
      });
      const left = request.audio.durationMs - request.offsetMs;
      const progress = (): PlayProgress => {
        const deliveredMs = first === null ? 0 : Math.min(left, Math.round(clock.monotonic() - first));
        const level = deliveredMs > 0 ? { rmsDbfs: -18, peakDbfs: -2 } : {};
        return { firstSampleMonotonic: first, output: 'fake', deliveredMs, underruns: 0, ...level };
      };
      const finish = (end: PlayResult['end'] | null) => {
        if (over) return;
        over = true;
        cancel();
        if (finishNow === finish) finishNow = null;
        if (line) Object.assign(line, { ms: progress().deliveredMs, end: end ?? 'stopped' });
        if (end === null) return;
        tellStarted(progress());
        tellEnded({ ...progress(), end, ...(end === 'output_failed' ? { detail: 'unplugged' } : {}) });
      };
      finishNow = finish;
      const begin = () => {
        if (broken) return finish('output_failed');
        first = clock.monotonic();
        const { playbackId, gainDb, offsetMs } = request;
        line = { playbackId, from: clock.now(), ms: 0, end: 'sounding', gainDb, offsetMs };
        heard.push(line);
        tellStarted(progress());
        cancel = clock.after(left, () => finish('completed'));
      };
      cancel = clock.after(Math.max(0, request.startAtMonotonic - clock.monotonic()), begin);
      return { started, ended, stop: () => finish('stopped'), progress };
    },
  };
}

export interface FakeLibrary extends AudioLibrary {
  /** What the controller has: fetching finds it. */
  readonly offered: Map<string, Readied>;
  /** What is on the box, by hash. */
  readonly onBox: Map<string, number>;
  readonly asked: string[];
  readonly kept: ReadonlySet<string>[];
}

/** Audio by hash, without bytes. */
export function createFakeLibrary(): FakeLibrary {
  const offered = new Map<string, Readied>();
  const onBox = new Map<string, number>();
  const asked: string[] = [];
  const kept: ReadonlySet<string>[] = [];
  return {
    offered,
    onBox,
    asked,
    kept,
    async makeReady({ sha256 }) {
      asked.push(sha256);
      const result = offered.get(sha256) ?? { ok: false, reason: 'audio_missing', detail: 'not there' };
      if (result.ok) onBox.set(sha256, result.durationMs);
      return result;
    },
    prepared(sha256) {
      const durationMs = onBox.get(sha256);
      return durationMs === undefined ? null : { path: `/fake/${sha256}`, durationMs };
    },
    async evict(keep) {
      kept.push(keep);
    },
    freeBytes: async () => 1e9,
  };
}
