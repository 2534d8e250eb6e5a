import { listQuery, pageOf, searchQuery } from '@loa/shared/api/page';
import { NewStation, Station, StationPatch } from '@loa/shared/api/stations';
import { fold } from '@loa/shared/fold';
import { AreaId, Id, newId } from '@loa/shared/ids';
import { z } from 'zod';
import { areaChain, defined, findArea } from '../../db/areas.js';
import { writeAudit } from '../../db/audit.js';
import { findBulletin } from '../../db/bulletins.js';
import type { Db } from '../../db/database.js';
import { findGrant } from '../../db/grants.js';
import { programmesNaming } from '../../db/programmes.js';
import { deleteStation, findStation, insertStation, listStations, updateStation } from '../../db/stations.js';
import { boxesOfStations, notifyPlans } from '../affected-boxes.js';
import { empty, json, notFound, type ProblemAnswer, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { listAnswer } from '../list-answer.js';
import { defineRoute, type Route, target } from '../route.js';
import { stationBefore } from '../station-again.js';

const StationParams = z.object({ stationId: Id });

export function createStationRoutes(ports: ApiPorts): Route[] {
  return [create(ports), list(ports), read(ports), change(ports), remove(ports)];
}

export async function stationTarget(db: Db, stationId: string) {
  const station = await findStation(db, stationId);
  return station ? target([station.areaId], station) : notFound('đài này');
}

/** Somebody else changed it between reading and writing. */
export const STATION_MOVED_ON = problem(
  409,
  'changed_meanwhile',
  'Người khác vừa sửa đài này. Hãy tải lại trang rồi làm lại.',
);

function create({ db, clock, random }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/stations',
    tag: 'stations',
    summary: 'Name a station that programmes may carry once somebody has approved it',
    action: 'station.write',
    body: NewStation,
    response: { status: 201, schema: Station },
    async target({ body }) {
      const area = await findArea(db, body.areaId);
      return area ? target([area.id], area) : notFound('địa bàn');
    },
    async handle({ actor, body, subject: area }) {
      if (area.level === 'province') return WRONG_LEVEL;
      const elsewhere = await fallbackElsewhere(db, area.id, body.fallbackBulletinId);
      if (elsewhere) return elsewhere;
      const now = clock.now();
      const station: Station = {
        ...body,
        id: body.id ?? newId('station', random),
        grantId: null,
        createdBy: actor.accountId,
        createdAt: now,
        updatedAt: now,
      };
      const before = await db.transaction().execute(async (trx) => {
        const twin = await stationBefore(trx, body, station);
        if (twin) return twin;
        await insertStation(trx, station);
        await writeAudit(trx, {
          at: now,
          actor: actor.accountId,
          action: 'station.create',
          areaId: station.areaId,
          subject: station.id,
          detail: { name: station.name, url: station.url },
        });
        return null;
      });
      if (before) return before.kind === 'saved' ? json(before.saved, 201) : before;
      return json(station, 201);
    },
  });
}

const WRONG_LEVEL = problem(
  422,
  'wrong_level',
  'Đài tiếp âm phải thuộc một xã hoặc thôn, làng để có người duyệt. Hãy chọn lại địa bàn.',
);

function list({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/stations',
    tag: 'stations',
    summary: 'List the stations at or below an area, by name',
    action: 'station.read',
    query: z.strictObject({ area: AreaId.optional(), ...searchQuery, ...listQuery }),
    response: { status: 200, schema: pageOf(Station) },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    handle: ({ actor, query: { area, q, ...page } }) =>
      listAnswer(
        page,
        async (rows) => {
          const found = await listStations(db, { root: area ?? actor.areaId, q }, rows);
          return Promise.all(found.map((station) => withEnd(db, station)));
        },
        ({ name, id }) => ({ key: fold(name), id }),
      ),
  });
}

function read({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/stations/{stationId}',
    tag: 'stations',
    summary: 'One station',
    action: 'station.read',
    params: StationParams,
    response: { status: 200, schema: Station },
    target: ({ params }) => stationTarget(db, params.stationId),
    handle: async ({ subject }) => json(await withEnd(db, subject)),
  });
}

