import type { RosterRequest } from '@loa/shared/api/roster-requests';
import { InvariantError } from '@loa/shared/errors';
import { Roster } from '@loa/shared/messages/roster';
import { placeName } from '@loa/shared/place-name';
import { rosterSigners, rosterSignersNeeded } from '@loa/shared/trust/check-roster';
import { parsePayload } from '@loa/shared/trust/envelope';
import { rosterDiff } from '@loa/shared/trust/roster-diff';
import { kidOf } from '@loa/shared/trust/signing';
import { listAreas } from '../db/areas.js';
import type { Db } from '../db/database.js';
import type { RosterRequestRecord } from '../db/roster-requests.js';
import { rosterInForce } from '../db/rosters.js';
import { problem } from './answer.js';

/** The next roster as it would be signed. */
export function rosterOf(request: RosterRequestRecord): Roster {
  const opened = parsePayload(Buffer.from(request.payload, 'base64url'), request.cty, Roster, '');
  if (!opened.ok) throw new InvariantError(`The request ${request.id} cannot be read: ${opened.detail}`);
  return opened.payload;
}

/** Whether a request still waits; why not, where it does not. */
export function stateOf(
  { state, expiresAt, baseVersion }: RosterRequestRecord,
  current: Roster | null,
  now: number,
): RosterRequest['state'] {
  if (state !== 'open') return state;
  // Somebody else's change came first: signing this one would undo it.
  if ((current?.version ?? 0) !== baseVersion) return 'stale';
  return expiresAt <= now ? 'expired' : 'open';
}

/** A request as its readers see it; the differences come from the very bytes that are signed. */
export async function describeRequest(
  db: Db,
  request: RosterRequestRecord,
  now: number,
): Promise<RosterRequest> {
  const current = (await rosterInForce(db, request.communeId))?.roster ?? null;
  const state = stateOf(request, current, now);
  const signers = rosterSigners(request.communeId, current);
  const kids = request.signatures.flatMap((entry) => kidOf(entry) ?? []);
  const signed = [...new Set(kids.flatMap((kid) => signers.get(kid)?.personId ?? []))];
  const waiting = new Set([...signers.values()].map(({ personId }) => personId));
  for (const personId of signed) waiting.delete(personId);
  const names = new Map((await listAreas(db, request.communeId)).map((area) => [area.id, placeName(area)]));
  // Of what was signed already, the roster in force is the outcome: there is nothing left to compare.
  const diff = state === 'open' || state === 'expired' ? current : null;
  return {
    ...{ id: request.id, communeId: request.communeId, change: request.asked, reason: request.reason, state },
    diff: diff ? rosterDiff(diff, rosterOf(request), (id) => names.get(id) ?? id) : [],
    ...{ version: request.version, baseVersion: request.baseVersion, signers: signed },
    signedByRoot: kids.some((kid) => !signers.has(kid)),
    needs: rosterSignersNeeded(current),
    maySign: [...waiting].map((personId) => ({ personId, name: nameOf(current, personId) })),
    ...{ payload: request.payload, cty: request.cty, createdBy: request.createdBy },
    ...{ createdAt: request.createdAt, expiresAt: request.expiresAt, closedAt: request.closedAt },
  };
}

function nameOf(roster: Roster | null, personId: string): string {
  return roster?.people.find((person) => person.personId === personId)?.name ?? personId;
}

export const REQUEST_CLOSED = problem(
  409,
  'request_closed',
  'Yêu cầu này không còn chờ ký: đã xong, đã bỏ, quá hạn, hoặc danh sách đã đổi sau khi lập. Hãy tải lại trang.',
);
