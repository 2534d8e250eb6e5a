import type { Random } from '@loa/shared/ports/random';
import { formatCode, newEnrolmentCode } from '@loa/shared/trust/enrolment';
import { writeAudit } from '../db/audit.js';
import { replaceEnrolmentCode } from '../db/boxes.js';
import type { Db } from '../db/database.js';
import { problem } from './answer.js';
import type { ApiPorts } from './api-ports.js';

/** Public parts are short: so many may be taken already before we give up. */
const ATTEMPTS = 20;

export const NO_CODE = problem(503, 'busy', 'Chưa tạo được mã lắp đặt. Hãy thử lại sau ít phút.');

/** Where a box is told to enrol: its own door, else where people open the pages. */
export function serverOfBoxes({ boxServer, publicUrl }: ApiPorts['settings']): string | null {
  return boxServer ?? publicUrl;
}

/** A new one-time code for a box, as people type it; an unused one before it ends. Null when none was free. */
export async function issueCode(
  db: Db,
  asked: { boxId: string; areaId: string; actor: string; at: number; expiresAt: number; random: Random },
): Promise<string | null> {
  const { boxId, areaId, actor, at, expiresAt } = asked;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const fresh = newEnrolmentCode(asked.random);
    if (!(await replaceEnrolmentCode(db, { ...fresh, boxId, expiresAt }))) continue;
    const detail = { codeId: fresh.codeId, expiresAt };
    await writeAudit(db, { at, actor, action: 'box.code', areaId, subject: boxId, detail });
    return formatCode(fresh);
  }
  return null;
}
