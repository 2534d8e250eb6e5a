import { ApprovalInbox, RETURN_REASONS, type WaitingApproval } from '@loa/shared/api/approvals';
import { listQuery } from '@loa/shared/api/page';
import { AreaId, Id } from '@loa/shared/ids';
import { z } from 'zod';
import { accountNames } from '../../db/accounts.js';
import { authorMayApprove } from '../../db/approval-rules.js';
import { areaChain } from '../../db/areas.js';
import type { Db } from '../../db/database.js';
import type { FirstAirView } from '../../db/first-air-view.js';
import { inOrderOf } from '../../db/list-page.js';
import { zoneOf } from '../../db/planning-places.js';
import { type WaitingRow, waitingVariants } from '../../db/waiting-approvals.js';
import { type CivilTime, civilTime } from '../../planning/calendar/civil-time.js';
import { json } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { endingText, URGENCY_ORDER, urgencyOf, urgencyText } from '../approval-urgency.js';
import { RENEW_MS } from '../approving.js';
import type { Actor } from '../authorise.js';
import { cursorText, pageFrom, readTextCursor, type TextCursor } from '../cursor.js';
import { behindIn } from '../list-answer.js';
import { defineRoute, type Route, target } from '../route.js';
import { signedSoFar } from '../signed-so-far.js';
import { AT_ONCE, airsOf, isMissed } from '../waiting-airs.js';

const NO_AIRS = { next: null, late: false };

/** What waits for approval, the most urgent first. */
export function createApprovalInboxRoutes({ db, clock }: ApiPorts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/approvals',
      tag: 'bulletins',
      summary: 'What waits for approval by urgency: when it would first be heard, and what sounds without it',
      action: 'approval.read',
      query: z.strictObject({
        area: AreaId.optional(),
        /** These alone, separated by commas: one, or a set that somebody has signed. */
        variant: z
          .string()
          .max(100 * 65)
          .transform((text) => text.split(','))
          .pipe(z.array(Id).max(100))
          .optional(),
        /** Only what stands in a slot of it. */
        programme: Id.optional(),
        ...listQuery,
      }),
      response: { status: 200, schema: ApprovalInbox },
      target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
      async handle({ actor, query }) {
        const read = readTextCursor(query.cursor);
        if (!read.ok) return read.problem;
        const root = query.area ?? actor.areaId;
        const round = roundOf(read.cursor);
        const now = clock.now();
        const rows = await waitingVariants(
          db,
          { root, variantIds: query.variant, programmeId: query.programme, endingBy: now + RENEW_MS },
          { offset: round * AT_ONCE, limit: AT_ONCE + 1 },
        );
        const first = rows.slice(0, AT_ONCE);
        const view = await airsOf(db, first, now);
        const looked = first.filter((row) => isMissed(row, view));
        const civil = civilTime(zoneOf(await areaChain(db, root)));
        const place = (row: WaitingRow) => placeOf(row, round, { view, civil, now });
        const { limit } = query;
        const found = behindIn(inOrderOf(looked, place), { after: read.cursor, limit: limit + 1 }, place);
        const page = pageFrom(found, limit, place);
        return json({
          items: await described(db, page.items, { actor, view, civil, now }),
          next: page.next ?? (rows.length > AT_ONCE ? cursorText({ key: String(round + 1), id: '-' }) : null),
          reasons: [...RETURN_REASONS],
        });
      },
    }),
  ];
}

/** Which rows a page is of: those that wait longest are sorted first, then the next of them. */
function roundOf(cursor: TextCursor | null): number {
  const [round] = /^\d{1,6}(?= |$)/.exec(cursor?.key ?? '') ?? [];
  return Number(round ?? 0);
}

interface Seen {
  actor: Actor;
  view: FirstAirView;
  civil: CivilTime;
  now: number;
}

async function described(
  db: Db,
  rows: readonly WaitingRow[],
  { actor, view, civil, now }: Seen,
): Promise<WaitingApproval[]> {
  const nameOf = await accountNames(
    db,
    rows.flatMap(({ createdBy, variant }) => [createdBy, variant.submittedBy ?? createdBy]),
  );
  const items: WaitingApproval[] = [];
  for (const { variant, createdBy, columnName: _, ...row } of rows) {
    const airs = view.airs.get(variant.id) ?? NO_AIRS;
    items.push({
      ...{ ...row, variant, language: variant.language, bulletinId: variant.bulletinId },
      createdByName: nameOf(createdBy),
      submittedByName: variant.submittedBy === null ? null : nameOf(variant.submittedBy),
      submittedAt: variant.updatedAt,
      ...(await byThisPerson(db, actor, { createdBy, variant, now, ...row })),
      urgency: urgencyOf(airs, civil, now),
      firstAir: airs.next && {
        ...airs.next,
        scheduleName: view.scheduleNames.get(airs.next.scheduleId) ?? '',
      },
      text: row.endsAt === null ? urgencyText(airs, civil, now) : endingText(row.endsAt, airs, civil),
    });
  }
  return items;
}

/** Whether this person may approve it, and what others have signed already. */
async function byThisPerson(
  db: Db,
  actor: Actor,
  { areaId, createdBy, variant, title, now }: Omit<WaitingRow, 'columnName'> & { now: number },
) {
  const commune = (await areaChain(db, areaId)).find(({ level }) => level === 'commune');
  const communeId = commune?.id ?? null;
  const signed =
    communeId === null
      ? null
      : await signedSoFar(db, { variant, title, communeId }, { accountId: actor.accountId, now });
  return { notByYou: await whyNotYou(db, actor, { createdBy, communeId }), signed };
}

/** Why this person may not approve what somebody made, in words; null: they may. */
export async function whyNotYou(
  db: Db,
  actor: Actor,
  { createdBy, communeId }: { createdBy: string; communeId: string | null },
): Promise<string | null> {
  if (actor.role !== 'approver') return 'Chỉ người có quyền duyệt mới duyệt được.';
  if (actor.dormant) return 'Bạn đang ngoài thời gian được giao duyệt thay.';
  if (createdBy !== actor.accountId) return null;
  if (communeId !== null && (await authorMayApprove(db, communeId))) return null;
  return 'Bài này do bạn soạn nên phải nhờ người khác duyệt.';
}

/** Where one stands: by urgency, then by when it would be heard, then by when it was sent. */
function placeOf({ variant }: WaitingRow, round: number, { view, civil, now }: Omit<Seen, 'actor'>) {
  const airs = view.airs.get(variant.id) ?? NO_AIRS;
  const rank = URGENCY_ORDER.indexOf(urgencyOf(airs, civil, now));
  const [first, sent] = [airs.next?.at ?? Number.MAX_SAFE_INTEGER, variant.updatedAt].map((at) =>
    String(at).padStart(16, '0'),
  );
  return { key: `${round} ${rank} ${first} ${sent}`, id: variant.id };
}
