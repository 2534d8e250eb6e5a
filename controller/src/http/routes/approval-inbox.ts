import { ApprovalInbox, RETURN_REASONS, type WaitingApproval } from '@loa/shared/api/approvals';
import { AreaId } from '@loa/shared/ids';
import { z } from 'zod';
import { accountNames } from '../../db/accounts.js';
import { authorMayApprove } from '../../db/approval-rules.js';
import { areaChain } from '../../db/areas.js';
import type { Db } from '../../db/database.js';
import { type FirstAirView, firstAirsAt } from '../../db/first-air-view.js';
import { zoneOf } from '../../db/planning-places.js';
import { clustersOfBoxes, type WaitingRow, waitingVariants } from '../../db/waiting-approvals.js';
import { type CivilTime, civilTime } from '../../planning/calendar/civil-time.js';
import { boxesHearing } from '../affected-boxes.js';
import { json } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { URGENCY_ORDER, urgencyOf, urgencyText } from '../approval-urgency.js';
import type { Actor } from '../authorise.js';
import { defineRoute, type Route, target } from '../route.js';

/** So many are worked out at once; an approver rarely has more than a few. */
const MOST = 100;
/** Places whose plans are built to find the first run: of each variant, and in all. They differ by language and hours. */
const PLACES_EACH = 6;
const PLACES_IN_ALL = 40;

/** What waits for approval, the most urgent first. */
export function createApprovalInboxRoutes({ db, clock }: ApiPorts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/approvals',
      tag: 'bulletins',
      summary: 'What waits for approval by urgency: when it would first be heard, and what sounds without it',
      action: 'approval.read',
      query: z.strictObject({ area: AreaId.optional() }),
      response: { status: 200, schema: ApprovalInbox },
      target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
      async handle({ actor, query }) {
        const root = query.area ?? actor.areaId;
        const rows = await waitingVariants(db, root, MOST + 1);
        const shown = rows.slice(0, MOST);
        const now = clock.now();
        const view = await airsOf(db, shown, now);
        const civil = civilTime(zoneOf(await areaChain(db, root)));
        const items = await described(db, shown, { actor, view, civil, now });
        return json({
          items: items.sort(byUrgency),
          more: rows.length - shown.length,
          reasons: [...RETURN_REASONS],
        });
      },
    }),
  ];
}

async function airsOf(db: Db, rows: readonly WaitingRow[], now: number): Promise<FirstAirView> {
  const boxIds = new Set<string>();
  for (const { variant } of rows) {
    if (boxIds.size >= PLACES_IN_ALL) break;
    const places = await clustersOfBoxes(db, await boxesHearing(db, variant.bulletinId));
    const fitting = places.filter(({ languages }) => languages.includes(`"${variant.language}"`));
    for (const { boxId } of fitting.slice(0, PLACES_EACH)) boxIds.add(boxId);
  }
  const waiting = rows.map(({ variant, columnName }) => ({
    ...{ variantId: variant.id, bulletinId: variant.bulletinId, language: variant.language },
    ...{ column: columnName, submittedAt: variant.updatedAt },
  }));
  return firstAirsAt(db, waiting, { boxIds: [...boxIds], now });
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
    const airs = view.airs.get(variant.id) ?? { next: null, late: false };
    items.push({
      ...{ ...row, variant, language: variant.language, bulletinId: variant.bulletinId },
      createdByName: nameOf(createdBy),
      submittedByName: variant.submittedBy === null ? null : nameOf(variant.submittedBy),
      submittedAt: variant.updatedAt,
      notByYou: await whyNot(db, actor, { createdBy, areaId: row.areaId }),
      urgency: urgencyOf(airs, civil, now),
      firstAir: airs.next && {
        ...airs.next,
        scheduleName: view.scheduleNames.get(airs.next.scheduleId) ?? '',
      },
      text: urgencyText(airs, civil, now),
    });
  }
  return items;
}

async function whyNot(
  db: Db,
  actor: Actor,
  { createdBy, areaId }: { createdBy: string; areaId: string },
): Promise<string | null> {
  if (actor.role !== 'approver') return 'Chỉ người có quyền duyệt mới duyệt được.';
  if (actor.dormant) return 'Bạn đang ngoài thời gian được giao duyệt thay.';
  if (createdBy !== actor.accountId) return null;
  const commune = (await areaChain(db, areaId)).find(({ level }) => level === 'commune');
  if (commune && (await authorMayApprove(db, commune.id))) return null;
  return 'Bài này do bạn soạn nên phải nhờ người khác duyệt.';
}

function byUrgency(a: WaitingApproval, b: WaitingApproval): number {
  return (
    URGENCY_ORDER.indexOf(a.urgency) - URGENCY_ORDER.indexOf(b.urgency) ||
    (a.firstAir?.at ?? Number.MAX_SAFE_INTEGER) - (b.firstAir?.at ?? Number.MAX_SAFE_INTEGER) ||
    a.submittedAt - b.submittedAt
  );
}
