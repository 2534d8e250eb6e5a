import { Contact, PutContact } from '@loa/shared/api/contact';
import {
  BoxEvent,
  Fleet,
  FleetView,
  PutSim,
  Sim,
  SimRow,
  type Trouble,
  Troubles,
} from '@loa/shared/api/fleet';
import { listQuery, pageOf, searchQuery } from '@loa/shared/api/page';
import { AreaId, BoxId, Id } from '@loa/shared/ids';
import { z } from 'zod';
import { writeAudit } from '../../db/audit.js';
import { eventsOfBox } from '../../db/box-events.js';
import { findCluster } from '../../db/clusters.js';
import { findContact, findSim, putContact, putSim } from '../../db/fleet.js';
import { lostByBox } from '../../db/today.js';
import { json, notFound } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { isSilent } from '../box-trouble.js';
import { placedRows, viewCounts, villagesOf } from '../fleet-list.js';
import { fleetOf, simKey, simsOf } from '../fleet-rows.js';
import { wholeListAnswer } from '../list-answer.js';
import { defineRoute, type Route, target } from '../route.js';
import { startOfToday } from '../start-of-today.js';
import { troubleKey, troublesOf } from '../troubles.js';
import { boxTarget } from './boxes.js';

const AreaQuery = z.strictObject({
  area: AreaId.optional(),
  /** This one alone. */
  box: BoxId.optional(),
  ...listQuery,
});

/** The loudspeakers as staff see them: one table, their SIMs, whom to call, what is wrong now, what happened. */
export function createFleetRoutes(ports: ApiPorts): Route[] {
  return [
    fleet(ports),
    troubles(ports),
    sims(ports),
    readSim(ports),
    changeSim(ports),
    readContact(ports),
    changeContact(ports),
    events(ports),
  ];
}

function fleet({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/fleet',
    tag: 'fleet',
    summary:
      'The loudspeakers at or below an area by village, whatever needs somebody first: health in words, SIM, contact',
    action: 'box.read',
    query: AreaQuery.extend({
      view: FleetView.default('all'),
      cluster: Id.optional(),
      ...searchQuery,
    }),
    response: { status: 200, schema: Fleet },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    async handle({ actor, query: { area, limit, cursor, ...filter } }) {
      const { items, counts } = await fleetOf(db, area ?? actor.areaId, clock.now());
      const found = placedRows(items, filter);
      const answer = await wholeListAnswer({ limit, cursor }, found, ({ at }) => at);
      if (answer.kind === 'problem') return answer;
      const rows = answer.body.items.map(({ row }) => row);
      const { next } = answer.body;
      return json({ items: rows, next, counts, views: viewCounts(items), villages: villagesOf(rows, found) });
    },
  });
}

function troubles({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/troubles',
    tag: 'fleet',
    summary: 'What is wrong now: one sentence, one remedy, whom to call, and a lost playback to ask about',
    action: 'box.read',
    query: AreaQuery.extend({
      /** `true`: what nobody has to mend. */
      open: z.enum(['true', 'false']).default('false'),
    }),
    response: { status: 200, schema: Troubles },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    async handle({ actor, query: { area, box, open, ...asked } }) {
      const root = area ?? actor.areaId;
      const now = clock.now();
      const since = await startOfToday(db, root, now);
      const lost = await lostByBox(db, { root, since, now });
      const all = troublesOf(await fleetOf(db, root, now), lost);
      const isOpen = ({ repair }: Trouble) => repair === null;
      const found = all.filter(
        (each) => (box === undefined || each.boxId === box) && (open === 'false' || isOpen(each)),
      );
      const answer = await wholeListAnswer(asked, found, troubleKey);
      if (answer.kind === 'problem') return answer;
      const silent = all.filter(({ condition }) => isSilent(condition)).length;
      return json({ ...answer.body, counts: { all: all.length, silent, open: all.filter(isOpen).length } });
    },
  });
}

