import type { Logger } from '@loa/shared/ports/logger';
import { areaChain } from '../db/areas.js';
import type { Db } from '../db/database.js';
import { notFound, type ProblemAnswer, problem } from './answer.js';
import { type Action, type Actor, authorise, type Decision } from './authorise.js';
import type { RoutePorts } from './route.js';

/** What somebody who is signed in was refused is written down, for it may be a stolen account that looks around. */
export function noteRefusal(
  log: Pick<Logger, 'warn'>,
  { accountId, role }: Actor,
  asked: { action: Action; areas?: readonly string[] },
  decision: Decision,
): void {
  if (decision.ok || decision.why === 'not_signed_in') return;
  log.warn({ accountId, role, ...asked, why: decision.why }, 'Not allowed');
}

/** Puts authorise to work: areas become chains, a refusal becomes an answer. */
export function createAllow({ db, log }: { db: Db; log: Pick<Logger, 'warn'> }): RoutePorts['allow'] {
  return async (actor, action, { areas, createdBy }) => {
    const places: string[][] = [];
    for (const id of new Set(areas)) {
      const chain = await areaChain(db, id);
      if (chain.length === 0) return notFound('địa bàn');
      places.push(chain.map((area) => area.id));
    }
    const decision = authorise(actor, action, { places, createdBy });
    noteRefusal(log, actor, { action, areas }, decision);
    return refusal(decision);
  };
}

export function refusal(decision: Decision): ProblemAnswer | null {
  if (decision.ok) return null;
  switch (decision.why) {
    case 'not_signed_in':
      return problem(
        401,
        'not_signed_in',
        'Bạn chưa đăng nhập hoặc phiên làm việc đã hết. Hãy đăng nhập lại.',
      );
    case 'second_factor':
      return problem(
        403,
        'second_factor_setup_needed',
        'Vai trò của bạn cần thêm một lớp bảo vệ. Hãy cài mã xác thực hoặc khóa trên máy rồi làm tiếp.',
      );
    case 'not_acting':
      return problem(
        403,
        'not_acting',
        'Bạn chỉ được duyệt thay trong thời gian được giao. Hãy nhờ người quản trị xem lại thời gian ký thay.',
      );
    case 'role':
      return problem(
        403,
        'role_not_allowed',
        'Vai trò của bạn không được làm việc này. Hãy nhờ người quản trị.',
      );
    case 'area':
      return problem(
        403,
        'outside_area',
        'Nơi này không thuộc địa bàn của bạn. Hãy nhờ người phụ trách địa bàn đó.',
      );
    case 'not_own':
      return problem(
        403,
        'not_own',
        'Bản tin này do người khác soạn. Cộng tác viên chỉ sửa được bài của mình.',
      );
  }
}
