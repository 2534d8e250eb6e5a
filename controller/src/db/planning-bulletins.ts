import type { BulletinInput, GrantInput, VariantInput } from '../planning/inputs.js';
import type { Db } from './database.js';
import { grantInput, readGrant } from './planning-grants.js';

/** So many of a column are looked at for what a village has not heard yet. */
const NEWEST_OF_COLUMN = 200;

/** Bulletins with their languages and approvals, by id. */
export async function loadBulletins(db: Db, ids: readonly string[]): Promise<Map<string, BulletinInput>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('bulletin')
    .select(['id', 'title', 'column_name', 'sound', 'valid_from', 'valid_until'])
    .where('id', 'in', [...ids])
    .orderBy('created_at', 'desc')
    .orderBy('id')
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

/** The newest bulletins of these columns that belong to one of the areas, are approved and still valid at `at`. */
export async function newestOfColumns(
  db: Db,
  wanted: { columns: readonly string[]; areaIds: readonly string[]; at: number },
): Promise<string[]> {
  const found: string[] = [];
  for (const column of wanted.columns) {
    const rows = await db
      .selectFrom('bulletin')
      .select('bulletin.id')
      .where('column_name', '=', column)
      .where('area_id', 'in', [...wanted.areaIds])
      .where((eb) => eb.or([eb('valid_until', 'is', null), eb('valid_until', '>', wanted.at)]))
      .where(
        'bulletin.id',
        'in',
        db.selectFrom('variant').select('bulletin_id').where('state', '=', 'approved'),
      )
      .orderBy('created_at', 'desc')
      .limit(NEWEST_OF_COLUMN)
      .execute();
    found.push(...rows.map(({ id }) => id));
  }
  return found;
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
        ? scheduledGrant(row.grant_id, row.grant_bytes, sha256)
        : null;
    const variants = found.get(row.bulletin_id) ?? [];
    found.set(row.bulletin_id, variants);
    variants.push({ variantId: row.id, language: row.language, recording, grant });
  }
  return found;
}

/** A variant whose recording was changed after its approval has none. */
function scheduledGrant(grantId: string, bytes: Uint8Array, sha256: string | null): GrantInput | null {
  const grant = readGrant(grantId, bytes);
  const covers =
    sha256 !== null &&
    ((grant.use === 'scheduled' && grant.subject.sha256 === sha256) ||
      (grant.use === 'set' && grant.subject.sha256.includes(sha256)));
  return covers ? grantInput(grantId, grant) : null;
}
