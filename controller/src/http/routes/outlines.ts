import { readFile } from 'node:fs/promises';
import { AppliedOutlines, OUTLINE_LIMITS, OutlinePreview, OutlineRow } from '@loa/shared/api/outlines';
import { AreaId, Id, newId } from '@loa/shared/ids';
import { HOUR } from '@loa/shared/instant';
import { z } from 'zod';
import { findArea, livingAreas } from '../../db/areas.js';
import { writeAudit } from '../../db/audit.js';
import { listClusters } from '../../db/clusters.js';
import { findPreview, insertPreview, markApplied } from '../../db/import-previews.js';
import { outlineSizes, putOutline, removeOutline } from '../../db/outlines.js';
import { countOutlines, planOutlines } from '../../sources/outlines/plan-outlines.js';
import { type ReadShapes, readGeoJson } from '../../sources/outlines/read-geojson.js';
import { empty, json, notFound, type ProblemAnswer, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { mergedAway } from '../merged-away.js';
import { defineRoute, type Route, target } from '../route.js';

/** A preview waits so long to be applied. */
const PREVIEW_LIFE_MS = 2 * HOUR;
const KIND = 'outlines' as const;

/** Where areas end: read from a file, looked at, and only then kept. */
export function createOutlineRoutes(ports: ApiPorts): Route[] {
  return [preview(ports), apply(ports), remove(ports)];
}

function preview({ db, clock, random }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/imports/outlines',
    tag: 'imports',
    summary:
      'Look at a GeoJSON file of outlines: whose each shape is, what is wrong with it; nothing is changed',
    action: 'area.write',
    query: z.strictObject({ area: AreaId.optional() }),
    upload: true,
    response: { status: 201, schema: OutlinePreview },
    async target({ actor, query }) {
      const area = await findArea(db, query.area ?? actor.areaId);
      return area ? target([area.id], area) : notFound('địa bàn');
    },
    async handle({ actor, file, subject: root }) {
      if (root.mergedInto !== null) return mergedAway(root);
      if (!file) return problem(400, 'no_file', 'Chưa có tệp nào được gửi lên. Hãy chọn một tệp GeoJSON.');
      if (file.bytes > OUTLINE_LIMITS.bytes) return TOO_LARGE;
      const read = readGeoJson(await readFile(file.path, 'utf8'));
      if (!read.ok) return unreadable(read.why);
      const areas = await livingAreas(db, root.id);
      const clusters = await listClusters(db, root.id);
      const outlined = new Set((await outlineSizes(db, root.id)).keys());
      const rows = planOutlines(read.shapes, { root, areas, clusters, outlined });
      const now = clock.now();
      const record = {
        ...{ id: newId('import', random), accountId: actor.accountId, areaId: root.id, kind: KIND },
        fileName: file.originalName.normalize('NFC').slice(0, 200),
        doc: JSON.stringify(rows),
        ...{ createdAt: now, expiresAt: now + PREVIEW_LIFE_MS, appliedAt: null },
      };
      await insertPreview(db, record);
      const { id, areaId, fileName, expiresAt } = record;
      return json({ id, areaId, fileName, rows, counts: countOutlines(rows), expiresAt }, 201);
    },
  });
}

function apply({ db, clock, log }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/imports/outlines/{importId}/apply',
    tag: 'imports',
    summary: 'Keep all good outlines of a file that was looked at, together or not at all',
    action: 'area.write',
    params: z.object({ importId: Id }),
    response: { status: 200, schema: AppliedOutlines },
    async target({ actor, params }) {
      const asked = { id: params.importId, accountId: actor.accountId, kind: KIND, now: clock.now() };
      const found = await findPreview(db, asked);
      return found ? target([found.areaId], found) : notFound('tệp đã xem trước');
    },
    async handle({ actor, subject: stored }) {
      if (stored.appliedAt !== null) return APPLIED;
      const rows = z.array(OutlineRow).parse(JSON.parse(stored.doc));
      const good = rows.flatMap(({ area, outline, points }) =>
        area && outline ? [{ areaId: area.id, outline, points: points.kept, name: area.name }] : [],
      );
      const at = clock.now();
      const refused = await db.transaction().execute(async (trx): Promise<ProblemAnswer | null> => {
        const here = new Set((await livingAreas(trx, stored.areaId)).map(({ id }) => id));
        // A merger since the file was looked at.
        if (!good.every(({ areaId }) => here.has(areaId))) return CHANGED;
        if (!(await markApplied(trx, stored.id, at))) return APPLIED;
        for (const { name, ...outline } of good) {
          await putOutline(trx, { ...outline, at, by: actor.accountId });
          const { areaId, points } = outline;
          await writeAudit(trx, {
            ...{ at, actor: actor.accountId, action: 'outline.put', areaId, subject: areaId },
            detail: { name, points, fileName: stored.fileName },
          });
        }
        return null;
      });
      if (refused) return refused;
      log.info({ saved: good.length, areaId: stored.areaId }, 'Outlines of areas were kept.');
      return json({ id: stored.id, saved: good.length, left: rows.length - good.length });
    },
  });
}

function remove({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'delete',
    path: '/areas/{areaId}/outline',
    tag: 'areas',
    summary: 'Forget where an area ends',
    action: 'area.write',
    params: z.object({ areaId: AreaId }),
    response: { status: 204 },
    async target({ params }) {
      const area = await findArea(db, params.areaId);
      return area ? target([area.id], area) : notFound('địa bàn');
    },
    async handle({ actor, subject: area }) {
      const had = await db.transaction().execute(async (trx) => {
        if (!(await removeOutline(trx, area.id))) return false;
        await writeAudit(trx, {
          ...{ at: clock.now(), actor: actor.accountId, action: 'outline.remove' },
          ...{ areaId: area.id, subject: area.id, detail: { name: area.name } },
        });
        return true;
      });
      return had ? empty : notFound('đường ranh');
    },
  });
}

const CHANGED = problem(
  409,
  'changed_meanwhile',
  'Địa bàn đã có thay đổi từ lúc xem trước. Hãy gửi lại tệp để xem trước lần nữa.',
);
const APPLIED = problem(409, 'already_applied', 'Tệp này đã được nhập rồi.');
const TOO_LARGE = problem(
  413,
  'too_large',
  'Tệp lớn quá 2 MB. Hãy giản lược đường ranh trong phần mềm bản đồ, hoặc chia làm nhiều tệp.',
);

function unreadable(why: Exclude<ReadShapes, { ok: true }>['why']): ProblemAnswer {
  switch (why) {
    case 'not_json':
      return problem(
        415,
        why,
        'Tệp này không phải GeoJSON. Trong phần mềm bản đồ (QGIS, MapInfo …) hãy xuất lại dạng GeoJSON.',
      );
    case 'topojson':
      return problem(415, why, 'Tệp này là TopoJSON. Hãy xuất lại dạng GeoJSON.');
    case 'not_geojson':
      return problem(
        422,
        why,
        'Tệp không có hình nào theo GeoJSON. Hãy xuất lại dạng GeoJSON (FeatureCollection).',
      );
    case 'no_shapes':
      return problem(422, why, 'Tệp không có hình nào. Hãy chọn lớp ranh giới rồi xuất lại.');
    case 'too_many_shapes':
      return problem(422, why, `Tệp có quá ${OUTLINE_LIMITS.shapes} hình. Hãy xuất riêng xã mình.`);
    case 'too_many_points':
      return problem(
        422,
        why,
        'Tệp có quá 20.000 điểm. Hãy giản lược đường ranh trong phần mềm bản đồ, hoặc xuất từng phần.',
      );
  }
}
