import { WhySilent, WhySoundedList } from '@loa/shared/api/answers';
import { Id, PlaybackId } from '@loa/shared/ids';
import { Instant } from '@loa/shared/instant';
import { z } from 'zod';
import { boxName, historyOf } from '../../db/answers-history.js';
import { playbacksNear } from '../../db/answers-near.js';
import { answerPlace } from '../../db/answers-place.js';
import { explained, whySilentAt } from '../../db/answers-silent.js';
import { findCluster } from '../../db/clusters.js';
import type { Db } from '../../db/database.js';
import { findPlayback } from '../../db/playback-view.js';
import { nothingSounded, soundedAt, whySounded } from '../../planning/answers/why-sounded.js';
import { json, notFound } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { defineRoute, type Route, target } from '../route.js';

/** `at`: unix milliseconds; a whole minute means all of that minute. */
const PlaceAndTime = z.strictObject({ cluster: Id, at: z.coerce.number().pipe(Instant) });

/** "Why did this not play" and "why did it sound at 03:15 there". */
export function createAnswerRoutes(ports: ApiPorts): Route[] {
  return [whyOf(ports), silent(ports), sounded(ports)];
}

function whyOf({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/playbacks/{playbackId}/why',
    tag: 'answers',
    summary: 'Why a playback was not heard, or what became of it: one sentence, one remedy',
    action: 'playback.read',
    params: z.object({ playbackId: PlaybackId }),
    response: { status: 200, schema: WhySilent },
    async target({ params }) {
      const playback = await findPlayback(db, params.playbackId);
      return playback ? target([playback.areaId], playback) : notFound('lượt phát');
    },
    handle: async ({ subject }) => json(await explained(db, subject, clock.now())),
  });
}

function silent({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/answers/why-silent',
    tag: 'answers',
    summary: 'Why a cluster was silent at a time, also when the log has nothing of it',
    action: 'playback.read',
    query: PlaceAndTime,
    response: { status: 200, schema: WhySilent },
    target: ({ query }) => clusterTarget(db, query.cluster),
    handle: async ({ query: { at }, subject: cluster }) =>
      json(await whySilentAt(db, cluster, { at, now: clock.now() })),
  });
}

function sounded({ db, clock }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/answers/why-sounded',
    tag: 'answers',
    summary: 'What sounded at a time and place, who set it, who approved and changed it, what was allowed',
    action: 'answer.read',
    query: PlaceAndTime,
    response: { status: 200, schema: WhySoundedList },
    target: ({ query }) => clusterTarget(db, query.cluster),
    async handle({ query: { at }, subject: cluster }) {
      const place = await answerPlace(db, cluster);
      const near = await playbacksNear(db, cluster.id, at);
      const items: z.infer<typeof WhySoundedList>['items'] = [];
      for (const row of near.filter((each) => soundedAt(each, at)).toReversed()) {
        const history = await historyOf(db, row, { communeId: place.communeId, until: clock.now() });
        items.push(whySounded({ row, ...place, box: await boxName(db, row.boxId), ...history }));
      }
      const text =
        items.length > 0 ? items.map((item) => item.text).join('\n\n') : nothingSounded(near, at, place);
      return json({ clusterId: cluster.id, at, items, text });
    },
  });
}

async function clusterTarget(db: Db, id: string) {
  const cluster = await findCluster(db, id);
  return cluster ? target([cluster.areaId], cluster) : notFound('cụm loa');
}
