import {
  FinishApproval,
  FinishedStationApproval,
  PreparedApproval,
  PrepareStationApproval,
} from '@loa/shared/api/passkey-approval';
import { Station } from '@loa/shared/api/stations';
import { Id } from '@loa/shared/ids';
import { jcs, sha256Hex } from '@loa/shared/jcs';
import { z } from 'zod';
import { writeAudit } from '../../db/audit.js';
import type { Db } from '../../db/database.js';
import { findRecording } from '../../db/recordings.js';
import { updateStation } from '../../db/stations.js';
import { boxesOfStations, notifyPlans } from '../affected-boxes.js';
import { json, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { communeWithRoster } from '../approvals.js';
import type { Actor } from '../authorise.js';
import { addAssertion, closeDraft, draftOf } from '../grant-signing.js';
import { fallbackUnheard } from '../heard-evidence.js';
import { prepared, signerAndAreas } from '../prepare-approval.js';
import { defineRoute, type Route } from '../route.js';
import { signsOwnStation } from '../two-people.js';
import { type Fallback, fallbackOf, NO_FALLBACK_RECORDING, storeStationGrant } from './station-approval.js';
import { STATION_MOVED_ON, stationTarget } from './stations.js';

const StationParams = z.object({ stationId: Id });

/** Approving a station in the browser, and taking that back. */
export function createPasskeyStationApprovalRoutes(ports: ApiPorts): Route[] {
  return [prepare(ports), finish(ports), withdraw(ports)];
}

function prepare(ports: ApiPorts): Route {
  const { db, clock, settings } = ports;
  return defineRoute({
    method: 'post',
    path: '/stations/{stationId}/approval/prepare',
    tag: 'stations',
    summary: 'What a passkey signs to let a station be carried',
    action: 'station.approve',
    params: StationParams,
    body: PrepareStationApproval,
    response: { status: 200, schema: PreparedApproval },
    target: ({ params }) => stationTarget(db, params.stationId),
    async handle({ actor, body, subject: station }) {
      const now = clock.now();
      const found = await readyToSign(db, actor, station, now);
      if (found.kind === 'problem') return found;
      const { fallback, ...commune } = found;
      const validUntil = body.until ?? now + settings.approvalLifeMs;
      if (validUntil <= now) return ENDS_BEFORE;
      const { roster } = commune;
      const { areaId } = station;
      const who = await signerAndAreas(ports, actor, { use: 'relay', roster, areaId, asked: body });
      if (who.kind === 'problem') return who;
      const grant = {
        use: 'relay' as const,
        subject: {
          url: station.url,
          hours: station.hours,
          ...(fallback ? { fallback: fallback.sha256 } : {}),
        },
        ...{ title: station.name, areas: who.areas, validFrom: now, validUntil, signedAt: now },
      };
      const recording = fallback && (await findRecording(db, fallback.sha256));
      const durationMs = recording?.durationMs ?? null;
      const shown = {
        texts: fallback ? [fallback.variant.text] : [],
        recordings: fallback ? [{ variantId: fallback.variant.id, sha256: fallback.sha256, durationMs }] : [],
      };
      return prepared(
        ports,
        actor,
        { ...commune, ...draftKeyOf(station, fallback) },
        { grant, ...who, shown },
      );
    },
  });
}

function finish(ports: ApiPorts): Route {
  const { db, clock } = ports;
  return defineRoute({
    method: 'post',
    path: '/stations/{stationId}/approval/finish',
    tag: 'stations',
    summary: 'Approve: hand in what the passkey signed',
    action: 'station.approve',
    params: StationParams,
    body: FinishApproval,
    response: { status: 200, schema: FinishedStationApproval },
    target: ({ params }) => stationTarget(db, params.stationId),
    async handle({ actor, body, subject: station }) {
      const now = clock.now();
      const found = await readyToSign(db, actor, station, now);
      if (found.kind === 'problem') return found;
      const draft = await draftOf(db, body.draftId, draftKeyOf(station, found.fallback), now);
      if (draft.kind === 'problem') return draft;
      const { roster } = found;
      const needs = roster.needs.relay ?? 1;
      const signed = await addAssertion(ports, actor, draft, body.credential, { roster, needs });
      if (signed.kind === 'problem') return signed;
      if (signed.kind === 'waiting') {
        await writeAudit(db, {
          ...{ at: now, actor: actor.accountId, action: 'station.sign', areaId: station.areaId },
          ...{ subject: station.id, detail: { signers: signed.signers, needs } },
        });
        return json({ state: 'waiting' as const, signers: signed.signers, needs });
      }
      const stored = await storeStationGrant(ports, actor, station, signed.bytes);
      if (stored.kind === 'problem') return stored;
      await closeDraft(db, draft, now);
      return json({ state: 'approved' as const, ...stored.body });
    },
  });
}

/** Taking an approval back needs no signature: it only makes loudspeakers say less. */
function withdraw({ db, clock, changes }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/stations/{stationId}/withdraw',
    tag: 'stations',
    summary: 'Take the approval of a station back; it leaves every plan',
    action: 'station.withdraw',
    params: StationParams,
    response: { status: 200, schema: Station },
    target: ({ params }) => stationTarget(db, params.stationId),
    async handle({ actor, subject: station }) {
      if (station.grantId === null) return json(station);
      const at = clock.now();
      const after: Station = { ...station, grantId: null, updatedAt: Math.max(at, station.updatedAt + 1) };
      const written = await db.transaction().execute(async (trx) => {
        if (!(await updateStation(trx, after, station.updatedAt))) return false;
        await writeAudit(trx, {
          ...{ at, actor: actor.accountId, action: 'station.withdraw', areaId: station.areaId },
          ...{ subject: station.id, detail: { grantId: station.grantId } },
        });
        return true;
      });
      if (!written) return STATION_MOVED_ON;
      notifyPlans(changes, await boxesOfStations(db, [station.id]));
      return json(after);
    },
  });
}

/** The station's commune and fallback, where this person may sign for it and has heard what needs hearing. */
async function readyToSign(db: Db, actor: Actor, station: Station, now: number) {
  const found = await communeWithRoster(db, station.areaId);
  if (found.kind === 'problem') return found;
  const fallback = await fallbackOf(db, station);
  if (fallback === 'unrecorded') return NO_FALLBACK_RECORDING;
  const own = await signsOwnStation(db, { station, fallback, actorId: actor.accountId });
  if (own) return own;
  const place = { areaId: station.areaId, roster: found.roster, now };
  const unheard = fallback && (await fallbackUnheard(db, actor, fallback.variant, place));
  return unheard ?? { ...found, fallback };
}

/** A draft is of the station as it stands, with the recording that it falls back on. */
function draftKeyOf(
  { id, areaId, name, url, hours, fallbackBulletinId, updatedAt }: Station,
  fallback: Fallback | null,
) {
  const recording = fallback?.sha256 ?? null;
  const basis = sha256Hex(jcs({ name, url, hours, fallbackBulletinId, recording, updatedAt }));
  return { kind: 'station' as const, subject: id, areaId, basis };
}

const ENDS_BEFORE = problem(422, 'ends_before', 'Ngày hết hạn đã qua. Hãy chọn một ngày sau hôm nay.');
