import type { Override } from '@loa/shared/messages/override';
import type { Plan } from '@loa/shared/messages/plan';
import { isEnd, mayFollow } from '@loa/shared/playback';
import { listed } from '../../edge-agent/src/listing.js';
import { listedOverrides } from '../../edge-agent/src/override-listing.js';
import { rankOf } from '../../edge-agent/src/reconcile/rank.js';
import { reconcile } from '../../edge-agent/src/reconcile.js';
import type { Channel, PlaybackRecord, ReconcileInput } from '../../edge-agent/src/state.js';
import type { HaltOutcome, Step } from '../../edge-agent/src/steps.js';
import {
  at,
  audioOf,
  BOX,
  COMMUNE,
  grantIdOf,
  makeGrant,
  makePlan,
  makeRoster,
  type PlanWish,
  wall,
} from './agent-plan.js';

type World = Pick<
  ReconcileInput,
  | 'trusted'
  | 'trustedSince'
  | 'bootAt'
  | 'plan'
  | 'roster'
  | 'stops'
  | 'overrides'
  | 'liveReady'
  | 'diskFull'
  | 'forgetful'
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
  /** A new document of the commune's overrides, which lives a quarter of an hour; its playbacks go by their ids. */
  overrides(...given: Override[]): Life;
  /** The power goes, and comes back at `time`. */
  powerCut(backAt: string): Life;
  lastGainDb(): number | null;
  /** How far what the plan asks of an output may lift the last one. */
  lastMaxGainDb(): number | null;
  /** What of the log concerns ends. */
  ends(): string[];
}

/** Something in the player's hands: armed until it sounds. */
interface Sound {
  playbackId: string;
  soonestAt: number;
  offsetMs: number;
  endsBy: number;
  begunAt: number | null;
}

