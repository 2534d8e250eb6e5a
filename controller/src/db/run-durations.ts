import type { ProgrammeSlot } from '@loa/shared/api/programmes';
import type { Schedule } from '@loa/shared/api/schedules';
import { coversChain } from '@loa/shared/trust/areas';
import {
  expectedLength,
  heardMs,
  type KnownLengths,
  type Listener,
  type RecordedBulletin,
  stepOf,
} from '../planning/programme/expected-length.js';
import { fixedLength, type RunLength } from '../planning/programme/run-length.js';
import { mergedAreas } from './areas.js';
import type { Db } from './database.js';
import { scheduleInput, slotInput } from './planning-schedules.js';
import { partsOf, programmesById } from './programmes.js';

/** How long one run of a schedule lasts where it is heard so; for nobody (null) each bulletin in its longest language. */
export type LengthOf = (scheduleId: string, listener: Listener | null) => RunLength;

/** What a schedule without anything to play lasts. */
const NOTHING = fixedLength(0);

/**
 * How long one run of each schedule lasts at any listener. The newest of a column is that of these areas: columns are
 * named by words that other communes may use too.
 */
export async function runLengths(
  db: Db,
  schedules: readonly Schedule[],
  areas: ReadonlySet<string>,
): Promise<LengthOf> {
  const programmes = await programmesById(
    db,
    schedules.flatMap(({ programmeId }) => programmeId ?? []),
  );
  const slots = [...programmes.values()].flatMap((programme) => programme.slots);
  const single = schedules.flatMap(({ bulletinId }) => bulletinId ?? []);
  const knownAt = await lengthsKnown(db, { slots, single, areas });
  const inputs = new Map(
    schedules.map((each) => [each.id, scheduleInput(each, programmes.get(each.programmeId ?? '') ?? null)]),
  );
  return (scheduleId, listener) => {
    const input = inputs.get(scheduleId);
    return input ? expectedLength(input, knownAt(listener)) : NOTHING;
  };
}

/**
 * How long each of these slots lasts where it takes longest, milliseconds by its id; fillers (null) last as long as
 * there is time. The newest of a column is that of these areas.
 */
export async function slotDurations(
  db: Db,
  slots: readonly ProgrammeSlot[],
  { areas, listeners }: { areas: ReadonlySet<string>; listeners: readonly Listener[] },
): Promise<Map<string, number | null>> {
  const knownAt = await lengthsKnown(db, { slots, single: [], areas });
  const known = listeners.map(knownAt);
  const anybody = knownAt(null);
  return new Map(
    slots.map((slot) => {
      // What stands in for a slot is not its own length.
      const own = { ...slotInput(slot), fallbackBulletinId: null };
      const lasts = (lengths: KnownLengths) => {
        const step = stepOf(own, lengths);
        return 'ms' in step ? step.ms : null;
      };
      const heard = Math.max(0, ...known.map((lengths) => lasts(lengths) ?? 0));
      // What is recorded, and yet nobody there hears, is not as if nothing were.
      return [slot.slot, heard > 0 ? heard : lasts(anybody)];
    }),
  );
}

/** What slots may be filled with, as long as a listener hears it. */
async function lengthsKnown(
  db: Db,
  named: { slots: readonly ProgrammeSlot[]; single: readonly string[]; areas: ReadonlySet<string> },
): Promise<(listener: Listener | null) => KnownLengths> {
  const parts = partsOf(named.slots);
  const newest = await newestOf(db, parts.column, named.areas);
  const ids = new Set([...parts.bulletin, ...named.single, ...newest.values()]);
  const bulletins = await recordedBulletins(db, [...ids]);
  const lengths = new Map<string, KnownLengths>();
  return (listener) => {
    const key = listener ? `${listener.policy} ${listener.languages.join(' ')}` : '';
    const known = lengths.get(key) ?? knownTo(listener, bulletins, newest);
    lengths.set(key, known);
    return known;
  };
}

function knownTo(
  listener: Listener | null,
  bulletins: ReadonlyMap<string, RecordedBulletin>,
  newest: ReadonlyMap<string, string>,
): KnownLengths {
  const heard = new Map<string, number>();
  const lengthOf = (bulletin: RecordedBulletin) =>
    listener
      ? heardMs(bulletin, listener)
      : Math.max(0, ...bulletin.recordings.map(({ durationMs }) => durationMs));
  return {
    bulletinMs(bulletinId) {
      const bulletin = bulletins.get(bulletinId);
      const ms = heard.get(bulletinId) ?? (bulletin ? lengthOf(bulletin) : 0);
      heard.set(bulletinId, ms);
      return ms;
    },
    newest: (column) => newest.get(column),
  };
}

async function recordedBulletins(
  db: Db,
  bulletinIds: readonly string[],
): Promise<Map<string, RecordedBulletin>> {
  if (bulletinIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('variant')
    .innerJoin('bulletin', 'bulletin.id', 'variant.bulletin_id')
    .innerJoin('recording', 'recording.sha256', 'variant.recording_sha256')
    .select(['variant.bulletin_id', 'variant.language', 'variant.state'])
    .select(['bulletin.sound', 'recording.duration_ms'])
    .where('variant.bulletin_id', 'in', [...bulletinIds])
    // What somebody took back is not heard again by itself.
    .where('variant.state', '!=', 'withdrawn')
    .execute();
  const found = new Map<
    string,
    RecordedBulletin & { recordings: RecordedBulletin['recordings'][number][] }
  >();
  for (const { bulletin_id: bulletinId, sound, language, duration_ms: durationMs, state } of rows) {
    const bulletin = found.get(bulletinId) ?? { bulletinId, sound, recordings: [] };
    found.set(bulletinId, bulletin);
    bulletin.recordings.push({ language, durationMs, approved: state === 'approved' });
  }
  return found;
}

/** The newest approved bulletin of each column. */
async function newestOf(
  db: Db,
  columns: readonly string[],
  areas: ReadonlySet<string>,
): Promise<Map<string, string>> {
  const newest = new Map<string, string>();
  if (columns.length === 0) return newest;
  const merged = await mergedAreas(db);
  const current = [...areas];
  const former = Object.keys(merged).filter((old) => coversChain([old], current, merged));
  const names = [...new Set([...current, ...former])];
  for (const column of columns) {
    const row = await db
      .selectFrom('bulletin')
      .innerJoin('variant', 'variant.bulletin_id', 'bulletin.id')
      .select('bulletin.id')
      .where('bulletin.column_name', '=', column)
      .where('variant.state', '=', 'approved')
      .where('bulletin.area_id', 'in', names)
      .orderBy('bulletin.created_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (row) newest.set(column, row.id);
  }
  return newest;
}
