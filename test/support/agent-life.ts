import type { Plan } from '@loa/shared/messages/plan';
import { mayFollow } from '@loa/shared/playback';
import { listed } from '../../edge-agent/src/listing.js';
import { reconcile } from '../../edge-agent/src/reconcile.js';
import type { PlaybackRecord, ReconcileInput } from '../../edge-agent/src/state.js';
import type { HaltOutcome, Step } from '../../edge-agent/src/steps.js';
import {
  at,
  audioOf,
  BOX,
  grantIdOf,
  makeGrant,
  makePlan,
  makeRoster,
  type PlanWish,
  wall,
} from './agent-plan.js';

type World = Pick<
  ReconcileInput,
  'trusted' | 'trustedSince' | 'bootAt' | 'plan' | 'roster' | 'stops' | 'diskFull'
> & {
  grants: Map<string, NonNullable<ReturnType<ReconcileInput['grants']['get']>>>;
  objects: Map<string, NonNullable<ReturnType<ReconcileInput['objects']['get']>>>;
};

/** A box that only decides: reconcile over data, with sounds that last as long as they should. */
export interface Life {
  world: World;
  /** What happened, in words: `06:00:00 a claimed`. */
  log: string[];
  records: Map<string, PlaybackRecord>;
  /** Lets time pass, looking as often as reconcile asks. */
  until(time: string): Life;
  /** Something changes now. */
  change(work: (world: World) => void): Life;
  plan(wish: PlanWish): Life;
  /** The power goes, and comes back at `time`. */
  powerCut(backAt: string): Life;
  lastGainDb(): number | null;
  /** What of the log concerns ends. */
  ends(): string[];
}

interface Sound {
  record: PlaybackRecord;
  startAt: number;
  offsetMs: number;
}

