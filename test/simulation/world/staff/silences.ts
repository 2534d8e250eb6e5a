import type { Override } from '@loa/shared/messages/override';
import { boxIdsAt } from '../../../../controller/src/db/boxes.js';
import { cancelSuspension, insertSuspension } from '../../../../controller/src/db/suspensions.js';
import type { TrueStop, TrueSuspension } from '../truth.js';
import type { Desk } from './desk.js';

export interface SilenceDesk {
  stop(areaId: string, until: number): Promise<TrueStop>;
  lift(stop: TrueStop): Promise<void>;
  suspend(wish: Omit<TrueSuspension, 'id' | 'declaredAt' | 'ended'>): Promise<TrueSuspension>;
  endSuspension(suspension: TrueSuspension): Promise<void>;
}

export function createSilenceDesk(desk: Desk): SilenceDesk {
  const { db, truth, notify } = desk;
  return {
    async stop(areaId, until) {
      const from = desk.now();
      const stop = { id: desk.next('override'), areaId, from, until, lifted: false };
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
      await desk.audit('stop.create', stop.id);
      truth.decisions.stops.set(stop.id, stop);
      notify({ kind: 'overrides', areaId });
      return stop;
    },
    async lift(stop) {
      await db()
        .updateTable('override_entry')
        .set({ lifted_at: desk.now() })
        .where('id', '=', stop.id)
        .execute();
      await desk.audit('stop.lift', stop.id);
      stop.lifted = true;
      notify({ kind: 'overrides', areaId: stop.areaId });
    },
    async suspend(wish) {
      const declaredAt = desk.now();
      const suspension = { ...wish, id: desk.next('suspension'), declaredAt, ended: false };
      const { id, areas: areaIds, from, until, music, columns, everything } = suspension;
      await insertSuspension(db(), {
        ...{ id, name: id, areaIds, from, until, music, columns, everything },
        ...{ createdBy: 'system', createdAt: declaredAt, cancelledAt: null },
      });
      await desk.audit('suspension.create', id);
      truth.decisions.suspensions.set(id, suspension);
      await desk.tell(boxIdsAt(db(), { areaIds, clusterIds: [] }));
      return suspension;
    },
    async endSuspension(suspension) {
      await cancelSuspension(db(), suspension.id, desk.now());
      await desk.audit('suspension.cancel', suspension.id);
      suspension.ended = true;
      await desk.tell(boxIdsAt(db(), { areaIds: suspension.areas, clusterIds: [] }));
    },
  };
}
