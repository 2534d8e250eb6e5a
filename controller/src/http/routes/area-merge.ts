import { type Area, MergeArea, MergedArea, MergePreview } from '@loa/shared/api/areas';
import { AreaId } from '@loa/shared/ids';
import { placeName } from '@loa/shared/place-name';
import { PlaceRules } from '@loa/shared/place-rules';
import { currentArea } from '@loa/shared/trust/areas';
import { z } from 'zod';
import { areaChain, findArea } from '../../db/areas.js';
import { writeAudit } from '../../db/audit.js';
import { boxIdsAt } from '../../db/boxes.js';
import { calendarAddressSince, removeCalendarAddress } from '../../db/calendar-addresses.js';
import type { Db } from '../../db/database.js';
import {
  hasOwnRules,
  hasStop,
  keptRulesBelow,
  mergeArea,
  moveAccounts,
  whatMoves,
} from '../../db/merge-area.js';
import { outlinesOf } from '../../db/outlines.js';
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
  const refused = mayNotMerge(old, into);
  if (refused) return refused;
  if (await hasStop(db, old.id, at)) return stopped(old);
  const parts = await keptRulesBelow(db, old.id);
  return parts.every(({ kept }) => PlaceRules.safeParse(kept.rules).success) ? null : tooManyRules(old);
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
        for (const subject of await moveAccounts(trx, old.id, into.id)) {
          await writeAudit(trx, {
            ...{ at, actor: actor.accountId, action: 'account.change', areaId: into.id, subject },
            detail: {
              before: { areaId: old.id },
              after: { areaId: into.id },
              reason: `${placeName(old)} sáp nhập vào ${placeName(into)}`,
            },
          });
        }
        if (await removeCalendarAddress(trx, old.id)) {
          await writeAudit(trx, {
            ...{ at, actor: actor.accountId, action: 'calendarAddress.revoke', areaId: old.id },
            ...{ subject: old.id, detail: { reason: `${placeName(old)} sáp nhập vào ${placeName(into)}` } },
          });
        }
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

function tooManyRules(old: Area): ProblemAnswer {
  return problem(
    409,
    'too_many_rules',
    `Giờ im lặng và nơi cần yên tĩnh của ${placeName(old)}, cộng với của từng cụm loa ở đó, nhiều hơn mức hệ thống giữ được. Hãy bớt những mục trùng nhau rồi sáp nhập.`,
  );
}

/** A village's merger is signed from the web; the boxes of a commune that goes follow a list of their own. */
function rosterBehind(old: Area): string {
  const place = placeName(old);
  return old.level === 'village'
    ? `Danh sách người duyệt của xã chưa ghi việc sáp nhập, nên bộ thu chưa tin các chữ ký duyệt riêng cho ${place} và có thể im. Sáp nhập xong, hãy gửi ngay yêu cầu “Ghi việc sáp nhập” để những người được giao ký.`
    : `Danh sách người duyệt của hai xã chưa ghi việc sáp nhập, nên bộ thu chưa tin các chữ ký duyệt cho ${place} và có thể im. Trước khi sáp nhập, hãy nhờ người giữ khóa gốc của hệ thống ký danh sách mới cho cả hai xã.`;
}

async function warningsOf(db: Db, old: Area, into: Area) {
  const warnings: { code: string; message: string }[] = [];
  const commune = (await areaChain(db, old.id)).find(({ level }) => level === 'commune');
  const roster = commune ? (await rosterInForce(db, commune.id))?.roster : undefined;
  if (roster && currentArea(old.id, roster.successors) !== into.id) {
    warnings.push({
      code: 'roster_behind',
      message: rosterBehind(old),
    });
  }
  if (hasOwnRules(old)) {
    const parts = old.level === 'village' ? 'từng cụm loa' : 'từng thôn, làng';
    warnings.push({
      code: 'rules_kept',
      message: `Khung giờ và quy định riêng của ${placeName(old)} vẫn giữ cho loa ở đó, ghi vào ${parts}; ngoài ra theo ${placeName(into)}. Hãy xem lại, nơi nào không còn cần thì bỏ.`,
    });
  }
  if ((await calendarAddressSince(db, old.id)) !== null) {
    warnings.push({
      code: 'calendar_ends',
      message: `Điện thoại đang theo dõi lịch của ${placeName(old)} sẽ không nhận lịch nữa. Sáp nhập xong, hãy cấp cho bà con địa chỉ lịch của ${placeName(into)}.`,
    });
  }
  const outlined = await outlinesOf(db, [old.id, into.id]);
  if (outlined.size > 0) {
    warnings.push({
      code: 'outline_behind',
      message: `Đường ranh trên bản đồ của ${placeName(into)} chưa gồm ${placeName(old)}. Hãy nhập đường ranh mới ở trang của ${placeName(into)}.`,
    });
  }
  return warnings;
}
