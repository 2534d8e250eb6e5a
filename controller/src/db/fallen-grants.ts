import { belowQuery } from './areas.js';
import type { Db } from './database.js';
import { readJson, Strings } from './json-column.js';

/** Something approved, with the grant that approves it. */
export interface StandingGrant {
  kind: 'variant' | 'station';
  /** The variant's or station's id. */
  subject: string;
  areaId: string;
  grantId: string;
  bytes: Uint8Array;
  signers: string[];
}

/** Everything below an area that is approved now. */
export async function standingGrants(db: Db, areaId: string): Promise<StandingGrant[]> {
  const variants = await db
    .selectFrom('variant')
    .innerJoin('bulletin', 'bulletin.id', 'variant.bulletin_id')
    .innerJoin('grant_doc', 'grant_doc.id', 'variant.grant_id')
    .select([
      'variant.id as subject',
      'bulletin.area_id',
      'grant_doc.id',
      'grant_doc.bytes',
      'grant_doc.signers',
    ])
    .where('variant.state', '=', 'approved')
    .where('bulletin.area_id', 'in', belowQuery(db, areaId))
    .execute();
  const stations = await db
    .selectFrom('station')
    .innerJoin('grant_doc', 'grant_doc.id', 'station.grant_id')
    .select([
      'station.id as subject',
      'station.area_id',
      'grant_doc.id',
      'grant_doc.bytes',
      'grant_doc.signers',
    ])
    .where('station.area_id', 'in', belowQuery(db, areaId))
    .execute();
  const read = (kind: StandingGrant['kind']) => (row: (typeof variants)[number]) => ({
    ...{ kind, subject: row.subject, areaId: row.area_id, grantId: row.id, bytes: row.bytes },
    signers: readJson(Strings, row.signers, 'grant_doc.signers'),
  });
  return [...variants.map(read('variant')), ...stations.map(read('station'))];
}

/** What fell is approved no more: a variant waits for approval again, a station is not carried. */
export async function letFall(
  db: Db,
  { kind, subject, areaId, grantId, signers }: Omit<StandingGrant, 'bytes'>,
  { reason, at }: { reason: string; at: number },
): Promise<void> {
  await db
    .insertInto('fallen_grant')
    .values({
      ...{ at, kind, subject, area_id: areaId, grant_id: grantId, reason, signers: JSON.stringify(signers) },
    })
    .execute();
  if (kind === 'station') {
    await db
      .updateTable('station')
      .set({ grant_id: null, updated_at: at })
      .where('id', '=', subject)
      .where('grant_id', '=', grantId)
      .execute();
    return;
  }
  await db
    .updateTable('variant')
    .set({
      ...{ state: 'submitted', grant_id: null, updated_at: at },
      state_reason: 'Chữ ký duyệt trước không còn giá trị. Cần nghe và duyệt lại.',
    })
    .where('id', '=', subject)
    .where('grant_id', '=', grantId)
    .execute();
}

export interface FallenGrant {
  kind: 'variant' | 'station';
  subject: string;
  bulletinId: string | null;
  title: string;
  language: string | null;
  areaId: string;
  grantId: string;
  at: number;
  reason: string;
  signers: string[];
}

/** What fell and was neither approved again nor withdrawn since, newest first. */
export async function fallenGrants(db: Db, root: string): Promise<FallenGrant[]> {
  const fallen = await db
    .selectFrom('fallen_grant')
    .leftJoin('variant', (join) =>
      join.onRef('variant.id', '=', 'fallen_grant.subject').on('fallen_grant.kind', '=', 'variant'),
    )
    .leftJoin('bulletin', 'bulletin.id', 'variant.bulletin_id')
    .leftJoin('station', (join) =>
      join.onRef('station.id', '=', 'fallen_grant.subject').on('fallen_grant.kind', '=', 'station'),
    )
    .selectAll('fallen_grant')
    .select(['bulletin.id as bulletin_id', 'bulletin.title', 'variant.language', 'variant.state'])
    .select(['variant.grant_id as variant_grant', 'station.name', 'station.grant_id as station_grant'])
    .where('fallen_grant.area_id', 'in', belowQuery(db, root))
    .orderBy('fallen_grant.id', 'desc')
    .limit(2_000)
    .execute();
  const told = new Set<string>();
  return fallen.flatMap((row): FallenGrant[] => {
    const title = row.title ?? row.name;
    const settled = row.variant_grant ?? row.station_grant;
    if (title === null || settled !== null || row.state === 'withdrawn' || told.has(row.subject)) return [];
    told.add(row.subject);
    return [
      {
        ...{ kind: row.kind, subject: row.subject, bulletinId: row.bulletin_id, title },
        ...{
          language: row.language,
          areaId: row.area_id,
          grantId: row.grant_id,
          at: row.at,
          reason: row.reason,
        },
        signers: readJson(Strings, row.signers, 'fallen_grant.signers'),
      },
    ];
  });
}
