import { sha256Hex } from '@loa/shared/jcs';
import type { Grant } from '@loa/shared/messages/grant';
import type { Override } from '@loa/shared/messages/override';
import { signGeneral } from '@loa/shared/trust/general';
import type { SigningKey } from '@loa/shared/trust/keys';
import { insertGrant } from '../../../controller/src/db/grants.js';
import { insertRoster } from '../../../controller/src/db/rosters.js';
import { buildRoster, nextVersion, personWithKeyFile } from '../../../controller/src/trust/roster.js';
import type { Machine } from '../controller/machine.js';
import type { WallClock } from '../controller/wall-clock.js';
import { COMMUNE, clockText, type Village, windowsOf, ZONE } from './places.js';
import type { Hours, TrueBulletin, TrueSchedule, TrueStop, Truth } from './truth.js';

export interface Approver {
  personId: string;
  key: SigningKey;
}

/** What people do at the controller's screen, each as one edit of its database and of the truth. */
export interface Staff {
  /** Whether anybody can do anything: the controller runs, and its clock is not visibly wrong. */
  atWork(): boolean;
  recordBulletin(wish: {
    durationMs: number;
    validUntil: number | null;
    grantUntil: number;
    approver: Approver;
  }): Promise<TrueBulletin>;
  withdraw(bulletin: TrueBulletin): Promise<void>;
  approveAgain(bulletin: TrueBulletin, grantUntil: number, approver: Approver): Promise<void>;
  schedule(wish: Omit<TrueSchedule, 'id' | 'createdAt' | 'cancelled'>): Promise<TrueSchedule>;
  cancel(schedule: TrueSchedule): Promise<void>;
  move(schedule: TrueSchedule, minute: number): Promise<void>;
  stop(areaId: string, until: number): Promise<TrueStop>;
  lift(stop: TrueStop): Promise<void>;
  /** Signs a new roster with these hours, in which these people are revoked. */
  publishRoster(hours: Hours, revoked: ReadonlySet<string>): Promise<void>;
}

const OCCURRENCE = 'occ_daily';

