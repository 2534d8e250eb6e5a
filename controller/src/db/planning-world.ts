import type { Area } from '@loa/shared/api/areas';
import { InvariantError } from '@loa/shared/errors';
import { Grant } from '@loa/shared/messages/grant';
import { PlanSettings } from '@loa/shared/messages/plan';
import type { Roster, SoundWindow } from '@loa/shared/messages/roster';
import { coversChain } from '@loa/shared/trust/areas';
import { parseHeader, parsePayload } from '@loa/shared/trust/envelope';
import { GeneralJws } from '@loa/shared/trust/general';
import type {
  BulletinInput,
  GrantInput,
  PlaceInput,
  ScheduleInput,
  VariantInput,
} from '../planning/inputs.js';
import { strictestHours } from '../planning/place/hours.js';
import { listAreas } from './areas.js';
import type { Db } from './database.js';
import { Languages, readJson, Windows } from './json-column.js';
import { rosterInForce } from './rosters.js';
import { activeSchedules } from './schedules.js';

const DEFAULT_ZONE = 'Asia/Ho_Chi_Minh';
/** A schedule of one bulletin has one slot; programmes will have several. */
const MAIN_SLOT = 'main';

/** Everything that planning asks of the database, read at one time. */
export interface PlanningWorld {
  places: PlacedBox[];
  schedules: ScheduleInput[];
  bulletins: Map<string, BulletinInput>;
}

export interface PlacedBox extends PlaceInput {
  areaId: string;
}

/** What the boxes with these ids, as far as they are enrolled, may be asked to play. */
export async function planningWorld(db: Db, boxIds: readonly string[]): Promise<PlanningWorld> {
  const schedules = (await activeSchedules(db)).map(
    (schedule): ScheduleInput => ({
      scheduleId: schedule.id,
      title: schedule.name,
      areas: schedule.areaIds,
      clusters: schedule.clusterIds,
      timetable: schedule.timetable,
      priority: schedule.priority,
      lateness: schedule.lateness,
      latestStartMs: null,
      resume: schedule.resume,
      gainDb: schedule.gainDb,
      slots: [
        {
          slot: MAIN_SLOT,
          weight: 5,
          fallbackBulletinId: null,
          content: { kind: 'bulletin', bulletinId: schedule.bulletinId ?? '' },
        },
      ],
      maxMs: null,
      overflow: 'refuse',
      laterRuns: 'asPlace',
      createdAt: schedule.createdAt,
      notBefore: schedule.createdAt,
    }),
  );
  const used = schedules.flatMap(({ slots }) =>
    slots.flatMap(({ content }) => ('bulletinId' in content ? [content.bulletinId] : [])),
  );
  const bulletins = await loadBulletins(db, [...new Set(used)]);
  return { places: await loadPlaces(db, boxIds), schedules, bulletins };
}

/** The hours of a place: of every area above it, of its cluster, and of the roster's limits, the strictest. */
export function hoursOf(
  chain: readonly Area[],
  clusterHours: readonly SoundWindow[] | null,
  roster: Roster | null,
): SoundWindow[] {
  const ids = chain.map(({ id }) => id);
  const limits = roster?.limits.filter(({ areas }) => coversChain(areas, ids, roster.successors)) ?? [];
  const layers = [...chain.map(({ hours }) => hours), clusterHours].filter((hours) => hours !== null);
  return strictestHours([...layers, ...limits.map(({ windows }) => windows)]);
}

/** The zone of a place: its own, or that of the nearest area above. */
export function zoneOf(chain: readonly Area[]): string {
  return chain.findLast(({ zone }) => zone !== null)?.zone ?? DEFAULT_ZONE;
}

async function loadPlaces(db: Db, boxIds: readonly string[]): Promise<PlacedBox[]> {
  const areas = new Map((await listAreas(db, null)).map((area) => [area.id, area]));
  const rosters = new Map<string, Roster | null>();
  const rosterOf = async (communeId: string) => {
    const known = rosters.get(communeId);
    if (known !== undefined) return known;
    const roster = (await rosterInForce(db, communeId))?.roster ?? null;
    rosters.set(communeId, roster);
    return roster;
  };
  const places: PlacedBox[] = [];
  for (const row of await placedBoxes(db, boxIds)) {
    const chain = chainOf(row.area_id, areas);
    const commune = chain.find(({ level }) => level === 'commune');
    const roster = commune ? await rosterOf(commune.id) : null;
    const clusterHours = row.hours === null ? null : readJson(Windows, row.hours, 'cluster.hours');
    places.push({
      boxId: row.box_id,
      clusterId: row.cluster_id,
      areaId: row.area_id,
      areaChain: chain.map(({ id }) => id),
      settings: {
        zone: zoneOf(chain),
        hours: hoursOf(chain, clusterHours, roster),
        maxGainDb: row.max_gain_db,
        languages: readJson(Languages, row.languages, 'cluster.languages'),
        outputs: readJson(PlanSettings.shape.outputs, row.outputs, 'box.outputs'),
      },
      languagePolicy: 'firstAvailable',
      repeatInEvening: false,
      limits: { quiet: [], maxSessionMs: null, maxDayMs: null, maxSessionsPerDay: null },
      memory: { heard: new Map(), chosen: new Map() },
      merged: {},
      successors: roster?.successors ?? {},
      since: row.enrolled_at ?? 0,
    });
  }
  return places;
}

