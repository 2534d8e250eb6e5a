import type { ImportKind } from '@loa/shared/api/imports';
import { PlaybackQuery } from '@loa/shared/api/playbacks';
import { AreaId } from '@loa/shared/ids';
import { z } from 'zod';
import { areaChain, findArea } from '../../db/areas.js';
import { listWorld } from '../../db/list-world.js';
import { logRows } from '../../db/log-rows.js';
import { zoneOf } from '../../db/planning-places.js';
import { civilTime } from '../../planning/calendar/civil-time.js';
import { LOG_COLUMNS, logRow } from '../../reports/log-sheet.js';
import { exportRows } from '../../sources/lists/export-rows.js';
import { FIELDS } from '../../sources/lists/fields.js';
import { notFound, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import type { Action } from '../authorise.js';
import { defineRoute, type Route, target } from '../route.js';
import { playbackFilter, playbackTarget } from './playbacks.js';

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Excel itself opens more, but no clerk reads more. */
const MOST_LINES = 50_000;

const MAY: Readonly<Record<ImportKind, Action>> = {
  areas: 'area.read',
  clusters: 'cluster.read',
  sims: 'box.read',
};
const NAMES: Readonly<Record<ImportKind, string>> = {
  areas: 'Thôn, làng',
  clusters: 'Cụm loa',
  sims: 'SIM',
};

/** Lists as Excel files: those that can be filled in and brought in again, and the log. */
export function createExportRoutes(ports: ApiPorts): Route[] {
  const kinds = ['areas', 'clusters', 'sims'] as const;
  return [...kinds.map((kind) => list(ports, kind)), log(ports)];
}

function list({ db, excel }: ApiPorts, kind: ImportKind): Route {
  return defineRoute({
    method: 'get',
    path: `/exports/${kind}.xlsx`,
    tag: 'imports',
    summary: `The ${kind} of an area as an Excel file that can be filled in and imported again`,
    action: MAY[kind],
    query: z.strictObject({
      area: AreaId.optional(),
      /** Only the headings, to be filled in. */ empty: z.literal('1').optional(),
    }),
    response: { status: 200, contentType: XLSX },
    async target({ actor, query }) {
      const area = await findArea(db, query.area ?? actor.areaId);
      return area ? target([area.id], area) : notFound('địa bàn');
    },
    async handle({ query, subject: area }) {
      const columns = FIELDS[kind].map(({ label }) => ({ header: label, width: 20 }));
      const rows = query.empty ? [] : exportRows(kind, await listWorld(db, area));
      const body = await excel.write({ name: NAMES[kind], columns }, once(rows));
      return {
        kind: 'download',
        contentType: XLSX,
        fileName: `${query.empty ? 'Mẫu ' : ''}${NAMES[kind]} ${area.name}.xlsx`,
        body,
      };
    },
  });
}

async function* once<T>(rows: T) {
  yield rows;
}

function log({ db, excel, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/playbacks/export.xlsx',
    tag: 'playbacks',
    summary: 'The log as an Excel file, with the same filters as the list; at most 50,000 lines',
    action: 'playback.read',
    query: PlaybackQuery.omit({ limit: true, cursor: true }),
    response: { status: 200, contentType: XLSX },
    target: ({ actor, query }) => playbackTarget(db, actor, query),
    async handle({ actor, query, signal }) {
      const root = query.area ?? actor.areaId;
      const filter = playbackFilter(query, root);
      const civil = civilTime(zoneOf(await areaChain(db, root)));
      let lines = 0;
      const rows = async function* () {
        for await (const batch of logRows(db, filter, { most: MOST_LINES + 1, signal })) {
          lines += batch.length;
          yield batch.map((line) => logRow(line, civil));
        }
      };
      const body = await excel.write({ name: 'Nhật ký phát', columns: LOG_COLUMNS }, rows());
      if (lines > MOST_LINES) {
        return problem(
          422,
          'too_many_rows',
          'Nhật ký này có hơn 50.000 dòng. Hãy chọn khoảng ngày ngắn hơn hoặc một thôn rồi xuất lại.',
        );
      }
      const day = civil.dateOf(clock.now());
      return { kind: 'download', contentType: XLSX, fileName: `Nhật ký phát ${day}.xlsx`, body };
    },
  });
}
