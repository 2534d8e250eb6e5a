import type { AccountPatch, Deputy } from '@loa/shared/api/accounts';
import type { Role } from '@loa/shared/api/role';
import { DAY } from '@loa/shared/instant';
import type { z } from 'zod';
import { findAccount } from '../db/accounts.js';
import { areaChain } from '../db/areas.js';
import type { Db } from '../db/database.js';
import { badFields, type ProblemAnswer, problem } from './answer.js';

/** A deputy acts for a leave or a vacancy, not for ever: the dates are looked at again within a year. */
const LONGEST_ACTING_MS = 366 * DAY;

/** Why a deputy cannot be as asked, or null. */
export async function deputyProblem(
  db: Db,
  { role, areaId, deputy }: { role: Role; areaId: string; deputy: Deputy | null },
): Promise<ProblemAnswer | null> {
  if (!deputy) return null;
  if (role !== 'approver') {
    return badFields([{ field: 'deputy', message: 'Chỉ người duyệt mới ký thay (KT.) người khác' }]);
  }
  const { actingFrom, actingUntil } = deputy;
  if (actingUntil <= actingFrom || actingUntil - actingFrom > LONGEST_ACTING_MS) {
    return badFields([
      { field: 'deputy.actingUntil', message: 'Ngày thôi ký thay phải sau ngày bắt đầu, nhiều nhất một năm' },
    ]);
  }
  const principal = await findAccount(db, deputy.deputyFor);
  const above = await areaChain(db, areaId);
  if (
    principal?.role === 'approver' &&
    principal.deputy === null &&
    principal.disabledAt === null &&
    above.some(({ id }) => id === principal.areaId)
  ) {
    return null;
  }
  return problem(
    422,
    'wrong_principal',
    'Người được ký thay phải là người duyệt chính của địa bàn này và còn làm việc. Hãy chọn lại người.',
  );
}

/** What nobody may do to the account they are signed in with: they would shut themselves out, or raise themselves. */
export function ownAccountProblem(patch: z.infer<typeof AccountPatch>): ProblemAnswer | null {
  const touched = patch.role ?? patch.areaId ?? patch.deputy ?? patch.personId;
  return touched === undefined ? null : OWN_ACCOUNT;
}

export const OWN_ACCOUNT = problem(
  409,
  'own_account',
  'Không thể khóa hay đổi vai trò của chính tài khoản đang dùng. Hãy nhờ người quản trị khác.',
);
