import { AuditEntry, Incident } from '@loa/shared/api/logs';
import { pageOf } from '@loa/shared/api/page';
import { AreaId } from '@loa/shared/ids';
import { z } from 'zod';
import { findArea } from '../../db/areas.js';
import { listAudit } from '../../db/audit.js';
import { listIncidents } from '../../db/incident-view.js';
import { json, notFound } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { defineRoute, type Route, target } from '../route.js';

const LogQuery = z.strictObject({
  area: AreaId.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  /** The `next` of the answer before. */
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
});

export function createLogRoutes(ports: ApiPorts): Route[] {
  return [incidents(ports), audit(ports)];
}

function incidents({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/incidents',
    tag: 'logs',
    summary: 'Troubles that the controller noticed, newest first',
    action: 'incident.read',
    query: LogQuery,
    response: { status: 200, schema: pageOf(Incident) },
    async target({ actor, query }) {
      const area = await findArea(db, query.area ?? actor.areaId);
      return area ? target([area.id], area) : notFound('địa bàn');
    },
    async handle({ query, subject: area }) {
      const rows = await listIncidents(db, {
        root: area.id,
        unplaced: area.parentId === null,
        before: before(query.cursor),
        limit: query.limit + 1,
      });
      return json(page(rows, query.limit));
    },
  });
}

function audit({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/audit',
    tag: 'logs',
    summary: 'Who changed what, newest first',
    action: 'audit.read',
    query: LogQuery,
    response: { status: 200, schema: pageOf(AuditEntry) },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    async handle({ actor, query }) {
      const rows = await listAudit(db, {
        root: query.area ?? actor.areaId,
        before: before(query.cursor),
        limit: query.limit + 1,
      });
      return json(page(rows, query.limit));
    },
  });
}

const before = (cursor: string | undefined) => (cursor === undefined ? null : Number(cursor));

function page<T extends { id: number }>(rows: readonly T[], limit: number) {
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? String(items.at(-1)?.id) : null };
}
