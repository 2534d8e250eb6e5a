import { BulletinPatch } from '@loa/shared/api/bulletins';
import { EditPreview } from '@loa/shared/api/edit-preview';
import { Id } from '@loa/shared/ids';
import { z } from 'zod';
import { defined } from '../../db/areas.js';
import type { Db } from '../../db/database.js';
import { clustersOfBoxes } from '../../db/waiting-approvals.js';
import type { BulletinInput } from '../../planning/inputs.js';
import { boxesHearing } from '../affected-boxes.js';
import { json } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { changedBulletin, withoutApproval } from '../bulletin-drafts.js';
import { editPreview } from '../edit-preview.js';
import { defineRoute, type Route } from '../route.js';
import { bulletinTarget, validityProblem } from './bulletins.js';
import { variantTarget } from './variants.js';

/** What falls silent, or is chosen instead, by an edit of a bulletin, before anybody says so. */
export function createBulletinPreviewRoutes(ports: ApiPorts): Route[] {
  return [previewChange(ports), previewWithdrawal(ports)];
}

function previewChange({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/bulletins/{bulletinId}/preview',
    tag: 'bulletins',
    summary: 'What an edit of a bulletin would change in the next days, and for whom, without saving it',
    action: 'bulletin.write',
    params: z.object({ bulletinId: Id }),
    body: BulletinPatch,
    response: { status: 200, schema: EditPreview },
    target: ({ params }) => bulletinTarget(db, params.bulletinId),
    async handle({ body, subject }) {
      const wrong = validityProblem({ ...subject, ...defined(body) });
      if (wrong) return wrong;
      const columns = body.columnName === undefined ? [] : [body.columnName];
      const boxIds = await boxesHearing(db, subject.id, columns);
      return json(await previewOf(db, await changedBulletin(db, subject, body), boxIds, clock.now()));
    },
  });
}

function previewWithdrawal({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'post',
    path: '/variants/{variantId}/withdraw/preview',
    tag: 'bulletins',
    summary: 'What would fall silent in the next days if this language were withdrawn',
    action: 'bulletin.withdraw',
    params: z.object({ variantId: Id }),
    response: { status: 200, schema: EditPreview },
    target: ({ params }) => variantTarget(db, params.variantId),
    async handle({ subject: { variant, bulletin } }) {
      const boxIds = await boxesHearing(db, bulletin.id);
      return json(
        await previewOf(db, await withoutApproval(db, bulletin.id, variant.id), boxIds, clock.now()),
      );
    },
  });
}

async function previewOf(
  db: Db,
  bulletins: readonly BulletinInput[],
  boxIds: readonly string[],
  now: number,
) {
  const clusters = await clustersOfBoxes(db, boxIds);
  const where = { areaIds: [], clusterIds: clusters.map(({ clusterId }) => clusterId) };
  return editPreview(db, { after: {}, bulletins, boxIds, where, now });
}
