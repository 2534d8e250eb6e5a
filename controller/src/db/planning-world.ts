import type { Schedule } from '@loa/shared/api/schedules';
import { DAY, type Instant } from '@loa/shared/instant';
import { coversChain } from '@loa/shared/trust/areas';
import {
  type PlaceInput,
  type PlanningWorld,
  pairKey,
  type ScheduleInput,
  type SuspensionInput,
  type Winner,
} from '../planning/inputs.js';
import { mergedAreas } from './areas.js';
import type { Db } from './database.js';
import { decisionsAmong } from './decisions.js';
import { type Drafts, NO_DRAFTS, type SuspensionDraft, withDrafts } from './drafts.js';
import { holidaysOf } from './holiday-calendars.js';
import { loadBulletins, newestOfColumns } from './planning-bulletins.js';
import { NOTHING_HEARD, rotationMemory } from './planning-memory.js';
import { loadPlaces, type PlacedBox } from './planning-places.js';
import { scheduleInput } from './planning-schedules.js';
import { loadStations } from './planning-stations.js';
import { type ProgrammeParts, partsOf, programmesById } from './programmes.js';
import { activeSchedulesAt } from './schedules.js';
import { suspensionsFrom } from './suspensions.js';

/** What began before may still sound, and no zone is further from UTC: days looked back. */
const LOOK_BACK_DAYS = 2;

/** Everything that planning asks of the database about some boxes, read at one time. */
export interface LoadedWorld {
  places: LoadedPlace[];
  world: PlanningWorld;
}

export interface LoadedPlace extends PlaceInput {
  areaId: string;
  communeId: string | null;
}

/** What the boxes with these ids, as far as they are enrolled, may be asked to play; after an edit, with its drafts. */
export async function planningWorld(
  db: Db,
  boxIds: readonly string[],
  now: Instant,
  edit: Partial<Drafts> = NO_DRAFTS,
): Promise<LoadedWorld> {
  const drafts = { ...NO_DRAFTS, ...edit };
  const places = await loadPlaces(db, boxIds, drafts);
  const clusterIds = [...new Set(places.map(({ clusterId }) => clusterId))];
  const since = dayBefore(now);
  const stored = await schedulesAt(db, places, clusterIds, since);
  const schedules = [
    ...stored.filter(({ id }) => !drafts.schedules.some((draft) => draft.id === id)),
    ...drafts.schedules,
  ];
  const used = schedules.flatMap(({ programmeId }) => programmeId ?? []);
  const programmes = withDrafts(
    await programmesById(db, used),
    drafts.programmes.filter(({ id }) => used.includes(id)),
  );
  const inputs = schedules.flatMap(
    (s) => scheduleInput(s, programmes.get(s.programmeId ?? '') ?? null) ?? [],
  );
  const parts = partsOf([...programmes.values()].flatMap(({ slots }) => slots));
  const newest = await newestOf(db, places, parts.column, now);
  const memories = await rotationMemory(db, { clusterIds, bulletinIds: newest, now });
  const world = await worldOf(db, { inputs, parts, newest, memories, now, drafts });
  const withMemory = (place: PlacedBox): LoadedPlace => ({
    ...place,
    memory: memories.get(place.clusterId) ?? NOTHING_HEARD,
  });
  return { places: places.map(withMemory), world };
}

async function schedulesAt(
  db: Db,
  places: readonly PlacedBox[],
  clusterIds: readonly string[],
  since: string,
): Promise<Schedule[]> {
  return activeSchedulesAt(db, { areaIds: await namesOf(db, places), clusterIds }, since);
}

/** Every id by which a schedule or bulletin may name an area of these places, those of merged areas included. */
async function namesOf(db: Db, places: readonly PlacedBox[]): Promise<string[]> {
  const now = new Set(places.flatMap(({ areaChain }) => areaChain));
  const names = new Set(now);
  const successions = [await mergedAreas(db), ...new Set(places.map(({ successors }) => successors))];
  for (const successors of successions) {
    for (const old of Object.keys(successors)) if (coversChain([old], [...now], successors)) names.add(old);
  }
  return [...names];
}

/** What the columns in use may be filled with at these places. */
async function newestOf(
  db: Db,
  places: readonly PlacedBox[],
  columns: readonly string[],
  now: Instant,
): Promise<string[]> {
  if (columns.length === 0) return [];
  const areaIds = await namesOf(db, places);
  return newestOfColumns(db, { columns, areaIds, at: now - LOOK_BACK_DAYS * DAY });
}

async function worldOf(
  db: Db,
  from: {
    inputs: ScheduleInput[];
    parts: ProgrammeParts;
    newest: readonly string[];
    memories: ReadonlyMap<string, PlaceInput['memory']>;
    now: Instant;
    drafts: Drafts;
  },
): Promise<PlanningWorld> {
  const { inputs, parts, newest, now, drafts } = from;
  const single = inputs.flatMap(({ slots }) =>
    slots.flatMap(({ content }) => (content.kind === 'bulletin' ? [content.bulletinId] : [])),
  );
  const chosen = [...from.memories.values()].flatMap((memory) => [...memory.chosen.values()]);
  const bulletinIds = new Set([...parts.bulletin, ...single, ...newest, ...chosen]);
  return {
    schedules: inputs,
    bulletins: await loadBulletins(db, [...bulletinIds]),
    stations: await loadStations(db, parts.station),
    suspensions: [...(await suspensionsFrom(db, dayBefore(now))), ...drafts.suspensions].map(suspensionInput),
    holidays: new Map([
      ...(await holidaysOf(db, inputs)),
      ...drafts.calendars.map(({ id, holidays }) => [id, holidays] as const),
    ]),
    winners: await winnersAmong(db, inputs),
  };
}

async function winnersAmong(db: Db, inputs: readonly ScheduleInput[]): Promise<Map<string, Winner>> {
  const ids = inputs.filter(({ priority }) => priority === 'priority').map(({ scheduleId }) => scheduleId);
  const winners = new Map<string, Winner>();
  for (const { elderId, youngerId, winner } of await decisionsAmong(db, ids)) {
    if (winner !== null) winners.set(pairKey(elderId, youngerId), winner);
  }
  return winners;
}

function suspensionInput(suspension: SuspensionDraft): SuspensionInput {
  const { id, name, areaIds, from, until, music, columns, everything } = suspension;
  return { suspensionId: id, name, areas: areaIds, from, until, music, columns, everything };
}

function dayBefore(now: Instant): string {
  return new Date(now - LOOK_BACK_DAYS * DAY).toISOString().slice(0, 10);
}
