import { mayFollow } from '@loa/shared/playback';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { AgentTime } from './clock-sync.js';
import { type Ending, writeEnd } from './ending.js';
import { plannedFacts } from './evidence.js';
import { isFull, type Journal } from './journal.js';
import { audioFor, type LiveStreams } from './playable.js';
import { rankOf, soundRankOf } from './reconcile/rank.js';
import type { Reserve } from './reserve.js';
import type { Audio, AudioLibrary, Player, PlayProgress, PlayRequest } from './sound-port.js';
import { type Channel, isStream, type PlaybackRecord } from './state.js';
import type { Begin, Step, StepOf, StepType } from './steps.js';
import { createStretches, type Stretch } from './stretch.js';
import { createStretchEvidence } from './stretch-evidence.js';

export interface ExecutorPorts {
  journal: Journal;
  player: Player;
  library: Pick<AudioLibrary, 'prepared'>;
  /** Null where live speech cannot be had. */
  live: LiveStreams | null;
  reserve: Reserve;
  time: AgentTime;
  clock: Clock;
  /** Audio that was ready is gone. */
  onLost(sha256: string): void;
  /** Something happened that a new look should see. */
  onChange(): void;
  log: Logger;
}

export interface Executor {
  /** False when some step could not be carried out, and should not be tried again at once. */
  execute(steps: readonly Step[]): boolean;
  /** All that was handed to the player and is not over. */
  channels(): readonly Channel[];
  lastSoundEnd(): number | null;
  /** What sounds now, for the status. */
  progress(): { playbackId: string; progress: PlayProgress } | null;
  /** Writes down how much of the running sound was delivered, in case the power goes. */
  checkpoint(): void;
  /** Ends what sounds or is suspended as `interrupted(shutdown)`. */
  shutDown(): Promise<void>;
}