export function createStaff(ports: {
  machine: Machine;
  wall: WallClock;
  truth: Truth;
  villages: readonly Village[];
  approvers: readonly Approver[];
  rootKey: SigningKey;
  controllerKey: SigningKey;
}): Staff {
  const { machine, wall, truth, villages, approvers } = ports;
  const db = () => machine.database().db;
  let made = 0;

  function next(prefix: string): string {
    made += 1;
    return `${prefix}_${made}`;
  }

  async function audit(action: string, subject: string): Promise<void> {
    const row = { at: wall.now(), actor: 'system', action, area_id: COMMUNE, subject, detail: '{}' };
    await db().insertInto('audit').values(row).execute();
  }

  function hearersOf(village: string | null): string[] {
    return villages.flatMap(({ id, boxIds }) => (village === null || village === id ? boxIds : []));
  }

  function notifyBulletin(bulletinId: string): void {
    const boxIds = new Set(
      [...truth.decisions.schedules.values()]
        .filter((schedule) => schedule.bulletinId === bulletinId && !schedule.cancelled)
        .flatMap(({ village }) => hearersOf(village)),
    );
    machine.notify({ kind: 'plans', boxIds: [...boxIds] });
  }

  async function sign(bulletin: Omit<TrueBulletin, 'grantId'>, until: number, { personId, key }: Approver) {
    const at = wall.now();
    const { sha256, title, variantId } = bulletin;
    const times = { validFrom: at - 60_000, validUntil: until, signedAt: at - 60_000 };
    const grant: Grant = {
      ...{ use: 'scheduled', subject: { sha256, language: 'vi' }, title, areas: [COMMUNE], ...times },
    };
    const bytes = await signGeneral('grant', grant, [key]);
    const grantId = sha256Hex(bytes);
    const stored = { id: grantId, variantId, stationId: null, bytes, use: 'scheduled', ...times };
    await insertGrant(db(), { ...stored, signers: [personId], createdAt: at });
    truth.grants.set(grantId, { grantId, sha256, areas: [COMMUNE], ...times, personId });
    return grantId;
  }

  async function setVariant(bulletin: TrueBulletin, grantId: string | null): Promise<void> {
    const state = grantId === null ? 'withdrawn' : 'approved';
    await db()
      .updateTable('variant')
      .set({ state, grant_id: grantId, updated_at: wall.now() })
      .where('id', '=', bulletin.variantId)
      .execute();
    await audit(`variant.${state}`, bulletin.variantId);
    bulletin.grantId = grantId;
    notifyBulletin(bulletin.id);
  }

  return {
    atWork: () => machine.running() && Math.abs(wall.error()) < 60_000,
    async recordBulletin({ durationMs, validUntil, grantUntil, approver }) {
      const at = wall.now();
      const id = next('bulletin');
      const sha256 = sha256Hex(`recording of ${id}`);
      const fresh = {
        id,
        variantId: `variant_${id}`,
        title: `Bản tin ${id}`,
        sha256,
        durationMs,
        validUntil,
      };
      truth.recordings.set(sha256, durationMs);
      const recording = {
        sha256,
        bytes: 3_000,
        duration_ms: durationMs,
        created_at: at,
        created_by: 'system',
      };
      await db().insertInto('recording').values(recording).execute();
      const columns = { id, title: fresh.title, kind: 'tin', topics: '[]', audiences: '[]' } as const;
      await db()
        .insertInto('bulletin')
        .values({
          ...{ ...columns, valid_until: validUntil, area_id: COMMUNE },
          ...{ created_by: 'system', created_at: at, updated_at: at },
        })
        .execute();
      const grantId = await sign(fresh, grantUntil, approver);
      await db()
        .insertInto('variant')
        .values({
          ...{ id: fresh.variantId, bulletin_id: id, language: 'vi', recording_sha256: sha256 },
          ...{ state: 'approved', grant_id: grantId, updated_at: at },
        })
        .execute();
      await audit('bulletin.create', id);
      const bulletin = { ...fresh, grantId };
      truth.decisions.bulletins.set(id, bulletin);
      return bulletin;
    },
    withdraw: (bulletin) => setVariant(bulletin, null),
    async approveAgain(bulletin, grantUntil, approver) {
      await setVariant(bulletin, await sign(bulletin, grantUntil, approver));
    },
    async schedule(wish) {
      const createdAt = wall.now();
      const schedule = { ...wish, id: next('schedule'), createdAt, cancelled: false };
      const { id, bulletinId, village, priority, lateness, resume } = schedule;
      await db()
        .insertInto('schedule')
        .values({
          ...{ id, area_id: COMMUNE, bulletin_id: bulletinId, name: id, timetable: timetableOf(wish.minute) },
          ...{ area_ids: JSON.stringify([village ?? COMMUNE]), cluster_ids: '[]', gain_db: 0 },
          ...{ priority, lateness, resume, state: 'active', created_by: 'system' },
          ...{ created_at: createdAt, updated_at: createdAt },
        })
        .execute();
      const place = { schedule_id: id, area_id: village ?? COMMUNE, cluster_id: null };
      await db().insertInto('schedule_place').values(place).execute();
      await audit('schedule.create', id);
      truth.decisions.schedules.set(id, schedule);
      machine.notify({ kind: 'plans', boxIds: hearersOf(village) });
      return schedule;
    },
    async cancel(schedule) {
      await db()
        .updateTable('schedule')
        .set({ state: 'cancelled', cancelled_at: wall.now(), cancelled_by: 'system' })
        .where('id', '=', schedule.id)
        .execute();
      await audit('schedule.cancel', schedule.id);
      schedule.cancelled = true;
      machine.notify({ kind: 'plans', boxIds: hearersOf(schedule.village) });
    },
    async move(schedule, minute) {
      const timetable = timetableOf(minute);
      await db().updateTable('schedule').set({ timetable }).where('id', '=', schedule.id).execute();
      await audit('schedule.move', schedule.id);
      schedule.minute = minute;
      machine.notify({ kind: 'plans', boxIds: hearersOf(schedule.village) });
    },
    async stop(areaId, until) {
      const from = wall.now();
      const stop = { id: next('override'), areaId, from, until, lifted: false };
      const doc: Override = {
        ...{ kind: 'stop', overrideId: stop.id, createdAt: from, startsAt: from, until, areas: [areaId] },
      };
      await db()
        .insertInto('override_entry')
        .values({
          ...{ id: stop.id, area_id: areaId, kind: 'stop', doc: JSON.stringify(doc) },
          ...{ created_at: from, until, created_by: 'system' },
        })
        .execute();
      await audit('stop.create', stop.id);
      truth.decisions.stops.set(stop.id, stop);
      machine.notify({ kind: 'overrides', areaId });
      return stop;
    },
    async lift(stop) {
      await db()
        .updateTable('override_entry')
        .set({ lifted_at: wall.now() })
        .where('id', '=', stop.id)
        .execute();
      await audit('stop.lift', stop.id);
      stop.lifted = true;
      machine.notify({ kind: 'overrides', areaId: stop.areaId });
    },
    async publishRoster(hours, revoked) {
      const at = wall.now();
      const version = nextVersion(truth.decisions.rosterVersion, at);
      const people = approvers.map(({ personId, key }) => ({
        ...personWithKeyFile({ personId, rights: [{ use: 'scheduled', areas: [COMMUNE] }] }, key.publicJwk),
        ...(revoked.has(personId) ? { revokedAt: at } : {}),
      }));
      const roster = buildRoster({
        ...{ communeId: COMMUNE, version, issuedAt: at, zone: ZONE, people },
        controllerKeys: [ports.controllerKey.publicJwk],
        limits: [{ areas: [COMMUNE], windows: windowsOf(hours) }],
      });
      const bytes = await signGeneral('roster', roster, [ports.rootKey]);
      await insertRoster(db(), { roster, bytes }, at);
      await audit('roster.store', COMMUNE);
      truth.rosters.set(version, { version, hours, revoked: new Set(revoked) });
      truth.decisions.rosterVersion = version;
      machine.notify({ kind: 'roster', communeId: COMMUNE });
      machine.notify({ kind: 'plans', boxIds: 'all' });
    },
  };
}

function timetableOf(minute: number): string {
  return JSON.stringify({
    ...{ kind: 'recurring', days: [{ every: 'day', interval: 1 }] },
    times: [{ occurrenceId: OCCURRENCE, time: clockText(minute) }],
  });
}