function placedBoxes(db: Db, boxIds: readonly string[]) {
  return db
    .selectFrom('box')
    .innerJoin('cluster', 'cluster.id', 'box.cluster_id')
    .select(['box.id as box_id', 'box.outputs', 'box.enrolled_at', 'cluster.id as cluster_id'])
    .select(['cluster.area_id', 'cluster.hours', 'cluster.max_gain_db', 'cluster.languages'])
    .where('box.state', '=', 'enrolled')
    .where('box.id', 'in', [...boxIds])
    .execute();
}

function chainOf(areaId: string, areas: ReadonlyMap<string, Area>): Area[] {
  const chain: Area[] = [];
  for (let next = areas.get(areaId); next && chain.length < 12; next = areas.get(next.parentId ?? '')) {
    chain.unshift(next);
  }
  return chain;
}

async function loadBulletins(db: Db, ids: readonly string[]): Promise<Map<string, BulletinInput>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('bulletin')
    .select(['id', 'title', 'column_name', 'sound', 'valid_from', 'valid_until'])
    .where('id', 'in', [...ids])
    .execute();
  const variants = await loadVariants(db, ids);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        bulletinId: row.id,
        title: row.title,
        column: row.column_name,
        sound: row.sound,
        validFrom: row.valid_from,
        validUntil: row.valid_until,
        variants: variants.get(row.id) ?? [],
      },
    ]),
  );
}

async function loadVariants(db: Db, bulletinIds: readonly string[]): Promise<Map<string, VariantInput[]>> {
  const rows = await db
    .selectFrom('variant')
    .leftJoin('recording', 'recording.sha256', 'variant.recording_sha256')
    .leftJoin('grant_doc', 'grant_doc.id', 'variant.grant_id')
    .select(['variant.id', 'variant.bulletin_id', 'variant.language', 'variant.state'])
    .select(['recording.sha256', 'recording.bytes', 'recording.duration_ms'])
    .select(['grant_doc.id as grant_id', 'grant_doc.bytes as grant_bytes'])
    .where('variant.bulletin_id', 'in', [...bulletinIds])
    .orderBy('variant.id')
    .execute();
  const found = new Map<string, VariantInput[]>();
  for (const row of rows) {
    const { sha256, bytes, duration_ms: durationMs } = row;
    const recording =
      sha256 === null || bytes === null || durationMs === null ? null : { sha256, bytes, durationMs };
    const grant =
      row.state === 'approved' && row.grant_id !== null && row.grant_bytes !== null
        ? readGrant(row.grant_id, row.grant_bytes, sha256)
        : null;
    const variants = found.get(row.bulletin_id) ?? [];
    found.set(row.bulletin_id, variants);
    variants.push({ variantId: row.id, language: row.language, recording, grant });
  }
  return found;
}

/** Only verified grants are stored, so the payload is read without verifying it again; boxes do. */
function readGrant(grantId: string, bytes: Uint8Array, sha256: string | null): GrantInput | null {
  const jws = GeneralJws.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  const header = parseHeader(jws.signatures[0]?.protected ?? '');
  if (!header) throw new InvariantError(`The stored grant ${grantId} has no readable header.`);
  const opened = parsePayload(Buffer.from(jws.payload, 'base64url'), header.cty, Grant, header.kid);
  if (!opened.ok) throw new InvariantError(`The stored grant ${grantId} cannot be read: ${opened.detail}`);
  const grant = opened.payload;
  // A variant whose recording was changed after its approval has none.
  if (grant.use !== 'scheduled' || grant.subject.sha256 !== sha256) return null;
  const { areas, validFrom, validUntil, signedAt } = grant;
  return { grantId, areas, validFrom, validUntil, signedAt };
}