export function createLife(options: { names: string[]; now?: string }): Life {
  let now = at(options.now ?? '05:00');
  const records = new Map<string, PlaybackRecord>();
  const names = new Map<string, string>();
  const log: string[] = [];
  let sound: Sound | null = null;
  let lastSoundEnd: number | null = null;
  let lastGainDb: number | null = null;
  const world: World = {
    trusted: true,
    trustedSince: now,
    bootAt: now,
    plan: null,
    roster: makeRoster(),
    stops: [],
    diskFull: false,
    grants: new Map(options.names.map((name) => [grantIdOf(name), { ok: true, grant: makeGrant(name) }])),
    objects: new Map(options.names.map((name) => [audioOf(name), { ready: true }])),
  };

  const say = (playbackId: string, what: string) => log.push(`${wall(now)} ${names.get(playbackId)} ${what}`);

  function move(
    playbackId: string,
    state: PlaybackRecord['state'],
    changes: Partial<PlaybackRecord> = {},
  ): void {
    const record = records.get(playbackId);
    if (!record) throw new Error(`no record of ${playbackId}`);
    if (!mayFollow(record.state, state))
      throw new Error(`${names.get(playbackId)}: ${record.state} → ${state}`);
    records.set(playbackId, { ...record, state, ...changes });
  }

  function halt(playbackId: string, outcome: HaltOutcome): void {
    if (sound?.record.playbackId !== playbackId) throw new Error('halted what does not sound');
    const heard = Math.max(0, now - sound.startAt);
    const record = records.get(playbackId);
    if (outcome.kind === 'suspend') {
      const offsetMs = record?.item.resume === 'restart' ? 0 : sound.offsetMs + heard;
      move(playbackId, 'suspended', { offsetMs });
      say(playbackId, 'suspended');
    } else {
      // Its first sample never came.
      if (record && heard === 0) records.set(playbackId, { ...record, state: 'claimed' });
      const state = heard > 0 ? 'interrupted' : outcome.reason === 'preempted' ? 'skipped' : 'cancelled';
      move(playbackId, state, { endedAt: now });
      say(playbackId, `${state}(${outcome.reason})`);
    }
    sound = null;
    lastSoundEnd = now;
  }

  function begin(step: Extract<Step, { type: 'claim' | 'resume' }>): void {
    const record = records.get(step.playbackId);
    if (sound || !record) throw new Error('two sounds at once');
    const startAt = Math.max(now, step.startAt);
    const resumed = record.state === 'suspended';
    if (!resumed) move(step.playbackId, 'claimed', { claimedAt: now, startAt: step.startAt });
    move(step.playbackId, 'started', resumed ? {} : { startedAt: startAt });
    const from = step.offsetMs > 0 ? ` from ${step.offsetMs / 1000} s` : '';
    say(step.playbackId, `${resumed ? 'resumed' : 'claimed'} for ${wall(startAt)}${from}`);
    sound = { record, startAt, offsetMs: step.offsetMs };
    lastGainDb = step.gainDb;
  }

  function apply(step: Step): void {
    switch (step.type) {
      case 'ready':
        move(step.playbackId, 'ready');
        return;
      case 'unready':
        move(step.playbackId, 'planned');
        return;
      case 'note': {
        const record = records.get(step.playbackId);
        if (record) records.set(step.playbackId, { ...record, blocked: step.blocked });
        return;
      }
      case 'end':
        move(step.playbackId, step.state, { endedAt: now });
        say(step.playbackId, `${step.state}(${step.reason})`);
        return;
      case 'halt':
        halt(step.playbackId, step.outcome);
        return;
      case 'claim':
      case 'resume':
        begin(step);
    }
  }

  /** Looks until nothing is left to do; returns when to look again. */
  function settle(): number {
    for (let round = 0; round < 50; round++) {
      const phase = sound && now < sound.startAt ? 'armed' : 'sounding';
      const channel = sound ? ({ playbackId: sound.record.playbackId, phase } as const) : null;
      const input = { ...world, boxId: BOX, now, playbacks: records, channel, lastSoundEnd };
      const { steps, wakeAt } = reconcile(input);
      if (steps.length === 0) return wakeAt;
      for (const step of steps) apply(step);
    }
    throw new Error('steps do not come to rest');
  }

  const endOf = ({ record, startAt, offsetMs }: Sound) => startAt + record.item.source.durationMs - offsetMs;

  const life: Life = {
    world,
    log,
    records,
    until(time) {
      const end = at(time);
      for (let wakeAt = settle(); ; wakeAt = settle()) {
        const next = Math.min(wakeAt, sound ? endOf(sound) : Number.POSITIVE_INFINITY);
        if (next > end) break;
        now = next;
        if (sound && endOf(sound) <= now) {
          const { playbackId } = sound.record;
          move(playbackId, 'finished', { endedAt: now });
          say(playbackId, 'finished');
          sound = null;
          lastSoundEnd = now;
        }
      }
      now = end;
      settle();
      return life;
    },
    change(work) {
      work(world);
      settle();
      return life;
    },
    plan(wish) {
      const plan: Plan = makePlan({ issued: wall(now), ...wish });
      for (const session of wish.sessions) {
        for (const item of session.items) {
          const made = plan.sessions.flatMap((s) => s.items).find((i) => i.grantId === grantIdOf(item.name));
          if (made) names.set(made.playbackId, item.name);
        }
      }
      for (const record of listed(plan, records, world.trusted ? now : undefined)) {
        records.set(record.playbackId, record);
      }
      return life.change((w) => {
        w.plan = plan;
      });
    },
    powerCut(backAt) {
      sound = null;
      lastSoundEnd = null;
      now = at(backAt);
      world.bootAt = now;
      world.trustedSince = now;
      for (const { playbackId, state } of [...records.values()]) {
        if (state !== 'claimed' && state !== 'started' && state !== 'suspended') continue;
        move(playbackId, 'interrupted', { endedAt: now });
        say(playbackId, 'interrupted(power)');
      }
      settle();
      return life;
    },
    lastGainDb: () => lastGainDb,
    ends: () => log.filter((line) => !/claimed|resumed|suspended/.test(line)),
  };
  return life;
}
