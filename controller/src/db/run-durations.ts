import type { Programme, ProgrammeSlot } from '@loa/shared/api/programmes';
import type { Schedule } from '@loa/shared/api/schedules';
import { MINUTE } from '@loa/shared/instant';
import type { Db } from './database.js';
import { partsOf, programmesById } from './programmes.js';

/**
 * How long one run of each schedule lasts, milliseconds by its id, before anybody knows what it will be filled with: of
 * a bulletin its longest language, of a column its newest bulletin, of a relay its whole time. Fillers count nothing.
 */
export async function runDurations(
  db: Db,
  schedules: readonly Pick<Schedule, 'id' | 'bulletinId' | 'programmeId'>[],
): Promise<Map<string, number>> {
  const programmes = await programmesById(
    db,
    schedules.flatMap(({ programmeId }) => programmeId ?? []),
  );
  const slots = [...programmes.values()].flatMap((programme) => programme.slots);
  const single = schedules.flatMap(({ bulletinId }) => bulletinId ?? []);
  const known = await knownOf(db, slots, single);
  return new Map(
    schedules.map(({ id, bulletinId, programmeId }) => {
      const programme = programmes.get(programmeId ?? '');
      return [id, programme ? programmeMs(programme, known) : (known.bulletins.get(bulletinId ?? '') ?? 0)];
    }),
  );
}

/**
 * How long each of these slots lasts, milliseconds by its id; fillers last as long as there is time. The newest of a column
 * is that of these areas: columns are named by words that other communes may use too.
 */
export async function slotDurations(
  db: Db,
  slots: readonly ProgrammeSlot[],
  areas: ReadonlySet<string>,
): Promise<Map<string, number | null>> {
  const known = await knownOf(db, slots, [], areas);
  return new Map(slots.map((slot) => [slot.slot, slot.kind === 'filler' ? null : slotMs(slot, known)]));
}

async function knownOf(
  db: Db,
  slots: readonly ProgrammeSlot[],
  single: readonly string[],
  areas: ReadonlySet<string> | null = null,
): Promise<Known> {
  const parts = partsOf(slots);
  const columns = new Map<string, number>();
  for (const column of parts.column) columns.set(column, await newestOf(db, column, areas));
  return { bulletins: await longestOf(db, [...new Set([...parts.bulletin, ...single])]), columns };
}

interface Known {
  bulletins: ReadonlyMap<string, number>;
  columns: ReadonlyMap<string, number>;
}

function programmeMs({ slots, maxMinutes, overflow }: Programme, known: Known): number {
  const whole = slots.reduce((sum, slot) => sum + slotMs(slot, known), 0);
  return maxMinutes !== null && overflow === 'dropLowest' ? Math.min(whole, maxMinutes * MINUTE) : whole;
}

function slotMs(slot: ProgrammeSlot, { bulletins, columns }: Known): number {
  switch (slot.kind) {
    case 'newest':
      return columns.get(slot.column) ?? 0;
    case 'relay':
      return slot.minutes * MINUTE;
    case 'filler':
      return 0;
    default:
      return bulletins.get(slot.bulletinId) ?? 0;
  }
}

async function longestOf(db: Db, bulletinIds: readonly string[]): Promise<Map<string, number>> {
  if (bulletinIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('variant')
    .innerJoin('recording', 'recording.sha256', 'variant.recording_sha256')
    .select(['variant.bulletin_id', (eb) => eb.fn.max('recording.duration_ms').as('longest')])
    .where('variant.bulletin_id', 'in', [...bulletinIds])
    .groupBy('variant.bulletin_id')
    .execute();
  return new Map(rows.map((row) => [row.bulletin_id, row.longest]));
}

async function newestOf(db: Db, column: string, areas: ReadonlySet<string> | null): Promise<number> {
  let newest = db
    .selectFrom('bulletin')
    .innerJoin('variant', 'variant.bulletin_id', 'bulletin.id')
    .innerJoin('recording', 'recording.sha256', 'variant.recording_sha256')
    .select('recording.duration_ms')
    .where('bulletin.column_name', '=', column)
    .where('variant.state', '=', 'approved')
    .orderBy('bulletin.created_at', 'desc')
    .limit(1);
  if (areas) newest = newest.where('bulletin.area_id', 'in', [...areas]);
  const row = await newest.executeTakeFirst();
  return row?.duration_ms ?? 0;
}
