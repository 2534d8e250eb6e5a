import { mayFollow } from '@loa/shared/playback';
import type { Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import type { AgentTime } from './clock-sync.js';
import { type Ending, writeEnd } from './ending.js';
import { addDelivered, plannedFacts } from './evidence.js';
import { isFull, type Journal } from './journal.js';
import type { Reserve } from './reserve.js';
import type { AudioLibrary, Player, Playing, PlayProgress, PlayResult } from './sound-port.js';
import { type Channel, NOTHING_DELIVERED, type PlaybackRecord } from './state.js';
import type { HaltOutcome, Step, StepOf, StepType } from './steps.js';

export interface ExecutorPorts {
  journal: Journal;
  player: Player;
  library: Pick<AudioLibrary, 'prepared'>;
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
  channel(): Channel | null;
  lastSoundEnd(): number | null;
  /** What sounds now, for the status. */
  progress(): { playbackId: string; progress: PlayProgress } | null;
  /** Writes down how much of the running sound was delivered, in case the power goes. */
  checkpoint(): void;
  /** Ends what sounds or is suspended as `interrupted(shutdown)`. */
  shutDown(): Promise<void>;
}

/** The one stretch of sound that holds the loudspeaker. */
interface Stretch {
  playbackId: string;
  playing: Playing;
  /** When its first sample was asked for. */
  startAtMonotonic: number;
  offsetMs: number;
  /** Sound of the stretches before. */
  before: PlaybackRecord['delivered'];
  sounding: boolean;
  halted: HaltOutcome | null;
}

export function createExecutor(ports: ExecutorPorts): Executor {
  const { journal, player, library, reserve, time, clock, log } = ports;
  let stretch: Stretch | null = null;
  let lastSoundEnd: number | null = null;
  let settled: Promise<void> = Promise.resolve();
  /** Ends that a full disk would not take; tried again at every look. */
  let unwritten: (() => void)[] = [];

  const recordOf = (playbackId: string) => journal.playbacks.get(playbackId);

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
      const ending = { state, reason, endedAt: time.now(), ...(detail === undefined ? {} : { detail }) };
      if (writeEnd(journal, record, ending)) log.info({ playbackId, state, reason }, 'playback ended');
    },
    claim: (step) => begin(step, 'claimed'),
    resume: (step) => begin(step, 'started'),
    halt({ playbackId, outcome }) {
      if (stretch?.playbackId !== playbackId || stretch.halted) return;
      stretch.halted = outcome;
      stretch.playing.stop();
    },
  };

  /** Commits first and sounds after: what was heard is always on record, and nothing on record is heard twice. */
  function begin(step: StepOf<'claim'> | StepOf<'resume'>, state: 'claimed' | 'started'): void {
    const record = recordOf(step.playbackId);
    if (stretch || !record || !mayFollow(record.state, state)) return;
    const { source } = record.item;
    const audio = source.kind === 'recording' ? library.prepared(source.sha256) : null;
    if (!audio) {
      if (source.kind === 'recording') ports.onLost(source.sha256);
      return;
    }
    const startAt = Math.max(step.startAt, 0);
    const next: PlaybackRecord = { ...record, state, offsetMs: step.offsetMs };
    if (!reserve.ensure()) return;
    journal.commit(() => {
      if (state === 'claimed') {
        journal.append({ kind: 'claimed', ...plannedFacts(record) });
        journal.keep({ ...next, claimedAt: time.now(), startAt });
      } else {
        journal.append({ kind: 'resumed', ...plannedFacts(record), offsetMs: step.offsetMs });
        journal.keep(next);
      }
    });
    const startAtMonotonic = time.monotonicOf(startAt);
    const playing = player.play({
      playbackId: record.playbackId,
      sessionId: record.sessionId,
      audio,
      startAtMonotonic,
      startAt,
      offsetMs: step.offsetMs,
      gainDb: step.gainDb,
    });
    stretch = {
      playbackId: record.playbackId,
      playing,
      startAtMonotonic,
      offsetMs: step.offsetMs,
      before: record.delivered,
      sounding: false,
      halted: null,
    };
    settled = follow(stretch);
    log.info({ playbackId: record.playbackId, startAt, offsetMs: step.offsetMs }, 'playback armed');
  }

  async function follow(mine: Stretch): Promise<void> {
    const first = await mine.playing.started;
    guarded(() => started(mine, first));
    const result = await mine.playing.ended;
    guarded(() => ended(mine, result));
    lastSoundEnd = time.now();
    stretch = null;
    ports.onChange();
  }

  function started(mine: Stretch, { firstSampleMonotonic, output }: PlayProgress): void {
    const record = recordOf(mine.playbackId);
    if (firstSampleMonotonic === null || !record) return;
    mine.sounding = true;
    if (record.state !== 'claimed') return;
    const exact = time.instantOf(firstSampleMonotonic);
    const startErrorMs = Math.round((firstSampleMonotonic - mine.startAtMonotonic) * 10) / 10;
    const facts = { startedAt: exact, startErrorMs, output: output.slice(0, 200) };
    journal.commit(() => {
      journal.append({ kind: 'started', ...plannedFacts(record), ...facts, offsetMs: mine.offsetMs });
      journal.keep({ ...record, state: 'started', ...facts });
    });
    ports.onChange();
  }

  function ended(mine: Stretch, result: PlayResult): void {
    const endedAt = time.now();
    const write = () => {
      const record = recordOf(mine.playbackId);
      if (!record) return;
      const heard = { ...record, delivered: addDelivered(mine.before, deliveredOf(result)) };
      journal.commit(() => {
        if (mine.halted?.kind === 'suspend' && record.state === 'started' && result.end === 'stopped') {
          suspend(mine, heard, result, mine.halted.by);
        } else {
          writeEnd(journal, heard, { ...endingOf(mine, heard, result), endedAt });
        }
      });
      const { state } = recordOf(mine.playbackId) ?? record;
      log.info({ playbackId: mine.playbackId, state, end: result.end, ...heard.delivered }, 'sound ended');
    };
    try {
      write();
    } catch (error) {
      log.error({ err: error, playbackId: mine.playbackId }, 'an end could not be written; trying again');
      unwritten.push(write);
    }
  }

  function suspend(mine: Stretch, heard: PlaybackRecord, result: PlayResult, by: string): void {
    const { delivered } = heard;
    journal.append({ kind: 'suspended', ...plannedFacts(heard), by, ...delivered });
    const goOnAt = heard.item.resume === 'restart' ? 0 : Math.round(mine.offsetMs + result.deliveredMs);
    journal.keep({ ...heard, state: 'suspended', offsetMs: goOnAt });
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

  function retryUnwritten(): void {
    const again = unwritten;
    unwritten = [];
    for (const write of again) {
      try {
        write();
      } catch {
        unwritten.push(write);
      }
    }
  }

  const run = <T extends StepType>(type: T, step: StepOf<T>) => table[type](step);

  return {
    execute(steps) {
      retryUnwritten();
      // Steps that only write are one commit: after a long absence there may be hundreds.
      const written = steps.filter((step) => !sounds(step));
      const writeAll = () => {
        for (const step of written) run(step.type, step);
      };
      let ok = written.length === 0 || guarded(() => journal.commit(writeAll));
      for (const step of steps) if (sounds(step) && !guarded(() => run(step.type, step))) ok = false;
      return ok;
    },
    channel() {
      if (!stretch) return null;
      const phase = stretch.halted ? 'stopping' : stretch.sounding ? 'sounding' : 'armed';
      return { playbackId: stretch.playbackId, phase };
    },
    lastSoundEnd: () => lastSoundEnd,
    progress: () =>
      stretch?.sounding ? { playbackId: stretch.playbackId, progress: stretch.playing.progress() } : null,
    checkpoint() {
      const mine = stretch;
      if (!mine?.sounding) return;
      const delivered = addDelivered(mine.before, deliveredOf(mine.playing.progress()));
      guarded(() => journal.commit(() => move(mine.playbackId, (record) => ({ ...record, delivered }))));
    },
    async shutDown() {
      if (stretch) {
        stretch.halted = { kind: 'end', reason: 'shutdown' };
        stretch.playing.stop();
        await Promise.race([settled, clock.wait(SHUTDOWN_WAIT_MS)]);
      }
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

function sounds(step: Step): boolean {
  return step.type === 'claim' || step.type === 'resume' || step.type === 'halt';
}

function deliveredOf({
  deliveredMs,
  underruns,
  rmsDbfs,
  peakDbfs,
}: PlayProgress): PlaybackRecord['delivered'] {
  return addDelivered(NOTHING_DELIVERED, {
    deliveredMs,
    underruns,
    ...(rmsDbfs === undefined ? {} : { rmsDbfs }),
    ...(peakDbfs === undefined ? {} : { peakDbfs }),
  });
}

/** How a stretch that is over ends its playback. */
function endingOf(mine: Stretch, heard: PlaybackRecord, result: PlayResult): Omit<Ending, 'endedAt'> {
  const silent = heard.delivered.deliveredMs === 0;
  const detail = result.detail === undefined ? {} : { detail: result.detail };
  switch (result.end) {
    case 'completed':
      return { state: 'finished' };
    case 'output_failed':
      return { state: silent ? 'failed' : 'interrupted', reason: 'output', ...detail };
    case 'stopped': {
      const outcome = mine.halted;
      // The player was stopped by nobody who said why: its output was taken away.
      if (!outcome) return { state: 'interrupted', reason: 'output', detail: 'the player stopped by itself' };
      if (outcome.kind === 'suspend')
        return { state: silent ? 'skipped' : 'interrupted', reason: 'preempted' };
      const { reason } = outcome;
      const why = outcome.detail === undefined ? {} : { detail: outcome.detail };
      if (silent && (reason === 'stopped' || reason === 'removed'))
        return { state: 'cancelled', reason, ...why };
      if (silent && reason === 'preempted') return { state: 'skipped', reason };
      if (silent && (reason === 'not_approved' || reason === 'outside_hours'))
        return { state: 'failed', reason, ...why };
      return { state: 'interrupted', reason, ...why };
    }
  }
}
