import { AskedSlots, ProgrammePreview, type ProgrammeSlot } from '@loa/shared/api/programmes';
import { findArea, idsAround } from '../../db/areas.js';
import { findBulletin } from '../../db/bulletins.js';
import type { Db } from '../../db/database.js';
import { slotDurations } from '../../db/run-durations.js';
import { findStation } from '../../db/stations.js';
import { json, notFound } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { missingParts } from '../programme-parts.js';
import { defineRoute, type Route, target } from '../route.js';

/** How long a programme lasts that nobody saved yet, slot by slot. */
export function createProgrammePreviewRoutes({ db }: ApiPorts): Route[] {
  return [
    defineRoute({
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
        const lengths = await slotDurations(db, body.slots, await idsAround(db, actor.areaId));
        const slots = await Promise.all(
          body.slots.map(async (slot) => {
            const durationMs = lengths.get(slot.slot) ?? null;
            return { slot: slot.slot, durationMs, ...(await namedBy(db, slot, durationMs)) };
          }),
        );
        return json({ slots, totalMs: slots.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0) });
      },
    }),
  ];
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