function change({ db, clock, changes }: ApiPorts): Route {
  return defineRoute({
    method: 'patch',
    path: '/stations/{stationId}',
    tag: 'stations',
    summary: 'Change a station; another name, address, hours or fallback voids its approval',
    action: 'station.write',
    params: StationParams,
    body: StationPatch,
    response: { status: 200, schema: Station },
    target: ({ params }) => stationTarget(db, params.stationId),
    version: ({ updatedAt }) => updatedAt,
    async handle({ actor, body, subject: station }) {
      const elsewhere = await fallbackElsewhere(db, station.areaId, body.fallbackBulletinId ?? null);
      if (elsewhere) return elsewhere;
      const now = clock.now();
      const next: Station = { ...station, ...defined(body), updatedAt: now };
      if (saysOtherwise(station, next)) next.grantId = null;
      const { url, ...others } = body;
      // `whoGaveAddress` reads this: whoever sends the address that it has did not give it.
      const newAddress = next.url === station.url ? {} : { url };
      const changed = await db.transaction().execute(async (trx) => {
        if (!(await updateStation(trx, next, station.updatedAt))) return false;
        await writeAudit(trx, {
          at: now,
          actor: actor.accountId,
          action: 'station.change',
          areaId: station.areaId,
          subject: station.id,
          detail: {
            ...others,
            ...newAddress,
            approvalVoided: station.grantId !== null && next.grantId === null,
          },
        });
        return true;
      });
      if (!changed) return STATION_MOVED_ON;
      notifyPlans(changes, await boxesOfStations(db, [station.id]));
      return json(next);
    },
  });
}

function remove({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'delete',
    path: '/stations/{stationId}',
    tag: 'stations',
    summary: 'Remove a station; refused while programmes still carry it',
    action: 'station.write',
    params: StationParams,
    response: { status: 204 },
    target: ({ params }) => stationTarget(db, params.stationId),
    async handle({ actor, subject: station }) {
      const used = await programmesNaming(db, 'station', [station.id]);
      if (used.length > 0) {
        const names = used.map(({ name }) => `“${name}”`).join(', ');
        return problem(
          409,
          'in_use',
          `Đài “${station.name}” còn trong chương trình ${names}. Hãy bỏ mục tiếp âm đó trước.`,
          { programmes: used },
        );
      }
      await db.transaction().execute(async (trx) => {
        await deleteStation(trx, station.id);
        await writeAudit(trx, {
          at: clock.now(),
          actor: actor.accountId,
          action: 'station.remove',
          areaId: station.areaId,
          subject: station.id,
          detail: { name: station.name, url: station.url },
        });
      });
      return empty;
    },
  });
}

async function withEnd(db: Db, station: Station): Promise<Station> {
  const grant = station.grantId === null ? null : await findGrant(db, station.grantId);
  return { ...station, approvedUntil: grant?.validUntil ?? null };
}

/** Whether an approval of the one is not an approval of the other. */
function saysOtherwise(a: Station, b: Station): boolean {
  const said = ({ name, url, hours, fallbackBulletinId }: Station) =>
    JSON.stringify([name.normalize('NFC'), url, hours, fallbackBulletinId]);
  return said(a) !== said(b);
}

/** Why a station of `areaId` cannot fall back on a bulletin: it is heard in all of the area, so it is of there or above. */
async function fallbackElsewhere(
  db: Db,
  areaId: string,
  bulletinId: string | null,
): Promise<ProblemAnswer | null> {
  if (bulletinId === null) return null;
  const bulletin = await findBulletin(db, bulletinId);
  if (!bulletin) return notFound('bản tin dự phòng');
  const chain = await areaChain(db, areaId);
  return chain.some(({ id }) => id === bulletin.areaId) ? null : FALLBACK_ELSEWHERE;
}

const FALLBACK_ELSEWHERE = problem(
  409,
  'fallback_elsewhere',
  'Bản tin dự phòng thuộc địa bàn khác với đài này. Hãy chọn bản tin của chính địa bàn này hoặc của cấp trên.',
);
