import { EditPreview } from '@loa/shared/api/edit-preview';
import { AskedSlots, ProgrammePatch, ProgrammePreview, type ProgrammeSlot } from '@loa/shared/api/programmes';
import { Id } from '@loa/shared/ids';
import { z } from 'zod';
import { findArea, idsAround } from '../../db/areas.js';
import { boxIdsAt } from '../../db/boxes.js';
import { findBulletin } from '../../db/bulletins.js';
import type { Db } from '../../db/database.js';
import { slotDurations } from '../../db/run-durations.js';
import { activeSchedulesOf } from '../../db/schedules.js';
import { findStation } from '../../db/stations.js';
import { audienceAmong } from '../affected-boxes.js';
import { json, notFound } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { editPreview } from '../edit-preview.js';
import { listenersAmong } from '../listeners.js';
import { changedProgramme, programmeTarget } from '../programme-drafts.js';
import { missingParts } from '../programme-parts.js';
import { defineRoute, type Route, target } from '../route.js';
import { audienceOf } from '../schedule-places.js';

export function createProgrammePreviewRoutes(ports: ApiPorts): Route[] {
  return [lengths(ports), previewChange(ports)];
}

/** How long a programme lasts that nobody saved yet, slot by slot. */
function lengths({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/programmes/preview',
    tag: 'programmes',
    summary: 'How long each slot of a programme lasts and whether anything approved stands for it',
    action: 'programme.write',
    body: AskedSlots,
    response: { status: 200, schema: ProgrammePreview },
    async target({ body }) {
      const area = await findArea(db, body.areaId);
      return area ? target([area.id], area) : notFound('địa bàn');
    },
    async handle({ actor, body }) {
      const missing = await missingParts(db, body.slots, actor);
      if (missing) return missing;
      const listeners = listenersAmong(await audienceOf(db, { areaIds: [body.areaId], clusterIds: [] }));
      const lengths = await slotDurations(db, body.slots, {
        areas: await idsAround(db, actor.areaId),
        listeners: listeners.map(({ listener }) => listener),
      });
      const slots = await Promise.all(
        body.slots.map(async (slot) => {
          const durationMs = lengths.get(slot.slot) ?? null;
          return { slot: slot.slot, durationMs, ...(await namedBy(db, slot, durationMs)) };
        }),
      );
      return json({ slots, totalMs: slots.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0) });
    },
  });
}

function previewChange({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/programmes/{programmeId}/preview',
    tag: 'programmes',
    summary: 'What an edit of a programme would change, and for whom, without saving it',
    action: 'programme.write',
    params: z.object({ programmeId: Id }),
    body: ProgrammePatch,
    response: { status: 200, schema: EditPreview },
    target: ({ params }) => programmeTarget(db, params.programmeId),
    async handle({ actor, body, subject: programme }) {
      const now = clock.now();
      const edit = await changedProgramme(db, programme, body, { actor, now });
      if (edit.kind === 'problem') return edit;
      const where = audienceAmong(await activeSchedulesOf(db, { programmeIds: [programme.id] }));
      const boxIds = await boxIdsAt(db, where);
      return json(await editPreview(db, { after: { programmes: [edit.programme] }, boxIds, where, now }));
    },
  });
}

async function namedBy(db: Db, slot: ProgrammeSlot, durationMs: number | null) {
  switch (slot.kind) {
    case 'newest':
      return { title: slot.column, ready: (durationMs ?? 0) > 0 };
    case 'relay': {
      const station = await findStation(db, slot.stationId);
      return { title: station?.name ?? '', ready: (station?.grantId ?? null) !== null };
    }
    case 'filler': {
      const found = await Promise.all(slot.bulletinIds.map((id) => findBulletin(db, id)));
      const known = found.filter((bulletin) => bulletin !== null);
      return { title: known.map(({ title }) => title).join(', '), ready: known.some(isApproved) };
    }
    default: {
      const bulletin = await findBulletin(db, slot.bulletinId);
      return { title: bulletin?.title ?? '', ready: bulletin !== null && isApproved(bulletin) };
    }
  }
}

function isApproved({ variants }: { variants: readonly { state: string }[] }): boolean {
  return variants.some(({ state }) => state === 'approved');
}