export function createLife(options: { names: string[]; now?: string }): Life {
  let now = at(options.now ?? '05:00');
  const records = new Map<string, PlaybackRecord>();
  const names = new Map<string, string>();
  /** Which stream of a live speech is in the player's hands. */
  const epochs = new Map<string, number>();
  const log: string[] = [];
  let sounds: Sound[] = [];
  let lastSoundEnd: number | null = null;
  let lastGainDb: number | null = null;
  let lastMaxGainDb: number | null = null;
  const world: World = {
    trusted: true,
    trustedSince: now,
    bootAt: now,
    plan: null,
    roster: makeRoster(),
    stops: [],
    overrides: new Map(),
    liveReady: true,
    diskFull: false,
    forgetful: false,
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

  const recordOf = (playbackId: string): PlaybackRecord => {
    const record = records.get(playbackId);
    if (!record) throw new Error(`no record of ${playbackId}`);
    return record;
  };
  const rank = (sound: Sound) => rankOf(recordOf(sound.playbackId));
  const onAir = () => sounds.find(({ begunAt }) => begunAt !== null);
  const lengthOf = ({ playbackId, offsetMs }: Sound) =>
    recordOf(playbackId).item.source.durationMs - offsetMs;

  function over(sound: Sound): void {
    sounds = sounds.filter((other) => other !== sound);
    lastSoundEnd = now;
  }

  function halt(playbackId: string, outcome: HaltOutcome): void {
    const sound = sounds.find((one) => one.playbackId === playbackId);
    if (!sound) throw new Error('halted what was not armed');
    const heard = recordOf(playbackId).state === 'started';
    over(sound);
    const reason = outcome.kind === 'end' ? outcome.reason : 'finished';
    const silent = reason === 'preempted' || reason === 'queue' ? 'skipped' : 'cancelled';
    const state = outcome.kind === 'finish' && heard ? 'finished' : heard ? 'interrupted' : silent;
    move(playbackId, state, { endedAt: now });
    say(playbackId, state === 'finished' ? state : `${state}(${reason})`);
  }

  /** What sounds gives way: it waits, or ends by its own policy. */
  function displace(sound: Sound): void {
    const { playbackId, offsetMs, begunAt } = sound;
    over(sound);
    const { resume, source } = recordOf(playbackId).item;
    if (resume === 'drop') {
      move(playbackId, 'interrupted', { endedAt: now });
      say(playbackId, 'interrupted(preempted)');
      return;
    }
    const stream = source.kind !== 'recording';
    const goOnAt = resume === 'restart' && !stream ? 0 : offsetMs + (stream ? 0 : now - (begunAt ?? now));
    move(playbackId, 'suspended', { offsetMs: goOnAt });
    say(playbackId, 'suspended');
  }

  function begin(step: Extract<Step, { type: 'claim' | 'resume' }>): void {
    const record = recordOf(step.playbackId);
    if (sounds.some(({ playbackId }) => playbackId === step.playbackId)) throw new Error('armed twice');
    const startAt = Math.max(now, step.startAt);
    const resumed = record.state === 'suspended';
    if (resumed) move(step.playbackId, 'started');
    else {
      const { offsetMs } = step;
      move(step.playbackId, 'claimed', { claimedAt: now, startAt: step.startAt, offsetMs });
    }
    const from = step.offsetMs > 0 ? ` from ${step.offsetMs / 1000} s` : '';
    say(step.playbackId, `${resumed ? 'resumed' : 'claimed'} for ${wall(startAt)}${from}`);
    const { playbackId, soonestAt, offsetMs, endsBy } = step;
    sounds.push({ playbackId, soonestAt, offsetMs, endsBy, begunAt: null });
    lastGainDb = step.gainDb;
    lastMaxGainDb = step.maxGainDb;
  }

  /** The loudspeaker at this instant: ends what is over, then lets begin who is due. */
  function player(): void {
    for (const sound of [...sounds]) {
      const ends = sound.begunAt === null ? Number.POSITIVE_INFINITY : sound.begunAt + lengthOf(sound);
      if (Math.min(ends, sound.endsBy) > now) continue;
      over(sound);
      const { playbackId } = sound;
      const whole = ends <= now || recordOf(playbackId).item.source.kind === 'live';
      const state = whole ? 'finished' : sound.begunAt === null ? 'skipped' : 'interrupted';
      move(playbackId, state, { endedAt: now });
      say(playbackId, whole ? 'finished' : `${state}(${state === 'skipped' ? 'queue' : 'ends_by'})`);
    }
    const due = sounds.filter(({ begunAt, soonestAt }) => begunAt === null && soonestAt <= now);
    const [next] = due.sort((a, b) => rank(b) - rank(a) || a.soonestAt - b.soonestAt);
    const current = onAir();
    if (!next || (current && rank(current) >= rank(next))) return;
    if (current) displace(current);
    next.begunAt = now;
    if (recordOf(next.playbackId).state === 'claimed') move(next.playbackId, 'started', { startedAt: now });
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
        say(step.playbackId, step.reason === undefined ? step.state : `${step.state}(${step.reason})`);
        return;
      case 'halt':
        halt(step.playbackId, step.outcome);
        return;
      case 'reopen':
        say(step.playbackId, `reopened from ${step.offsetMs / 1000} s`);
        epochs.set(step.playbackId, epochOf(recordOf(step.playbackId)) ?? 0);
        return;
      case 'claim':
      case 'resume':
        begin(step);
        epochs.set(step.playbackId, epochOf(recordOf(step.playbackId)) ?? 0);
    }
  }

  function channels(): Channel[] {
    return sounds.map((sound) => ({
      playbackId: sound.playbackId,
      phase: sound.begunAt === null ? 'armed' : 'sounding',
      endsAt: Math.min(sound.endsBy, (sound.begunAt ?? Math.max(now, sound.soonestAt)) + lengthOf(sound)),
      ...(epochOf(recordOf(sound.playbackId)) === null ? {} : { epoch: epochs.get(sound.playbackId) ?? 0 }),
    }));
  }

  /** Looks until nothing is left to do; returns when to look again. */
  function settle(): number {
    for (let round = 0; round < 50; round++) {
      player();
      const open = new Map([...records].filter(([, { state }]) => !isEnd(state)));
      const input: ReconcileInput = {
        ...world,
        ...{ boxId: BOX, areaChain: world.plan?.areaChain ?? [COMMUNE], now, playbacks: records, open },
        ...{ channels: channels(), lastSoundEnd },
      };
      const { steps, wakeAt } = reconcile(input);
      if (steps.length === 0) return wakeAt;
      for (const step of steps) apply(step);
    }
    throw new Error('steps do not come to rest');
  }

  /** When the loudspeaker next does something by itself. */
  function nextInPlayer(): number {
    const instants = sounds.flatMap((sound) =>
      sound.begunAt === null
        ? [sound.soonestAt, sound.endsBy]
        : [sound.begunAt + lengthOf(sound), sound.endsBy],
    );
    return Math.min(Number.POSITIVE_INFINITY, ...instants.filter((instant) => instant > now));
  }

  const life: Life = {
    world,
    log,
    records,
    until(time) {
      const end = at(time);
      for (let wakeAt = settle(); ; wakeAt = settle()) {
        const next = Math.min(wakeAt, nextInPlayer());
        if (next > end) break;
        now = next;
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
    overrides(...given) {
      return life.change((w) => {
        const issued = { areaId: COMMUNE, issuedAt: now, expiresAt: now + 15 * 60_000 };
        w.overrides = new Map(given.map((override) => [override.overrideId, { override, ...issued }]));
        const acceptedAt = world.trusted ? now : undefined;
        for (const record of listedOverrides(w.overrides.values(), BOX, records, acceptedAt)) {
          const { repeat = 0, part = 0, overrideId = '' } = record.override ?? {};
          const name = `${overrideId.replace('override_', '')}${repeat > 0 ? ` ${repeat + 1}` : ''}`;
          names.set(record.playbackId, part > 0 ? `${name}.${part + 1}` : name);
          records.set(record.playbackId, record);
        }
      });
    },
    powerCut(backAt) {
      sounds = [];
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
    lastMaxGainDb: () => lastMaxGainDb,
    ends: () => log.filter((line) => !/claimed|resumed|suspended/.test(line)),
  };
  return life;
}

function epochOf({ item }: PlaybackRecord): number | null {
  return item.source.kind === 'live' ? item.source.epoch : null;
}
