import { type Account, HandedOver, Handover } from '@loa/shared/api/accounts';
import { disableAccount } from '../../db/accounts.js';
import { areaChain } from '../../db/areas.js';
import { writeAudit } from '../../db/audit.js';
import type { Db } from '../../db/database.js';
import { handOver, type Moved } from '../../db/handover.js';
import { rosterInForce } from '../../db/rosters.js';
import { OWN_ACCOUNT } from '../account-checks.js';
import { json, type ProblemAnswer, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { type Actor, roleMay } from '../authorise.js';
import { defineRoute, type Route, target } from '../route.js';
import { AccountParams, accountTarget } from './accounts.js';

/** When somebody leaves: the account ends, and what they looked after has a name beside it the same moment. */
export function createHandoverRoutes({ db, clock }: ApiPorts): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/accounts/{accountId}/handover',
      tag: 'accounts',
      summary: 'Disable an account and give its schedules and unfinished items to a colleague, in one step',
      action: 'account.write',
      params: AccountParams,
      body: Handover,
      response: { status: 200, schema: HandedOver },
      async target({ params, body }) {
        const from = await accountTarget(db, params.accountId);
        if (from.kind === 'problem') return from;
        const to = await accountTarget(db, body.to);
        if (to.kind === 'problem') return to;
        return target(from.areas, { from: from.subject, to: to.subject });
      },
      async handle({ actor, body, subject: { from, to } }) {
        if (from.id === actor.accountId) return OWN_ACCOUNT;
        const refused = await cannotTakeOver(db, from, to);
        if (refused) return refused;
        const disabledAt = from.disabledAt ?? clock.now();
        const moved = await db.transaction().execute(async (trx) => {
          const counts = await handOver(trx, from.id, to.id);
          await disableAccount(trx, from.id, disabledAt);
          await writeAudit(trx, {
            ...{ at: clock.now(), actor: actor.accountId, action: 'account.handover', areaId: from.areaId },
            ...{ subject: from.id, detail: { to: to.id, moved: counts, reason: body.reason ?? null } },
          });
          return counts;
        });
        const warnings = [...(await keyWarning(db, from)), ...orphanWarning(moved, to)];
        return json({ account: { ...from, disabledAt }, moved, warnings });
      },
    }),
  ];
}

async function cannotTakeOver(db: Db, from: Account, to: Account): Promise<ProblemAnswer | null> {
  const reaches = (await areaChain(db, from.areaId)).some(({ id }) => id === to.areaId);
  if (from.id !== to.id && reaches && to.disabledAt === null && !to.invited) return null;
  return problem(
    422,
    'wrong_successor',
    `${to.name} chưa nhận bàn giao được: phải là người khác, đang dùng tài khoản, phụ trách cùng địa bàn hoặc rộng hơn. Hãy chọn lại người.`,
  );
}

/** The account is the controller's; the right to approve is the loudspeakers', and ends only by a new signed list. */
async function keyWarning(db: Db, { areaId, personId, name }: Account) {
  const commune = (await areaChain(db, areaId)).find(({ level }) => level === 'commune');
  const stored = personId !== null && commune ? await rosterInForce(db, commune.id) : null;
  const person = stored?.roster.people.find((each) => each.personId === personId);
  if (!person || person.retiredAt !== undefined || person.revokedAt !== undefined) return [];
  const message = `${name} vẫn còn trong danh sách người được duyệt của xã. Hãy lập yêu cầu cho thôi duyệt để loa không nhận chữ ký mới.`;
  return [{ code: 'still_approves', message }];
}

function orphanWarning(moved: Moved, to: Account) {
  const actor: Actor = { accountId: to.id, role: to.role, areaId: to.areaId };
  const schedules = moved.schedules > 0 && !roleMay(actor, 'schedule.write').ok;
  const bulletins = moved.bulletins > 0 && !roleMay(actor, 'bulletin.write').ok;
  if (!schedules && !bulletins) return [];
  const what = schedules ? 'lịch phát' : 'bản tin';
  const message = `Vai trò của ${to.name} không sửa được ${what} vừa nhận. Hãy đổi vai trò hoặc bàn giao lại cho người khác.`;
  return [{ code: 'cannot_change', message }];
}
