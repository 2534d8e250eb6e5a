import type { Plan } from '@loa/shared/messages/plan';
import type { Status } from '@loa/shared/messages/status';
import type { AgentTime } from './clock-sync.js';
import type { DataBudget } from './data-budget.js';
import type { Documents } from './documents.js';
import type { Executor } from './executor.js';
import type { Fetcher } from './fetcher.js';
import { stopAt } from './reconcile/judge.js';
import { soundRankOf } from './reconcile/rank.js';
import type { Refusals } from './refusals.js';
import type { ReportStore } from './report-store.js';
import type { Player } from './sound-port.js';
import type { OverrideInForce, PlaybackRecord, ReconcileInput } from './state.js';

/** Why the box is silent on purpose, if it is. */
export function silentReason(input: ReconcileInput): string | null {
  if (!input.roster) return 'no_roster';
  if (!input.trusted) return 'clock_untrusted';
  if (!input.plan) return 'no_plan';
  if (expired(input.plan, input.now)) return 'plan_expired';
  return stopAt(input.now, input) ? 'stopped' : null;
}

/** Whether somebody watches this box's levels now. */
export function watched(
  overrides: ReadonlyMap<string, OverrideInForce>,
  { now, trusted }: { now: number; trusted: boolean },
): boolean {
  return [...overrides.values()].some(
    ({ override: { kind, startsAt, until }, expiresAt }) =>
      kind === 'watch' && trusted && startsAt <= now && now < Math.min(until, expiresAt),
  );
}

/** What kind of sound a playback is. */
function soundOf(record: PlaybackRecord): NonNullable<Status['sound']> {
  const { override, item, startedAt } = record;
  return {
    kind: override?.kind === 'test' ? 'test' : item.source.kind,
    rank: soundRankOf(record),
    ...(override ? { overrideId: override.overrideId } : {}),
    ...(startedAt === undefined ? {} : { startedAt }),
  };
}

function expired(plan: Plan, now: number): boolean {
  return now >= plan.expiresAt;
}

function budgetOf({ budgetBytes, over }: DataBudget) {
  return budgetBytes === null ? {} : { budgetBytes, over: over() };
}

/** How the box is now, for people who look after it. */
export function describe(ports: {
  boxId: string;
  version: string;
  look(): ReconcileInput;
  time: AgentTime;
  documents: Documents;
  executor: Executor;
  fetcher: Fetcher;
  reports: ReportStore;
  refusals: Refusals;
  player: Player;
  data: DataBudget;
  freeBytes: number | null;
  cardTrouble: string | null;
}): Status {
  const { documents, executor, fetcher, time } = ports;
  const { ready, missing } = fetcher.counts();
  const input = ports.look();
  const silent = silentReason(input);
  const plan = documents.plan();
  const roster = documents.roster();
  const sounding = executor.progress();
  const record = sounding ? input.playbacks.get(sounding.playbackId) : undefined;
  const levelDbfs = sounding?.progress.levelDbfs ?? sounding?.progress.rmsDbfs;
  const refusal = ports.refusals.last();
  return {
    boxId: ports.boxId,
    connected: true,
    at: time.now(),
    version: ports.version,
    clock: time.quality(),
    ...(plan ? { planRevision: plan.revision } : {}),
    ...(roster ? { rosterVersion: roster.version } : {}),
    ...(silent === null ? {} : { silent }),
    ...(sounding ? { playing: sounding.playbackId } : {}),
    ...(record ? { sound: soundOf(record) } : {}),
    ...(levelDbfs === undefined ? {} : { levelDbfs }),
    ...(watched(input.overrides, input) ? { watched: true } : {}),
    readyItems: ready,
    missingItems: missing,
    pendingEntries: ports.reports.pendingEntries(),
    ...(ports.freeBytes === null ? {} : { freeBytes: ports.freeBytes }),
    ...(ports.cardTrouble === null ? {} : { cardTrouble: ports.cardTrouble }),
    data: { ...ports.data.used(), ...budgetOf(ports.data) },
    outputs: ports.player.outputs().slice(0, 16),
    ...(refusal ? { lastRefusal: refusal } : {}),
  };
}