export function createExecutor(ports: ExecutorPorts): Executor {
  const { journal, player, library, reserve, time, clock, log } = ports;
  const stretches = createStretches({ monotonic: clock.monotonic, instantOf: time.instantOf });
  let lastSoundEnd: number | null = null;
  const followed = new Set<Promise<void>>();

  const recordOf = journal.latest;
  const evidence = createStretchEvidence({ journal, stretches, time, onChange: ports.onChange, log });

  function move(playbackId: string, change: (record: PlaybackRecord) => PlaybackRecord | null): void {
    const record = recordOf(playbackId);
    const next = record ? change(record) : null;
    if (next) journal.keep(next);
  }

  const table: { [T in StepType]: (step: StepOf<T>) => void } = {
    ready({ playbackId }) {
      move(playbackId, (record) => {
        if (record.state !== 'planned') return null;
        journal.append({ kind: 'ready', ...plannedFacts(record) });
        return { ...record, state: 'ready' };
      });
    },
    unready({ playbackId }) {
      move(playbackId, (record) => (record.state === 'ready' ? { ...record, state: 'planned' } : null));
    },
    note({ playbackId, blocked }) {
      move(playbackId, (record) => ({ ...record, blocked }));
    },
    end({ playbackId, state, reason, detail }) {
      const record = recordOf(playbackId);
      if (!record) return;
      const why = {
        ...(reason === undefined ? {} : { reason }),
        ...(detail === undefined ? {} : { detail }),
      };
      const ending = { state, ...why, endedAt: time.now() };
      if (writeEnd(journal, record, ending)) log.info({ playbackId, state, reason }, 'playback ended');
    },
    claim: (step) => begin(step, 'claimed'),
    resume: (step) => begin(step, 'started'),
    reopen,
    halt({ playbackId, outcome }) {
      const stretch = stretches.of(playbackId);
      if (!stretch || stretch.halted) return;
      stretch.halted = outcome;
      stretch.playing.stop();
    },
  };

  function audioOf(record: PlaybackRecord, offsetMs: number): Audio | null {
    const audio = audioFor(record, { library, live: ports.live, joins: offsetMs > 0 });
    const { source } = record.item;
    if (!audio && source.kind === 'recording') ports.onLost(source.sha256);
    return audio;
  }

  /** Commits first and sounds after: what was heard is always on record, and nothing on record is heard twice. */
  function begin(step: Begin & { type: 'claim' | 'resume' }, state: 'claimed' | 'started'): void {
    const record = recordOf(step.playbackId);
    if (!record || stretches.of(step.playbackId) || !mayFollow(record.state, state)) return;
    const audio = audioOf(record, step.offsetMs);
    if (!audio) return;
    const startAt = Math.max(step.startAt, 0);
    // A stream did not wait: where it goes on is counted from where it began.
    const offsetMs = state === 'started' && isStream(record.item) ? record.offsetMs : step.offsetMs;
    const next: PlaybackRecord = { ...record, state, offsetMs };
    if (!reserve.ensure() && record.priority !== 'emergency') return;
    journal.commit(() => {
      if (state === 'claimed') {
        journal.append({ kind: 'claimed', ...plannedFacts(record) });
        journal.keep({ ...next, claimedAt: time.now(), startAt });
      } else {
        journal.append({ kind: 'resumed', ...plannedFacts(record), offsetMs: Math.round(step.offsetMs) });
        journal.keep(next);
      }
    });
    arm(record, audio, { ...step, soonestAt: Math.max(step.soonestAt, 0), turn: 'after' });
    log.info({ playbackId: record.playbackId, startAt, offsetMs: step.offsetMs }, 'playback armed');
  }

  type Arming = Pick<Begin, 'soonestAt' | 'offsetMs' | 'gainDb' | 'maxGainDb' | 'endsBy'> & {
    turn: NonNullable<PlayRequest['turn']>;
  };

  function arm(record: PlaybackRecord, audio: Audio, how: Arming): Stretch {
    const { playbackId, sessionId, item } = record;
    const { soonestAt, offsetMs, gainDb, maxGainDb, endsBy, turn } = how;
    const askedAt = time.monotonicOf(soonestAt);
    const endByMonotonic = time.monotonicOf(endsBy);
    const playing = player.play({
      ...{ playbackId, sessionId, audio, offsetMs, gainDb, maxGainDb, turn, endByMonotonic },
      ...{ startAtMonotonic: askedAt, startAt: soonestAt, rank: soundRankOf(record), displaced: 'ends' },
    });
    const stretch: Stretch = {
      ...{ playbackId, playing, askedAt, offsetMs, endsBy: endByMonotonic },
      ...{ rank: rankOf(record), first: null, halted: null, next: null, before: record.delivered },
      lengthMs: Math.max(0, audio.durationMs - offsetMs),
      epoch: item.source.kind === 'live' ? item.source.epoch : null,
    };
    stretches.add(stretch);
    const following = follow(stretch).finally(() => followed.delete(following));
    followed.add(following);
    return stretch;
  }

  /** The old stream sounds until there is sound of the new one. */
  function reopen({ playbackId, ...how }: StepOf<'reopen'>): void {
    const record = recordOf(playbackId);
    const old = stretches.of(playbackId);
    const audio = record && old && !old.halted ? audioOf(record, how.offsetMs) : null;
    if (!record || !old || !audio) return;
    old.next = arm(record, audio, { ...how, soonestAt: time.now(), turn: 'over' });
    old.next.before = old.before;
    if (old.first === null) old.playing.stop();
  }

  async function follow(mine: Stretch): Promise<void> {
    const first = await mine.playing.started;
    guarded(() => evidence.started(mine, first));
    const result = await mine.playing.ended;
    stretches.close(mine, result);
    // What it delivered is counted with the stretch that took its place.
    if (mine.next === null) guarded(() => evidence.ended(mine, result));
    lastSoundEnd = time.now();
    ports.onChange();
  }

  /** A broken record must not stop the loop: what cannot be done now is logged and looked at again. */
  function guarded(work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      log.error({ err: error, full: isFull(error) }, 'a step failed');
      return false;
    }
  }

  const run = <T extends StepType>(type: T, step: StepOf<T>) => table[type](step);

  return {
    execute(steps) {
      evidence.retry();
      // Steps that only write are one commit: after a long absence there may be hundreds.
      const written = steps.filter((step) => !sounds(step));
      const writeAll = () => {
        for (const step of written) run(step.type, step);
      };
      let ok = written.length === 0 || guarded(() => journal.commit(writeAll));
      for (const step of steps) if (sounds(step) && !guarded(() => run(step.type, step))) ok = false;
      return ok;
    },
    channels: stretches.channels,
    lastSoundEnd: () => lastSoundEnd,
    progress() {
      const stretch = stretches.sounding();
      return stretch ? { playbackId: stretch.playbackId, progress: stretch.playing.progress() } : null;
    },
    checkpoint() {
      for (const mine of stretches.all()) {
        if (mine.first === null || mine.next !== null) continue;
        const delivered = stretches.deliveredWith(mine);
        guarded(() => journal.commit(() => move(mine.playbackId, (record) => ({ ...record, delivered }))));
      }
    },
    async shutDown() {
      for (const stretch of stretches.all()) {
        stretch.halted = { kind: 'end', reason: 'shutdown' };
        stretch.playing.stop();
      }
      await Promise.race([Promise.all(followed), clock.wait(SHUTDOWN_WAIT_MS)]);
      const left = [...journal.playbacks.values()].filter(({ state }) => state === 'suspended');
      const ending: Ending = { state: 'interrupted', reason: 'shutdown', endedAt: time.now() };
      guarded(() =>
        journal.commit(() => {
          for (const record of left) writeEnd(journal, record, ending);
        }),
      );
    },
  };
}

const SHUTDOWN_WAIT_MS = 2_000;

function sounds({ type }: Step): boolean {
  return type === 'claim' || type === 'resume' || type === 'halt' || type === 'reopen';
}
