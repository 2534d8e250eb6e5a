import { DAY } from '@loa/shared/instant';
import type { Bus } from '@loa/shared/ports/bus';
import type { Cancel, Clock } from '@loa/shared/ports/clock';
import type { Logger } from '@loa/shared/ports/logger';
import { topics } from '@loa/shared/topics';
import type { SigningKey } from '@loa/shared/trust/keys';
import type { Change, Changes } from '../db/changes.js';
import type { Db } from '../db/database.js';
import { planningWorld } from '../db/planning-world.js';
import {
  boxesToRenew,
  boxesUnderRoster,
  enrolledBoxIds,
  planDocument,
  planDocuments,
  planHeads,
  withClusterMates,
} from '../db/plans.js';
import { withdrawAbsent } from '../db/playbacks.js';
import { prepareWorld } from '../planning/plan/prepare-world.js';
import { type Cron, duty } from './cron.js';
import { issuePlan, RENEW_BELOW_MS } from './issue-plan.js';
import { publishRetained } from './publish-retained.js';
import type { SigningGate } from './signing-gate.js';
import { createSingleFlight } from './single-flight.js';

export interface PlannerPorts {
  db: Db;
  bus: Bus;
  clock: Clock;
  log: Logger;
  signer: SigningKey;
  gate: SigningGate;
  changes: Changes;
  cron: Cron;
}

export interface Planner {
  start(): Promise<() => Promise<void>>;
  /** A box holds (report) or says it holds (status) this plan. */
  heard(boxId: string, revision: number, by: 'report' | 'status'): void;
  /** Publishes every stored plan again: a broker forgets with its process. */
  republish(): Promise<void>;
  /** Resolves once nothing is left to recompute, except what may not be signed now. */
  idle(): Promise<void>;
}

/** Edits come in bursts, milliseconds. */
const COALESCE_MS = 50;
const BOXES_AT_ONCE = 100;
/** An unsigned status may not push our counter further ahead of the clock than this, milliseconds. */
const BELIEVED_AHEAD_MS = DAY;
/** A box that has not taken its plan is sent it again, at most this often, milliseconds. */
const RESEND_AFTER_MS = 60_000;
/** Plans that run out are looked for each hour and just after midnight. */
const ROLL = '1,31 * * * *';
const RETRY = '* * * * *';

