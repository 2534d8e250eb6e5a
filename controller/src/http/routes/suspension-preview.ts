import { NewSuspension, SuspensionPreview } from '@loa/shared/api/suspensions';
import { boxIdsAt } from '../../db/boxes.js';
import { json } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { defineRoute, type Route, target } from '../route.js';
import { suspensionDiff } from '../schedule-diff.js';
import { audienceOf } from '../schedule-places.js';

/** What would fall silent, before anybody says so. */
export function createSuspensionPreviewRoutes({ db, clock }: ApiPorts): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/suspensions/preview',
      tag: 'suspensions',
      summary: 'What a suspension would silence in the next days, as far as plans reach, without making it',
      action: 'suspension.write',
      body: NewSuspension,
      response: { status: 200, schema: SuspensionPreview },
      target: ({ body }) => target(body.areaIds, null),
      async handle({ body }) {
        const wanted = { areaIds: body.areaIds, clusterIds: [] };
        const boxIds = await boxIdsAt(db, wanted);
        const audience = await audienceOf(db, wanted);
        const made = { ...body, id: 'suspension_draft' };
        const { diff, until } = await suspensionDiff(db, { made, boxIds, now: clock.now() }, audience);
        return json({ boxes: boxIds.length, diff, until });
      },
    }),
  ];
}
