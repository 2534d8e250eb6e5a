import type { Selectable } from 'kysely';
import { accountNames } from './accounts.js';
import { belowQuery } from './areas.js';
import type { Db } from './database.js';
import type { AuditTable } from './schema-audit.js';
import { turn } from './turn.js';

/** A row as exported, with what its hash needs (audit-chain.ts) and its actor's name. */
export interface ExportedRow {
  id: number;
  at: number;
  actor: string;
  actorName: string;
  action: string;
  areaId: string | null;
  subject: string;
  detail: unknown;
  prev: string;
  hash: string;
}

export interface ExportQuery {
  /** This area and below; null: everything, also what belongs to no place. */
  root: string | null;
  actor?: string | undefined;
  /** Any of these; where absent, any at all. */
  actions?: readonly string[] | undefined;
  /** Unix milliseconds, from inclusive, to exclusive. */
  from: number;
  to: number;
}

/** A few milliseconds of the one thread that the broker lives in. */
const PAGE = 500;

export async function countAudit(db: Db, query: ExportQuery): Promise<number> {
  const row = await chosen(db, query)
    .select((eb) => eb.fn.countAll<number>().as('rows'))
    .executeTakeFirstOrThrow();
  return Number(row.rows);
}

/** Oldest first, in pages, so that nothing else waits while a long log is read. */
export async function* exportAudit(db: Db, query: ExportQuery): AsyncGenerator<ExportedRow[]> {
  let after = 0;
  for (;;) {
    const rows = await chosen(db, query)
      .where('id', '>', after)
      .selectAll()
      .orderBy('id')
      .limit(PAGE)
      .execute();
    const nameOf = await accountNames(
      db,
      rows.map(({ actor }) => actor),
    );
    if (rows.length > 0) yield rows.map((row) => exported(row, nameOf));
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.id ?? after;
    await turn();
  }
}

function chosen(db: Db, { root, actor, actions, from, to }: ExportQuery) {
  let rows = db.selectFrom('audit').where('at', '>=', from).where('at', '<', to);
  if (actor !== undefined) rows = rows.where('actor', '=', actor);
  if (actions !== undefined) rows = rows.where('action', 'in', [...actions]);
  return root === null ? rows : rows.where('area_id', 'in', belowQuery(db, root));
}

function exported(
  { area_id: areaId, detail, ...row }: Selectable<AuditTable>,
  nameOf: (id: string) => string,
): ExportedRow {
  const { id, at, actor, action, subject, prev, hash } = row;
  const said = { id, at, actor, actorName: nameOf(actor), action, areaId, subject };
  return { ...said, detail: JSON.parse(detail) as unknown, prev, hash };
}

/** One JSON text a line. */
export function toJsonLines(rows: readonly ExportedRow[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** The byte order mark tells Excel that Vietnamese follows. */
export const CSV_HEAD =
  '\uFEFFSố,Thời điểm,Tài khoản,Người làm,Việc,Địa bàn,Đối tượng,Chi tiết,Dấu của dòng trước,Dấu của dòng\r\n';

/** RFC 4180. A cell that a spreadsheet would take for a formula is written as text. */
export function toCsv(rows: readonly ExportedRow[]): string {
  return rows
    .map(({ id, at, actor, actorName, action, areaId, subject, detail, prev, hash }) =>
      [
        id,
        new Date(at).toISOString(),
        actor,
        actorName,
        action,
        areaId ?? '',
        subject,
        JSON.stringify(detail),
        prev,
        hash,
      ]
        .map(cell)
        .join(','),
    )
    .map((line) => `${line}\r\n`)
    .join('');
}

function cell(value: string | number): string {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