/** Keeps every box's signed plan equal to what planning says it should be. */
export function createPlanner(ports: PlannerPorts): Planner {
  const { db, bus, clock, log, changes, cron } = ports;
  const pending = new Set<string>();
  const seen = new Map<string, number>();
  const resent = new Map<string, number>();
  /** The newest revision of each box that was read from this database or written to it: no later one is lower. */
  const known = new Map<string, number>();
  let timer: Cancel | null = null;
  let stopped = false;

  const want = (boxIds: readonly string[]) => {
    for (const boxId of boxIds) pending.add(boxId);
    if (pending.size > 0 && !stopped)
      timer ??= clock.after(COALESCE_MS, () => {
        timer = null;
        worker.poke();
      });
  };

  /** What fails or may not be signed stays pending; the minute's retry comes back to it. */
  const work = async () => {
    while (pending.size > 0 && !stopped) {
      if (!(await ports.gate.maySign())) return;
      const batch = [...pending].slice(0, BOXES_AT_ONCE);
      for (const boxId of batch) pending.delete(boxId);
      try {
        await recompute(batch);
      } catch (error) {
        for (const boxId of batch) pending.add(boxId);
        log.error({ error: String(error) }, 'Plans were not recomputed; trying again');
        return;
      }
    }
  };
  const worker = createSingleFlight(work);

  const recompute = async (asked: readonly string[]) => {
    // Boxes of one cluster choose the same only when they are asked about at one time.
    const boxIds = await withClusterMates(db, asked);
    const now = clock.now();
    const loaded = await planningWorld(db, boxIds, now);
    const world = prepareWorld(loaded.world);
    const heads = await readHeads(boxIds);
    const { signer } = ports;
    const touched: string[] = [];
    for (const place of loaded.places) {
      const { boxId } = place;
      const head = heads.get(boxId);
      const seenRevision = seen.get(boxId) ?? 0;
      const outcome = await issuePlan({ db, signer, world, place, head, now, seenRevision });
      if (outcome.kind === 'overtaken') {
        pending.add(boxId);
        continue;
      }
      touched.push(...outcome.playbackIds);
      if (outcome.kind === 'unchanged') continue;
      known.set(boxId, outcome.revision);
      log.info({ boxId, revision: outcome.revision }, 'Plan issued');
      await publishRetained(bus, [{ topic: topics.plan(boxId), bytes: outcome.bytes }]);
    }
    const placed = new Set(loaded.places.map(({ boxId }) => boxId));
    touched.push(...(await retire(boxIds.filter((boxId) => !placed.has(boxId)))));
    if (touched.length > 0) changes.notify({ kind: 'playbacks', ids: touched });
  };

  const readHeads = async (boxIds: readonly string[]) => {
    const heads = await planHeads(db, boxIds);
    for (const { boxId, revision } of heads.values()) known.set(boxId, revision);
    return heads;
  };

  /** Boxes that were revoked, or never enrolled, play nothing: what they were to play is withdrawn. */
  const retire = async (boxIds: readonly string[]): Promise<string[]> => {
    const withdrawn: string[] = [];
    for (const boxId of boxIds) {
      withdrawn.push(...(await withdrawAbsent(db, boxId, new Set(), clock.now())));
      const forgotten = { topic: topics.plan(boxId), bytes: new Uint8Array() };
      if ((await planDocument(db, boxId)) !== null) await publishRetained(bus, [forgotten]);
    }
    return withdrawn;
  };

  const listen = async (change: Change) => {
    if (change.kind === 'plans' && change.boxIds !== 'all') want(change.boxIds);
    else if (change.kind === 'plans') want(await enrolledBoxIds(db));
    else if (change.kind === 'roster') want(await boxesUnderRoster(db, change.communeId));
  };

  /** A revision beyond ours means that this database was restored from a backup: go above it. */
  const overtake = async (boxId: string, revision: number) => {
    const last = known.get(boxId) ?? 0;
    // Boxes tell of the same plan again and again.
    const ours = revision <= last ? last : ((await readHeads([boxId])).get(boxId)?.revision ?? 0);
    if (revision > ours) {
      log.warn(
        { boxId, held: revision, ours },
        'The box holds a newer plan than this database; issuing anew',
      );
      seen.set(boxId, Math.max(seen.get(boxId) ?? 0, revision));
      want([boxId]);
    }
    return ours;
  };

  const resend = async (boxId: string) => {
    const now = clock.monotonic();
    if (now - (resent.get(boxId) ?? Number.NEGATIVE_INFINITY) < RESEND_AFTER_MS) return;
    resent.set(boxId, now);
    const bytes = await planDocument(db, boxId);
    if (bytes) await publishRetained(bus, [{ topic: topics.plan(boxId), bytes }]);
  };

  const compare = async (boxId: string, revision: number, by: 'report' | 'status') => {
    if (by === 'status' && revision > clock.now() + BELIEVED_AHEAD_MS) return;
    const ours = await overtake(boxId, revision);
    // A report may tell of the past; only a status says what the box holds now.
    if (by === 'status' && revision < ours) await resend(boxId);
  };

  const failed = (what: string) => (error: unknown) => log.error({ error: String(error) }, what);

  return {
    async start() {
      const unsubscribe = changes.subscribe((change) => {
        listen(change).catch(failed('A change was not planned for'));
      });
      const roll = duty(log, 'roll plans', async () =>
        want(await boxesToRenew(db, clock.now() + RENEW_BELOW_MS)),
      );
      const stops = [cron.schedule(ROLL, roll), cron.schedule(RETRY, () => want([]))];
      // Whatever changed while this process was not running.
      want(await enrolledBoxIds(db));
      return async () => {
        stopped = true;
        unsubscribe();
        for (const stop of stops) stop();
        timer?.();
        await worker.idle();
      };
    },
    heard(boxId, revision, by) {
      if (revision === 0 && by === 'report') return;
      compare(boxId, revision, by).catch(failed('A box was not compared with its plan'));
    },
    async republish() {
      const documents = await planDocuments(db);
      await publishRetained(
        bus,
        documents.map(({ boxId, bytes }) => ({ topic: topics.plan(boxId), bytes })),
      );
    },
    idle: () => worker.idle(),
  };
}
