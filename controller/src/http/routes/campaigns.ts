import { Campaign, CampaignPatch, CampaignProgress, NewCampaign } from '@loa/shared/api/campaigns';
import { listQuery, pageOf, searchQuery } from '@loa/shared/api/page';
import { AreaId, Id, newId } from '@loa/shared/ids';
import { z } from 'zod';
import { defined } from '../../db/areas.js';
import { writeAudit } from '../../db/audit.js';
import { findCampaign, insertCampaign, listCampaigns, updateCampaign } from '../../db/campaigns.js';
import type { Db } from '../../db/database.js';
import { json, notFound, problem } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { campaignBefore } from '../campaign-again.js';
import { campaignReport } from '../campaign-report.js';
import { listAnswer } from '../list-answer.js';
import { defineRoute, type Route, target } from '../route.js';

const CampaignParams = z.object({ campaignId: Id });
const CampaignQuery = z.strictObject({
  area: AreaId.optional(),
  cancelled: z.enum(['true', 'false']).default('false'),
  ...searchQuery,
  ...listQuery,
});

/** Peak periods: goals, how far they have come, and what would meet them. */
export function createCampaignRoutes(ports: ApiPorts): Route[] {
  return [create(ports), list(ports), read(ports), change(ports), cancel(ports), progress(ports)];
}

function create({ db, clock, random }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/campaigns',
    tag: 'campaigns',
    summary: 'Begin a campaign: topics or columns, areas, dates and weekly goals',
    action: 'campaign.write',
    body: NewCampaign,
    response: { status: 201, schema: Campaign },
    target: ({ body }) => target([body.areaId, ...body.areaIds], null),
    async handle({ actor, body }) {
      const campaign: Campaign = {
        ...body,
        id: body.id ?? newId('campaign', random),
        createdBy: actor.accountId,
        createdAt: clock.now(),
        cancelledAt: null,
      };
      const before = await db.transaction().execute(async (trx) => {
        const twin = await campaignBefore(trx, body, campaign);
        if (twin) return twin;
        await insertCampaign(trx, campaign);
        await audit(trx, 'campaign.create', campaign, { by: actor.accountId, at: campaign.createdAt });
        return null;
      });
      if (before) return before.kind === 'saved' ? json(before.saved, 201) : before;
      return json(campaign, 201);
    },
  });
}

function list({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/campaigns',
    tag: 'campaigns',
    summary: 'List the campaigns of an area and those below it, the latest first',
    action: 'campaign.read',
    query: CampaignQuery,
    response: { status: 200, schema: pageOf(Campaign) },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    handle: ({ actor, query: { area, cancelled, q, ...page } }) =>
      listAnswer(
        page,
        (rows) => listCampaigns(db, { root: area ?? actor.areaId, cancelled: cancelled === 'true', q }, rows),
        ({ from, id }) => ({ key: from, id }),
      ),
  });
}

function read({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/campaigns/{campaignId}',
    tag: 'campaigns',
    summary: 'One campaign',
    action: 'campaign.read',
    params: CampaignParams,
    response: { status: 200, schema: Campaign },
    target: ({ params }) => campaignTarget(db, params.campaignId),
    handle: ({ subject }) => json(subject),
  });
}

function change({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'patch',
    path: '/campaigns/{campaignId}',
    tag: 'campaigns',
    summary: 'Change the goals, dates or areas of a campaign',
    action: 'campaign.write',
    params: CampaignParams,
    body: CampaignPatch,
    response: { status: 200, schema: Campaign },
    async target({ params, body }) {
      const campaign = await findCampaign(db, params.campaignId);
      if (!campaign) return notFound('đợt cao điểm');
      return target([campaign.areaId, ...campaign.areaIds, ...(body.areaIds ?? [])], campaign);
    },
    async handle({ actor, body, subject }) {
      if (subject.cancelledAt !== null) return alreadyCancelled(subject);
      const campaign: Campaign = { ...subject, ...defined(body) };
      if (campaign.from > campaign.until) {
        return problem(
          422,
          'dates',
          'Đợt cao điểm phải kết thúc vào hoặc sau ngày bắt đầu. Hãy sửa lại ngày.',
        );
      }
      if (campaign.topics.length + campaign.columns.length === 0) {
        return problem(
          422,
          'no_topic',
          'Đợt cao điểm cần ít nhất một chủ đề hoặc chuyên mục để tính lượt phát.',
        );
      }
      await db.transaction().execute(async (trx) => {
        await updateCampaign(trx, campaign);
        await audit(trx, 'campaign.change', campaign, { by: actor.accountId, at: clock.now() });
      });
      return json(campaign);
    },
  });
}

function cancel({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/campaigns/{campaignId}/cancel',
    tag: 'campaigns',
    summary: 'Cancel a campaign; what was played stays in the log',
    action: 'campaign.write',
    params: CampaignParams,
    response: { status: 200, schema: Campaign },
    target: ({ params }) => campaignTarget(db, params.campaignId),
    async handle({ actor, subject }) {
      if (subject.cancelledAt !== null) return json(subject);
      const at = clock.now();
      const campaign: Campaign = { ...subject, cancelledAt: at };
      await db.transaction().execute(async (trx) => {
        await updateCampaign(trx, campaign);
        await audit(trx, 'campaign.cancel', campaign, { by: actor.accountId, at });
      });
      return json(campaign);
    },
  });
}

function progress({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/campaigns/{campaignId}/progress',
    tag: 'campaigns',
    summary: 'How far a campaign has come, and times that would meet what is lacking',
    action: 'campaign.read',
    params: CampaignParams,
    response: { status: 200, schema: CampaignProgress },
    target: ({ params }) => campaignTarget(db, params.campaignId),
    handle: async ({ subject }) => json(await campaignReport(db, subject, clock.now())),
  });
}

async function campaignTarget(db: Db, id: string) {
  const campaign = await findCampaign(db, id);
  return campaign ? target([campaign.areaId], campaign) : notFound('đợt cao điểm');
}

function alreadyCancelled({ name }: Campaign) {
  return problem(409, 'cancelled', `Đợt “${name}” đã hủy nên không sửa được. Hãy tạo đợt mới.`);
}

function audit(
  db: Db,
  action: 'campaign.create' | 'campaign.change' | 'campaign.cancel',
  campaign: Campaign,
  { by, at }: { by: string; at: number },
): Promise<void> {
  const { id, areaId, name, from, until, areaIds, quotas } = campaign;
  return writeAudit(db, {
    at,
    actor: by,
    action,
    areaId,
    subject: id,
    detail: { name, from, until, areaIds, quotas },
  });
}
