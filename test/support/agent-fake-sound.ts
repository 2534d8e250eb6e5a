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

const RANKS = { normal: 0, priority: 1, live: 2, emergency: 3 };

interface Act {
  request: PlayRequest;
  rank: number;
  sounding: boolean;
  begin(): void;
  finish(end: PlayResult['end'] | null, cause?: PlayResult['cause']): void;
}

/** A loudspeaker on the fake clock: one is heard at a time, by rank and turn, as the engine's policy says. */
export function createFakePlayer({ clock }: { clock: Clock }): FakePlayer {
  const heard: Heard[] = [];
  const acts = new Set<Act>();
  let broken = false;

  const onAir = () => [...acts].find(({ sounding }) => sounding);

  /** Lets begin whoever is due and goes before the others. */
  function turn(): void {
    const due = [...acts].filter(
      ({ sounding, request }) => !sounding && request.startAtMonotonic <= clock.monotonic(),
    );
    due.sort((a, b) => b.rank - a.rank || a.request.startAtMonotonic - b.request.startAtMonotonic);
    const [next] = due;
    const current = onAir();
    if (!next || (current && !goesBefore(next, current))) return;
    current?.finish('stopped', 'displaced');
    // What ended let it begin already.
    if (acts.has(next) && !next.sounding) next.begin();
  }

  return {
    heard,
    outputs: () => [{ id: 'fake', ok: !broken }],
    start: async () => async () => {},
    break() {
      broken = true;
      onAir()?.finish('output_failed');
    },
    mend() {
      broken = false;
    },
    die() {
      for (const act of [...acts]) act.finish(null);
    },
    play(request: PlayRequest) {
      let first: number | null = null;
      let line: Heard | null = null;
      const cancels: (() => void)[] = [];
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
      const act: Act = {
        request,
        rank: RANKS[request.rank ?? 'normal'],
        sounding: false,
        begin() {
          if (broken) return act.finish('output_failed');
          act.sounding = true;
          first = clock.monotonic();
          const { playbackId, gainDb, offsetMs } = request;
          line = { playbackId, from: clock.now(), ms: 0, end: 'sounding', gainDb, offsetMs };
          heard.push(line);
          tellStarted(progress());
          cancels.push(clock.after(left, () => act.finish('completed')));
        },
        finish(end, cause) {
          if (!acts.delete(act)) return;
          for (const cancel of cancels) cancel();
          if (line) Object.assign(line, { ms: progress().deliveredMs, end: end ?? 'stopped' });
          if (end === null) return;
          tellStarted(progress());
          const why = {
            ...(cause ? { cause } : {}),
            ...(end === 'output_failed' ? { detail: 'unplugged' } : {}),
          };
          tellEnded({ ...progress(), end, ...why });
          if (act.sounding) turn();
        },
      };
      acts.add(act);
      const wait = (at: number, fire: () => void) =>
        cancels.push(clock.after(Math.max(0, at - clock.monotonic()), fire));
      wait(request.startAtMonotonic, turn);
      if (request.endByMonotonic !== undefined && Number.isFinite(request.endByMonotonic)) {
        wait(request.endByMonotonic, () => act.finish('stopped', 'end_by'));
      }
      return { started, ended, stop: () => act.finish('stopped'), progress };
    },
  };
}

function goesBefore(next: Act, current: Act): boolean {
  return next.rank > current.rank || (next.rank === current.rank && next.request.turn !== 'after');
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