function sims({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/sims',
    tag: 'fleet',
    summary: 'SIMs of boxes in use, those that end first before the others; `within`: only so many days',
    action: 'box.read',
    query: z.strictObject({
      area: AreaId.optional(),
      within: z.coerce.number().int().min(0).max(3650).optional(),
      ...listQuery,
    }),
    response: { status: 200, schema: pageOf(SimRow) },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    async handle({ actor, query: { area, within, ...asked } }) {
      const sims = simsOf(await fleetOf(db, area ?? actor.areaId, clock.now()), within ?? null);
      return wholeListAnswer(asked, sims, simKey);
    },
  });
}

const NO_SIM = { number: null, operator: null, expiresOn: null, note: null };
const BoxParams = z.object({ boxId: BoxId });

function readSim({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/boxes/{boxId}/sim',
    tag: 'fleet',
    summary: 'The SIM in a box, as staff wrote it down',
    action: 'box.read',
    params: BoxParams,
    response: { status: 200, schema: Sim },
    target: ({ params }) => boxTarget(db, params.boxId),
    handle: async ({ subject }) => json((await findSim(db, subject.id)) ?? NO_SIM),
  });
}

function changeSim({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'put',
    path: '/boxes/{boxId}/sim',
    tag: 'fleet',
    summary: 'Write down number, operator and last day of the SIM in a box',
    action: 'box.write',
    params: BoxParams,
    body: PutSim,
    response: { status: 200, schema: Sim },
    target: ({ params }) => boxTarget(db, params.boxId),
    async handle({ actor, body, subject: box }) {
      const at = clock.now();
      await db.transaction().execute(async (trx) => {
        await putSim(trx, box.id, body, at);
        await writeAudit(trx, {
          ...{ at, actor: actor.accountId, action: 'sim.change' },
          ...{ areaId: box.areaId, subject: box.id, detail: body },
        });
      });
      return json(body);
    },
  });
}

const ClusterParams = z.object({ clusterId: Id });

function readContact({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/clusters/{clusterId}/contact',
    tag: 'fleet',
    summary: 'Whom to call about a cluster',
    action: 'cluster.read',
    params: ClusterParams,
    response: { status: 200, schema: Contact },
    target: ({ params }) => clusterTarget(db, params.clusterId),
    handle: async ({ subject }) => json((await findContact(db, subject.id)) ?? { name: null, phone: null }),
  });
}

function changeContact({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'put',
    path: '/clusters/{clusterId}/contact',
    tag: 'fleet',
    summary: 'Write down whom to call about a cluster: the village head',
    action: 'cluster.write',
    params: ClusterParams,
    body: PutContact,
    response: { status: 200, schema: Contact },
    target: ({ params }) => clusterTarget(db, params.clusterId),
    async handle({ actor, body, subject: cluster }) {
      const at = clock.now();
      await db.transaction().execute(async (trx) => {
        await putContact(trx, cluster.id, body, at);
        await writeAudit(trx, {
          ...{ at, actor: actor.accountId, action: 'contact.change' },
          ...{ areaId: cluster.areaId, subject: cluster.id, detail: body },
        });
      });
      return json(body);
    },
  });
}

async function clusterTarget(db: ApiPorts['db'], id: string) {
  const cluster = await findCluster(db, id);
  return cluster ? target([cluster.areaId], cluster) : notFound('cụm loa');
}

function events({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/boxes/{boxId}/events',
    tag: 'fleet',
    summary: 'What happened to a box, newest first: people’s changes, troubles, its own words',
    action: 'incident.read',
    params: BoxParams,
    query: z.strictObject({
      /** What happened in one and the same millisecond is not parted: an answer may hold more. */
      limit: z.coerce.number().int().min(1).max(200).default(50),
      /** The `next` of the answer before: events before this instant. */
      before: z.coerce.number().int().min(0).optional(),
    }),
    response: {
      status: 200,
      schema: z.object({ items: z.array(BoxEvent), next: z.int().nullable() }),
    },
    target: ({ params }) => boxTarget(db, params.boxId),
    async handle({ query, subject }) {
      const page = { before: query.before ?? null, limit: query.limit };
      const items = await eventsOfBox(db, { id: subject.id, name: subject.name }, page);
      return json({ items, next: items.length < query.limit ? null : (items.at(-1)?.at ?? null) });
    },
  });
}
