import type { Player, PlayProgress, PlayRequest, PlayResult } from '../../../edge-agent/src/sound-port.js';
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

/** Where the made-up audio of a recording lies on a box. */
export function pathOf(sha256: string): string {
  return `/media/${sha256}`;
}

/**
 * A loudspeaker without sound. Unlike the real player it lets a second request sound beside the first, so that an
 * agent which asks for two at once is heard.
 */
export function createLoudspeaker(ports: {
  timeline: Timeline;
  life: Life;
  run: number;
  syncedAt(): number | null;
  onHeard(heard: Heard): void;
  onSilent(heard: Heard): void;
}): Loudspeaker {
  const { timeline, life, run } = ports;
  const active = new Set<(end: PlayResult['end'] | null) => void>();

  function play(request: PlayRequest) {
    let first: number | null = null;
    let line: Heard | null = null;
    let cancel = () => {};
    let tellStarted = (_: PlayProgress) => {};
    let tellEnded = (_: PlayResult) => {};
    const started = new Promise<PlayProgress>((resolve) => {
      tellStarted = resolve;
    });
    const ended = new Promise<PlayResult>((resolve) => {
      tellEnded = resolve;
    });
    const left = Math.max(0, request.audio.durationMs - request.offsetMs);
    const progress = (): PlayProgress => {
      const deliveredMs = first === null ? 0 : Math.min(left, Math.round(life.clock.monotonic() - first));
      const level = deliveredMs > 0 ? { rmsDbfs: -18, peakDbfs: -2 } : {};
      return { firstSampleMonotonic: first, output: 'loudspeaker', deliveredMs, underruns: 0, ...level };
    };
    const finish = (end: PlayResult['end'] | null) => {
      if (!active.delete(finish)) return;
      cancel();
      if (line) {
        line.to = timeline.now();
        ports.onSilent(line);
      }
      if (end === null) return;
      tellStarted(progress());
      tellEnded({ ...progress(), end });
    };
    const begin = () => {
      first = life.clock.monotonic();
      const { playbackId, gainDb, offsetMs, audio } = request;
      const sha256 = 'path' in audio ? audio.path.slice(pathOf('').length) : audio.kind;
      const moment = { from: timeline.now(), to: null, run, syncedAt: ports.syncedAt() };
      line = { playbackId, sha256, gainDb, offsetMs, ...moment };
      ports.onHeard(line);
      tellStarted(progress());
      cancel = life.exact(left, () => finish('completed'));
    };
    active.add(finish);
    cancel = life.exact(Math.max(0, request.startAtMonotonic - life.clock.monotonic()), begin);
    return { started, ended, stop: () => finish('stopped'), progress };
  }

  return {
    busy: () => active.size > 0,
    die: () => {
      for (const finish of [...active]) finish(null);
    },
    player: { play, outputs: () => [{ id: 'loudspeaker', ok: true }], start: async () => async () => {} },
  };
}
