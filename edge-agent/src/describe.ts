import type { Plan } from '@loa/shared/messages/plan';
import type { Status } from '@loa/shared/messages/status';
import type { AgentTime } from './clock-sync.js';
import type { Documents } from './documents.js';
import type { Executor } from './executor.js';
import type { Fetcher } from './fetcher.js';
import { stopAt } from './reconcile/judge.js';
import type { Refusals } from './refusals.js';
import type { ReportStore } from './report-store.js';
import type { Player } from './sound-port.js';
import type { ReconcileInput } from './state.js';

/** Why the box is silent on purpose, if it is. */
export function silentReason(input: ReconcileInput): string | null {
  if (!input.roster) return 'no_roster';
  if (!input.trusted) return 'clock_untrusted';
  if (!input.plan) return 'no_plan';
  if (expired(input.plan, input.now)) return 'plan_expired';
  return stopAt(input.now, input) ? 'stopped' : null;
}

function expired(plan: Plan, now: number): boolean {
  return now >= plan.expiresAt;
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
  freeBytes: number | null;
}): Status {
  const { documents, executor, fetcher, time } = ports;
  const { ready, missing } = fetcher.counts();
  const silent = silentReason(ports.look());
  const plan = documents.plan();
  const roster = documents.roster();
  const sounding = executor.progress();
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
    ...(sounding?.progress.rmsDbfs === undefined ? {} : { levelDbfs: sounding.progress.rmsDbfs }),
    readyItems: ready,
    missingItems: missing,
    pendingEntries: ports.reports.pendingEntries(),
    ...(ports.freeBytes === null ? {} : { freeBytes: ports.freeBytes }),
    outputs: ports.player.outputs().slice(0, 16),
    ...(refusal ? { lastRefusal: refusal } : {}),
  };
}
