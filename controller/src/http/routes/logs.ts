import { AuditEntry, Incident } from '@loa/shared/api/logs';
import { pageOf } from '@loa/shared/api/page';
import { AreaId } from '@loa/shared/ids';
import { z } from 'zod';
import { findArea } from '../../db/areas.js';
import { listAudit } from '../../db/audit.js';
import { CSV_HEAD, countAudit, exportAudit, toCsv, toJsonLines } from '../../db/audit-export.js';
import { listIncidents } from '../../db/incident-view.js';
import { json, notFound, problem } from '../answer.js';
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

const ExportQuery = z.strictObject({
  area: AreaId.optional(),
  format: z.enum(['csv', 'jsonl']).default('csv'),
  /** Unix milliseconds. */
  from: z.coerce.number().int().min(0).default(0),
  to: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(Number.MAX_SAFE_INTEGER),
});

/** About 20 MB; whoever needs more asks by months, or `loa audit export`. */
const MAX_EXPORTED = 50_000;

export function createLogRoutes(ports: ApiPorts): Route[] {
  return [incidents(ports), audit(ports), auditExport(ports)];
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

function auditExport({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/audit/export',
    tag: 'logs',
    summary: `Who changed what as CSV or JSON lines, oldest first, at most ${MAX_EXPORTED} rows at a time`,
    action: 'audit.read',
    query: ExportQuery,
    response: { status: 200, contentType: 'text/csv; charset=utf-8' },
    async target({ actor, query }) {
      const area = await findArea(db, query.area ?? actor.areaId);
      return area ? target([area.id], area) : notFound('địa bàn');
    },
    async handle({ query: { format, from, to }, subject: area }) {
      // What belongs to no place is told to those who answer for all places.
      const chosen = { root: area.parentId === null ? null : area.id, from, to };
      const rows = await countAudit(db, chosen);
      if (rows > MAX_EXPORTED) {
        const words = `Có ${rows} dòng, nhiều hơn ${MAX_EXPORTED} dòng một lần. Hãy chọn khoảng thời gian ngắn hơn.`;
        return problem(422, 'too_many_rows', words, { rows });
      }
      const csv = format === 'csv';
      let body = csv ? CSV_HEAD : '';
      for await (const page of exportAudit(db, chosen)) body += csv ? toCsv(page) : toJsonLines(page);
      const contentType = csv ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8';
      return { kind: 'text', contentType, body };
    },
  });
}

const before = (cursor: string | undefined) => (cursor === undefined ? null : Number(cursor));

function page<T extends { id: number }>(rows: readonly T[], limit: number) {
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? String(items.at(-1)?.id) : null };
}
