import { readFile } from 'node:fs/promises';
import { AppliedImport, type ImportKind, ImportPreview } from '@loa/shared/api/imports';
import { AreaId, Id, newId } from '@loa/shared/ids';
import { HOUR } from '@loa/shared/instant';
import { z } from 'zod';
import { findArea } from '../../db/areas.js';
import { writeAudit } from '../../db/audit.js';
import { boxIdsAt } from '../../db/boxes.js';
import { findPreview, insertPreview, markApplied } from '../../db/import-previews.js';
import { listWorld } from '../../db/list-world.js';
import { FIELDS, type Field } from '../../sources/lists/fields.js';
import { findTable, type Table } from '../../sources/lists/find-table.js';
import { countOutcomes, planImport } from '../../sources/lists/plan-import.js';
import type { PlannedRow } from '../../sources/lists/planned-rows.js';
import { notifyPlans } from '../affected-boxes.js';
import { json, notFound, type ProblemAnswer, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { applyAction } from '../apply-import.js';
import type { Action } from '../authorise.js';
import { defineRoute, type Route, target } from '../route.js';

/** A preview waits so long to be applied. */
const PREVIEW_LIFE_MS = 2 * HOUR;
const MOST_ROWS = 5_000;

/** Who may bring in which list: whoever may make such things one by one. */
const MAY: Readonly<Record<ImportKind, Action>> = {
  areas: 'area.write',
  clusters: 'cluster.write',
  sims: 'box.write',
};
const WHAT: Readonly<Record<ImportKind, string>> = {
  areas: 'tên thôn, làng',
  clusters: 'thôn và cụm loa',
  sims: 'số SIM',
};

/** Lists of villages, clusters and SIMs from Excel: looked at first, then applied together. */
export function createImportRoutes(ports: ApiPorts): Route[] {
  const kinds = ['areas', 'clusters', 'sims'] as const;
  return kinds.flatMap((kind) => [preview(ports, kind), apply(ports, kind)]);
}

function preview({ db, clock, random, excel }: ApiPorts, kind: ImportKind): Route {
  return defineRoute({
    method: 'post',
    path: `/imports/${kind}`,
    tag: 'imports',
    summary: `Look at an Excel list of ${kind}: what each row would change, what is wrong with it; nothing is changed`,
    action: MAY[kind],
    query: z.strictObject({ area: AreaId.optional() }),
    upload: true,
    response: { status: 201, schema: ImportPreview },
    async target({ actor, query }) {
      const area = await findArea(db, query.area ?? actor.areaId);
      return area ? target([area.id], area) : notFound('địa bàn');
    },
    async handle({ actor, file, subject: area }) {
      if (!file) return problem(400, 'no_file', 'Chưa có tệp nào được gửi lên. Hãy chọn một tệp Excel.');
      const read = await excel.read(await readFile(file.path));
      if (!read.ok) return unreadable(read.reason);
      const table = findTable(read.sheets, kind);
      if (!table) return noTable(kind);
      if (table.rows.length > MOST_ROWS) return tooManyRows(table.rows.length);
      const rows = planImport(kind, table, await listWorld(db, area));
      const now = clock.now();
      const record = {
        ...{ id: newId('import', random), accountId: actor.accountId, areaId: area.id, kind },
        fileName: file.originalName.normalize('NFC').slice(0, 200),
        doc: JSON.stringify({ table, outcomes: rows.map(({ outcome }) => outcome) }),
        ...{ createdAt: now, expiresAt: now + PREVIEW_LIFE_MS, appliedAt: null },
      };
      await insertPreview(db, record);
      const { id, fileName, expiresAt } = record;
      return json(
        {
          ...{ id, kind, areaId: area.id, fileName, expiresAt, sheet: table.sheet },
          headers: table.headers.map(({ written, field }) => ({ written, takenFor: labelOf(kind, field) })),
          rows: rows.map(({ action: _, ...row }) => row),
          counts: countOutcomes(rows),
        },
        201,
      );
    },
  });
}

const Stored = z.object({
  table: z.custom<Table>((value) => typeof value === 'object' && value !== null),
  outcomes: z.array(z.enum(['create', 'change', 'same', 'bad'])),
});

function apply({ db, clock, random, changes, log }: ApiPorts, kind: ImportKind): Route {
  return defineRoute({
    method: 'post',
    path: `/imports/${kind}/{importId}/apply`,
    tag: 'imports',
    summary: 'Apply all good rows of a list that was looked at, together or not at all',
    action: MAY[kind],
    params: z.object({ importId: Id }),
    response: { status: 200, schema: AppliedImport },
    async target({ actor, params }) {
      const asked = { id: params.importId, accountId: actor.accountId, kind, now: clock.now() };
      const found = await findPreview(db, asked);
      return found ? target([found.areaId], found) : notFound('danh sách đã xem trước');
    },
    async handle({ actor, subject: stored }) {
      if (stored.appliedAt !== null) return APPLIED;
      const { table, outcomes } = Stored.parse(JSON.parse(stored.doc));
      const now = clock.now();
      const done = await db.transaction().execute(async (trx): Promise<PlannedRow[] | ProblemAnswer> => {
        const area = await findArea(trx, stored.areaId);
        if (!area) return notFound('địa bàn');
        const rows = planImport(kind, table, await listWorld(trx, area));
        // Somebody changed the places since the list was looked at: another look, not a surprise.
        if (rows.some(({ outcome }, index) => outcome !== outcomes[index])) return CHANGED;
        if (!(await markApplied(trx, stored.id, now))) return APPLIED;
        const by = { trx, random, actor: actor.accountId, now, importId: stored.id };
        for (const { action } of rows) if (action) await applyAction(action, by);
        await writeAudit(trx, {
          ...{ at: now, actor: actor.accountId, action: 'import.apply', areaId: area.id, subject: stored.id },
          detail: { kind, fileName: stored.fileName, ...countOutcomes(rows) },
        });
        return rows;
      });
      if (!Array.isArray(done)) return done;
      const { create, change, same, bad } = countOutcomes(done);
      log.info({ kind, create, change, bad }, 'A list was imported.');
      if (kind !== 'sims')
        notifyPlans(changes, await boxIdsAt(db, { areaIds: [stored.areaId], clusterIds: [] }));
      return json({ id: stored.id, kind, created: create, changed: change, same, left: bad });
    },
  });
}

const CHANGED = problem(
  409,
  'changed_meanwhile',
  'Địa bàn đã có thay đổi từ lúc xem trước. Hãy gửi lại tệp để xem trước lần nữa.',
);
const APPLIED = problem(409, 'already_applied', 'Danh sách này đã được nhập rồi.');

function unreadable(reason: 'not_excel' | 'too_large' | 'timeout'): ProblemAnswer {
  switch (reason) {
    case 'not_excel':
      return problem(
        415,
        'not_excel',
        'Tệp này không phải Excel (.xlsx). Hãy mở bằng Excel rồi lưu lại dạng .xlsx.',
      );
    case 'too_large':
      return problem(
        413,
        'too_large',
        'Tệp Excel quá lớn. Hãy bỏ hình ảnh, trang thừa, hoặc chia làm nhiều tệp.',
      );
    case 'timeout':
      return problem(503, 'timeout', 'Đọc tệp quá lâu nên đã dừng. Hãy chia danh sách làm nhiều tệp nhỏ.');
  }
}

function noTable(kind: ImportKind): ProblemAnswer {
  return problem(
    422,
    'no_table',
    `Không tìm thấy bảng có cột ${WHAT[kind]}. Hãy đặt tên cột ở dòng đầu, hoặc tải mẫu về rồi điền.`,
  );
}

function tooManyRows(rows: number): ProblemAnswer {
  return problem(
    422,
    'too_many_rows',
    `Danh sách có ${rows} dòng, quá ${MOST_ROWS}. Hãy chia làm nhiều tệp.`,
  );
}

function labelOf(kind: ImportKind, field: Field | null): string | null {
  return FIELDS[kind].find((spec) => spec.field === field)?.label ?? null;
}
