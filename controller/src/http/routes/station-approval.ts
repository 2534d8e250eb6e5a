import { PutGrant, type Variant } from '@loa/shared/api/bulletins';
import { type Station, StationProposal, StoredStationGrant } from '@loa/shared/api/stations';
import { Id } from '@loa/shared/ids';
import { sha256Hex } from '@loa/shared/jcs';
import { z } from 'zod';
import { writeAudit } from '../../db/audit.js';
import { type BulletinRecord, findBulletin } from '../../db/bulletins.js';
import type { Db } from '../../db/database.js';
import { findGrant, insertGrant } from '../../db/grants.js';
import { updateStation } from '../../db/stations.js';
import { verifyGrantForStation, whyNotTaken } from '../../trust/verify-grant.js';
import { boxesOfStations, notifyPlans } from '../affected-boxes.js';
import { type JsonAnswer, json, type ProblemAnswer, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { communeWithRoster, NO_ROOM, once, refusedGrant } from '../approvals.js';
import type { Actor } from '../authorise.js';
import { defineRoute, type Route } from '../route.js';
import { chainsBelow } from '../schedule-places.js';
import { stationApprovedAlone } from '../two-people.js';
import { STATION_MOVED_ON, stationTarget } from './stations.js';

const StationParams = z.object({ stationId: Id });

/** Carrying a station is approved as a station, once, not by content: its address, hours and fallback. */
export function createStationApprovalRoutes(ports: ApiPorts): Route[] {
  return [proposal(ports), putGrant(ports)];
}

function proposal({ db, clock, settings }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/stations/{stationId}/proposal',
    tag: 'stations',
    summary: 'What an approver reads and signs',
    action: 'station.approve',
    params: StationParams,
    response: { status: 200, schema: StationProposal },
    target: ({ params }) => stationTarget(db, params.stationId),
    async handle({ subject: station }) {
      const found = await communeWithRoster(db, station.areaId);
      if (found.kind === 'problem') return found;
      const fallback = await fallbackOf(db, station);
      if (fallback === 'unrecorded') return NO_FALLBACK_RECORDING;
      const validFrom = clock.now();
      return json({
        stationId: station.id,
        communeId: found.communeId,
        fallbackTitle: fallback?.bulletin.title ?? null,
        payload: {
          use: 'relay' as const,
          subject: {
            url: station.url,
            hours: station.hours,
            ...(fallback ? { fallback: fallback.sha256 } : {}),
          },
          title: station.name,
          areas: [station.areaId],
          validFrom,
          validUntil: validFrom + settings.approvalLifeMs,
        },
        needs: found.roster.needs.relay ?? 1,
      });
    },
  });
}

function putGrant(ports: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/stations/{stationId}/grant',
    tag: 'stations',
    summary: 'Approve: hand in the finished, signed grant',
    action: 'station.approve',
    params: StationParams,
    body: PutGrant,
    response: { status: 200, schema: StoredStationGrant },
    target: ({ params }) => stationTarget(ports.db, params.stationId),
    async handle({ actor, body, subject: station }) {
      return storeStationGrant(ports, actor, station, Buffer.from(body.grant, 'utf8'));
    },
  });
}

/** The one way by which a station's grant is stored, wherever it was signed. */
export async function storeStationGrant(
  { db, clock, changes, objects }: ApiPorts,
  actor: Actor,
  station: Station,
  bytes: Uint8Array,
): Promise<JsonAnswer<z.infer<typeof StoredStationGrant>> | ProblemAnswer> {
  const again = await alreadyStored(db, station, sha256Hex(bytes));
  if (again) return json(again);
  const now = clock.now();
  const found = await communeWithRoster(db, station.areaId);
  if (found.kind === 'problem') return found;
  const fallback = await fallbackOf(db, station);
  if (fallback === 'unrecorded') return NO_FALLBACK_RECORDING;
  const chains = await chainsBelow(db, station.areaId);
  const verified = verifyGrantForStation(bytes, {
    roster: found.roster,
    station: { ...station, fallback: fallback?.sha256 ?? null },
    within: station.areaId,
    chainOf: (areaId) => chains.get(areaId) ?? [],
    now,
  });
  if (!verified.ok) return refusedGrant(verified.reason, verified.detail);
  const late = whyNotTaken(verified, now);
  if (late) return refusedGrant(late.reason, late.detail);
  const { grant, grantId, people } = verified;
  const signers = people.map(({ personId }) => personId);
  const alone = await stationApprovedAlone(db, { station, fallback, actorId: actor.accountId, signers });
  if (alone) return alone;
  if (!(await objects.put(once(bytes))).ok) return NO_ROOM;
  const approved: Station = { ...station, grantId, updatedAt: now };
  const written = await db.transaction().execute(async (trx) => {
    if (!(await updateStation(trx, approved, station.updatedAt))) return false;
    const { use, validFrom, validUntil, signedAt } = grant;
    await insertGrant(trx, {
      ...{ id: grantId, variantId: null, stationId: station.id, bytes, use, validFrom, validUntil },
      ...{ signedAt, signers, createdAt: now },
    });
    await writeAudit(trx, {
      at: now,
      actor: actor.accountId,
      action: 'station.approve',
      areaId: station.areaId,
      subject: station.id,
      detail: { grantId, signers },
    });
    return true;
  });
  if (!written) return STATION_MOVED_ON;
  notifyPlans(changes, await boxesOfStations(db, [station.id]));
  return json({ grantId, signers, station: approved });
}

export const NO_FALLBACK_RECORDING = problem(
  409,
  'no_recording',
  'Bản tin dự phòng của đài chưa có bản thu nên chưa duyệt được. Hãy thu bản dự phòng hoặc chọn bản khác.',
);

/** Handing in the same grant twice is one approval. */
async function alreadyStored(db: Db, station: Station, grantId: string) {
  if (station.grantId !== grantId) return null;
  const grant = await findGrant(db, grantId);
  return grant && { grantId, signers: grant.signers, station };
}

/** What everybody understands first: one recording stands in for the stream in every village. */
const COMMON_LANGUAGE = 'vi';

export interface Fallback {
  bulletin: BulletinRecord;
  variant: Variant;
  sha256: string;
}

/** The recording that sounds when a station's stream fails, and whose it is. */
export async function fallbackOf(
  db: Db,
  { fallbackBulletinId }: Station,
): Promise<Fallback | 'unrecorded' | null> {
  if (fallbackBulletinId === null) return null;
  const bulletin = await findBulletin(db, fallbackBulletinId);
  const recorded = bulletin?.variants.filter(({ recordingSha256 }) => recordingSha256 !== null) ?? [];
  const variant = recorded.find(({ language }) => language === COMMON_LANGUAGE) ?? recorded[0];
  if (!bulletin || !variant?.recordingSha256) return 'unrecorded';
  return { bulletin, variant, sha256: variant.recordingSha256 };
}
