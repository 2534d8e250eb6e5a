import { AuditActor, AuditChain, AuditEntry, AuditKind, Incident } from '@loa/shared/api/logs';
import { listQuery, pageOf, searchQuery } from '@loa/shared/api/page';
import { AreaId } from '@loa/shared/ids';
import { keyId } from '@loa/shared/trust/keys';
import { z } from 'zod';
import { accountKey, accountNames, listAccounts } from '../../db/accounts.js';
import { findArea } from '../../db/areas.js';
import { type AuditRecord, listAudit } from '../../db/audit.js';
import { CSV_HEAD, countAudit, exportAudit, toCsv, toJsonLines } from '../../db/audit-export.js';
import { subjectNames } from '../../db/audit-subjects.js';
import { createAuditWatch } from '../../db/audit-watch.js';
import type { Db } from '../../db/database.js';
import { listIncidents } from '../../db/incident-view.js';
import type { ListPage } from '../../db/list-page.js';
import { actionsOf } from '../../planning/answers/audit-kinds.js';
import { auditText } from '../../planning/answers/audit-text.js';
import { json, notFound, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { listAnswer } from '../list-answer.js';
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

/** Of the list and of its export: what is taken away is what was shown. */
const filters = { actor: z.string().min(1).max(64).optional(), kind: AuditKind.optional() };

/** All filters together must hold. Unix milliseconds, from inclusive, to exclusive. */
const AuditQuery = LogQuery.extend({
  ...filters,
  from: z.coerce.number().int().min(0).optional(),
  to: z.coerce.number().int().min(0).optional(),
});

const ExportQuery = z.strictObject({
  area: AreaId.optional(),
  ...filters,
  format: z.enum(['csv', 'jsonl']).default('csv'),
  /** Unix milliseconds. */
  from: z.coerce.number().int().min(0).default(0),
  to: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(Number.MAX_SAFE_INTEGER),
});

/** About 20 MB; whoever needs more asks by months, or `loa audit export`. */
const MAX_EXPORTED = 50_000;

export function createLogRoutes(ports: ApiPorts): Route[] {
  return [incidents(ports), audit(ports), actors(ports), chain(ports), auditExport(ports)];
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
    summary: 'Who changed what, newest first, in words',
    action: 'audit.read',
    query: AuditQuery,
    response: { status: 200, schema: pageOf(AuditEntry) },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    async handle({ actor, query }) {
      const rows = await listAudit(db, {
        root: query.area ?? actor.areaId,
        actions: query.kind && actionsOf(query.kind),
        ...{ actor: query.actor, from: query.from, to: query.to },
        before: before(query.cursor),
        limit: query.limit + 1,
      });
      const { items, next } = page(rows, query.limit);
      return json({ items: await inWords(db, items), next });
    },
  });
}

async function inWords(db: Db, rows: readonly AuditRecord[]): Promise<AuditEntry[]> {
  const nameOf = await accountNames(
    db,
    rows.map(({ actor }) => actor),
  );
  const names = await subjectNames(
    db,
    rows.map(({ subject }) => subject),
  );
  return rows.map((row) => ({
    ...{ ...row, actorName: nameOf(row.actor), what: auditText(row.action) },
    subjectName: names.get(row.subject) ?? nameIn(row.detail),
    reason: textIn(row.detail, 'reason'),
  }));
}

/** What a thing was called when it was written down: it may be gone since. */
function nameIn(detail: AuditRecord['detail']): string | null {
  const told = ['name', 'title', 'label', 'written', 'fileName'].flatMap((key) => textIn(detail, key) ?? []);
  return told[0] ?? null;
}

function textIn(detail: AuditRecord['detail'], key: string): string | null {
  const value = detail[key];
  return typeof value === 'string' && value !== '' ? value : null;
}

function actors({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/audit/actors',
    tag: 'logs',
    summary: 'Whose changes may be chosen: the accounts of an area, by name',
    action: 'audit.read',
    query: z.strictObject({ area: AreaId.optional(), ...searchQuery, ...listQuery }),
    response: { status: 200, schema: pageOf(AuditActor) },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    async handle({ actor, query: { area, q, ...page } }) {
      const found = (rows: ListPage) => listAccounts(db, { root: area ?? actor.areaId, q }, rows);
      const answer = await listAnswer(page, found, accountKey);
      if (answer.kind === 'problem') return answer;
      const { items, next } = answer.body;
      return json({ items: items.map(({ id, name }) => ({ id, name })), next });
    },
  });
}

/** The log is one chain for all places, so this says the same to everybody who may read of changes. */
function chain({ db, clock, keys: { controllerKey } }: ApiPorts): Route {
  const keys = () => new Map([[keyId(controllerKey), controllerKey]]);
  const watch = createAuditWatch({ db, clock, keys });
  return defineRoute({
    method: 'get',
    path: '/audit/chain',
    tag: 'logs',
    summary: 'Whether the log of changes stands as it was written; walks a part of it with each request',
    action: 'audit.read',
    response: { status: 200, schema: AuditChain },
    target: ({ actor }) => target([actor.areaId], null),
    handle: async () => json(await watch.status()),
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
    async handle({ query: { format, actor, kind, from, to }, subject: area }) {
      // What belongs to no place is told to those who answer for all places.
      const root = area.parentId === null ? null : area.id;
      const chosen = { root, actor, actions: kind && actionsOf(kind), from, to };
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
