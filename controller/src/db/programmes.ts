import { LaterRuns, Overflow, type Programme, ProgrammeSlot } from '@loa/shared/api/programmes';
import { fold } from '@loa/shared/fold';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { belowQuery } from './areas.js';
import type { Db } from './database.js';
import { readJson } from './json-column.js';
import { behind, holdsWords, type ListPage } from './list-page.js';
import type { ProgrammePartTable, ProgrammeTable } from './schema-planning.js';

export async function insertProgramme(db: Db, programme: Programme): Promise<void> {
  await db
    .insertInto('programme')
    .values({
      id: programme.id,
      area_id: programme.areaId,
      created_by: programme.createdBy,
      created_at: programme.createdAt,
      ...columnsOf(programme),
    })
    .execute();
  await writeParts(db, programme);
}

export async function findProgramme(db: Db, id: string): Promise<Programme | null> {
  const row = await db.selectFrom('programme').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toProgramme(row) : null;
}

export async function programmesById(db: Db, ids: readonly string[]): Promise<Map<string, Programme>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('programme')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, toProgramme(row)]));
}

/** Programmes at or below `root` by name; the archived ones only where asked for. */
export async function listProgrammes(
  db: Db,
  { root, archived, q }: { root: string; archived: boolean; q?: string | undefined },
  { after, limit }: ListPage,
): Promise<Programme[]> {
  let select = db.selectFrom('programme').selectAll().where('area_id', 'in', belowQuery(db, root));
  if (!archived) select = select.where('archived_at', 'is', null);
  for (const condition of holdsWords('folded', q)) select = select.where(condition);
  if (after) select = select.where(behind('folded', 'asc', after));
  const rows = await select.orderBy('folded').orderBy('id').limit(limit).execute();
  return rows.map(toProgramme);
}

/** Writes an edit or the archiving of a programme, unless it moved on since it was read: then false. */
export async function updateProgramme(db: Db, programme: Programme, readAt: number): Promise<boolean> {
  const result = await db
    .updateTable('programme')
    .set(columnsOf(programme))
    .where('id', '=', programme.id)
    .where('updated_at', '=', readAt)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) return false;
  await db.deleteFrom('programme_part').where('programme_id', '=', programme.id).execute();
  await writeParts(db, programme);
  return true;
}

/** Programmes in use that name any of these in a slot. */
export async function programmesNaming(
  db: Db,
  kind: ProgrammePartTable['kind'],
  parts: readonly string[],
): Promise<{ id: string; name: string }[]> {
  if (parts.length === 0) return [];
  return db
    .selectFrom('programme_part')
    .innerJoin('programme', 'programme.id', 'programme_part.programme_id')
    .select(['programme.id', 'programme.name'])
    .distinct()
    .where('programme_part.kind', '=', kind)
    .where('programme_part.part', 'in', [...parts])
    .where('programme.archived_at', 'is', null)
    .orderBy('programme.name')
    .execute();
}

export interface ProgrammeParts {
  bulletin: string[];
  column: string[];
  station: string[];
}

/** What the slots of a programme name, fallbacks included. */
export function partsOf(slots: readonly ProgrammeSlot[]): ProgrammeParts {
  const parts = { bulletin: new Set<string>(), column: new Set<string>(), station: new Set<string>() };
  for (const slot of slots) {
    if (slot.fallbackBulletinId !== null) parts.bulletin.add(slot.fallbackBulletinId);
    switch (slot.kind) {
      case 'newest':
        parts.column.add(slot.column);
        break;
      case 'relay':
        parts.station.add(slot.stationId);
        break;
      case 'filler':
        for (const id of slot.bulletinIds) parts.bulletin.add(id);
        break;
      default:
        parts.bulletin.add(slot.bulletinId);
    }
  }
  return { bulletin: [...parts.bulletin], column: [...parts.column], station: [...parts.station] };
}

async function writeParts(db: Db, { id, slots }: Programme): Promise<void> {
  const parts = partsOf(slots);
  const kinds = ['bulletin', 'column', 'station'] as const;
  const rows = kinds.flatMap((kind) => parts[kind].map((part) => ({ programme_id: id, kind, part })));
  if (rows.length > 0) await db.insertInto('programme_part').values(rows).execute();
}

function columnsOf(programme: Programme) {
  return {
    name: programme.name,
    folded: fold(programme.name),
    slots: JSON.stringify(programme.slots),
    max_minutes: programme.maxMinutes,
    overflow: programme.overflow,
    later_runs: programme.laterRuns,
    updated_at: programme.updatedAt,
    archived_at: programme.archivedAt,
  };
}

const Slots = z.array(ProgrammeSlot);

function toProgramme(row: Selectable<ProgrammeTable>): Programme {
  return {
    id: row.id,
    areaId: row.area_id,
    name: row.name,
    slots: readJson(Slots, row.slots, 'programme.slots'),
    maxMinutes: row.max_minutes,
    overflow: Overflow.parse(row.overflow),
    laterRuns: LaterRuns.parse(row.later_runs),
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    archivedAt: row.archived_at,
  };
}
