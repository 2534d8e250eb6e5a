import { type Area, MergeArea, MergedArea, MergePreview } from '@loa/shared/api/areas';
import { AreaId } from '@loa/shared/ids';
import { placeName } from '@loa/shared/place-name';
import { NO_RULES } from '@loa/shared/place-rules';
import { currentArea } from '@loa/shared/trust/areas';
import { z } from 'zod';
import { areaChain, findArea } from '../../db/areas.js';
import { writeAudit } from '../../db/audit.js';
import { boxIdsAt } from '../../db/boxes.js';
import type { Db } from '../../db/database.js';
import { accountsAt, hasStop, mergeArea, whatMoves } from '../../db/merge-area.js';
import { rosterInForce } from '../../db/rosters.js';
import { notifyPlans } from '../affected-boxes.js';
import { json, notFound, type ProblemAnswer, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { defineRoute, type Route, target } from '../route.js';

export function createAreaMergeRoutes(ports: ApiPorts): Route[] {
  return [preview(ports), merge(ports)];
}

/** Both places, for whoever may change both. */
async function bothPlaces(db: Db, oldId: string, intoId: string) {
  const [old, into] = [await findArea(db, oldId), await findArea(db, intoId)];
  return old && into ? target([old.id, into.id], { old, into }) : notFound('địa bàn');
}

async function refusalOf(db: Db, { old, into }: { old: Area; into: Area }, at: number) {
  return mayNotMerge(old, into) ?? ((await hasStop(db, old.id, at)) ? stopped(old) : null);
}

function preview({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/areas/{areaId}/merge',
    tag: 'areas',
    summary: 'What a merger would move, what it would leave to be done, or why it would be refused',
    action: 'area.merge',
    params: z.object({ areaId: AreaId }),
    query: MergeArea,
    response: { status: 200, schema: MergePreview },
    target: ({ params, query }) => bothPlaces(db, params.areaId, query.into),
    async handle({ subject: { old, into } }) {
      const refused = await refusalOf(db, { old, into }, clock.now());
      const moves = await whatMoves(db, old.id);
      const warnings = refused ? [] : await warningsOf(db, old, into);
      return json({ area: old, into, ...moves, warnings, refused: refused?.message ?? null });
    },
  });
}

function merge({ db, clock, changes }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/areas/{areaId}/merge',
    tag: 'areas',
    summary:
      'Make a village part of a village, or a commune part of a commune: what lies in it moves, its history stays',
    action: 'area.merge',
    params: z.object({ areaId: AreaId }),
    body: MergeArea,
    response: { status: 200, schema: MergedArea },
    target: ({ params, body }) => bothPlaces(db, params.areaId, body.into),
    async handle({ actor, subject: { old, into } }) {
      const at = clock.now();
      const refused = await refusalOf(db, { old, into }, at);
      if (refused) return refused;
      const warnings = await warningsOf(db, old, into);
      await db.transaction().execute(async (trx) => {
        await mergeArea(trx, old.id, into.id, at);
        for (const areaId of [old.id, into.id]) {
          await writeAudit(trx, {
            at,
            actor: actor.accountId,
            action: 'area.merge',
            areaId,
            subject: old.id,
            detail: { into: into.id, name: old.name, formerParent: old.parentId },
          });
        }
      });
      notifyPlans(changes, await boxIdsAt(db, { areaIds: [into.id], clusterIds: [] }));
      changes.notify({ kind: 'overrides', areaId: into.id });
      const merged = (await findArea(db, old.id)) ?? old;
      return json({ area: merged, into: (await findArea(db, into.id)) ?? into, warnings });
    },
  });
}

function mayNotMerge(old: Area, into: Area): ProblemAnswer | null {
  if (old.id === into.id) {
    return problem(422, 'same_area', 'Không thể sáp nhập một địa bàn vào chính nó. Hãy chọn nơi khác.');
  }
  if (old.mergedInto !== null || into.mergedInto !== null) {
    const name = old.mergedInto !== null ? old.name : into.name;
    return problem(409, 'already_merged', `${name} đã được sáp nhập trước đây. Hãy chọn địa bàn đang dùng.`);
  }
  if (old.level === 'province' || old.level !== into.level) {
    return problem(422, 'wrong_level', 'Chỉ sáp nhập thôn, làng với thôn, làng; xã với xã. Hãy chọn lại.');
  }
  if (old.parentId !== into.parentId) {
    // A box has pinned its commune: one in another would not be believed.
    return problem(
      422,
      'another_parent',
      'Hai nơi không cùng thuộc một địa bàn cấp trên. Hãy sáp nhập cấp trên trước.',
    );
  }
  return null;
}

function stopped({ kind, name }: Area): ProblemAnswer {
  return problem(
    409,
    'stopped',
    `Loa ở ${placeName({ kind, name })} đang bị dừng; sáp nhập sẽ làm loa kêu lại. Hãy mở lại loa hoặc dừng ở nơi mới trước.`,
  );
}

async function warningsOf(db: Db, old: Area, into: Area) {
  const warnings: { code: string; message: string }[] = [];
  const commune = (await areaChain(db, old.id)).find(({ level }) => level === 'commune');
  const roster = commune ? (await rosterInForce(db, commune.id))?.roster : undefined;
  if (roster && currentArea(old.id, roster.successors) !== into.id) {
    warnings.push({
      code: 'roster_behind',
      message: `Danh sách người duyệt của xã chưa ghi việc sáp nhập, nên bộ thu chưa tin các chữ ký duyệt cho ${placeName(old)} và có thể im. Hãy chạy “loa area merge --area ${old.id} --into ${into.id}” với khóa gốc.`,
    });
  }
  const accounts = await accountsAt(db, old.id);
  if (accounts.length > 0) {
    warnings.push({
      code: 'accounts_left',
      message: `Các tài khoản ${accounts.join(', ')} vẫn chỉ thuộc ${placeName(old)}. Hãy lập tài khoản ở ${placeName(into)} cho họ.`,
    });
  }
  if (old.hours !== null || JSON.stringify(old.rules) !== JSON.stringify(NO_RULES)) {
    warnings.push({
      code: 'rules_left',
      message: `Khung giờ và quy định riêng của ${placeName(old)} không còn dùng; từ nay theo ${placeName(into)}. Hãy xem lại giờ phát ở đó.`,
    });
  }
  return warnings;
}
