import { listQuery, pageOf } from '@loa/shared/api/page';
import { ApprovedSet, WaitingSet } from '@loa/shared/api/sets';
import { AreaId, Sha256 } from '@loa/shared/ids';
import { z } from 'zod';
import { signerSteps } from '../../db/answers-people.js';
import { areaChain } from '../../db/areas.js';
import type { Db } from '../../db/database.js';
import { setsInProgress } from '../../db/grant-drafts.js';
import { findGrant } from '../../db/grants.js';
import { readGrant } from '../../db/planning-grants.js';
import { itemsOfGrant, listSets } from '../../db/sets.js';
import { json } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { timedListAnswer } from '../list-answer.js';
import { areasInWords } from '../prepare-approval.js';
import { defineRoute, type Route, target } from '../route.js';
import { waitingSet } from '../waiting-sets.js';

/** What was approved together, and what waits for more signatures. */
export function createSetRoutes({ db, clock }: ApiPorts): Route[] {
  return [
    waiting({ db, clock }),
    defineRoute({
      method: 'get',
      path: '/sets',
      tag: 'bulletins',
      summary: 'Recordings that were approved together by one grant, the newest first',
      action: 'approval.read',
      query: z.strictObject({ area: AreaId.optional(), id: Sha256.optional(), ...listQuery }),
      response: { status: 200, schema: pageOf(ApprovedSet) },
      target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
      async handle({ actor, query: { area, id, ...page } }) {
        const answer = await timedListAnswer(
          page,
          (rows) => listSets(db, { root: area ?? actor.areaId, id }, rows),
          ({ createdAt, grantId }) => ({ at: createdAt, id: grantId }),
        );
        if (answer.kind === 'problem') return answer;
        const { items, next } = answer.body;
        const sets = await Promise.all(items.map(({ grantId }) => setOf(db, grantId)));
        return json({ items: sets.flatMap((set) => set ?? []), next });
      },
    }),
  ];
}

function waiting({ db, clock }: Pick<ApiPorts, 'db' | 'clock'>): Route {
  return defineRoute({
    method: 'get',
    path: '/sets/waiting',
    tag: 'bulletins',
    summary: 'Sets that somebody has signed and that wait for another signature, the newest first',
    action: 'approval.read',
    query: z.strictObject({ area: AreaId.optional(), ...listQuery }),
    response: { status: 200, schema: pageOf(WaitingSet) },
    target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
    async handle({ actor, query: { area, ...page } }) {
      const now = clock.now();
      const answer = await timedListAnswer(
        page,
        (rows) => setsInProgress(db, { root: area ?? actor.areaId, now }, rows),
        ({ createdAt, id }) => ({ at: createdAt, id }),
      );
      if (answer.kind === 'problem') return answer;
      const { items, next } = answer.body;
      const sets = await Promise.all(items.map((draft) => waitingSet(db, actor, draft, now)));
      return json({ items: sets.flatMap((set) => set ?? []), next });
    },
  });
}

async function setOf(db: Db, grantId: string): Promise<ApprovedSet | null> {
  const stored = await findGrant(db, grantId);
  const items = await itemsOfGrant(db, grantId);
  const [first] = items;
  if (!stored || !first) return null;
  const { title, areas, signedAt, validUntil } = readGrant(grantId, stored.bytes);
  const commune = (await areaChain(db, first.areaId)).find(({ level }) => level === 'commune');
  const signers = await signerSteps(db, grantId, commune?.id ?? null);
  return {
    ...{ grantId, title, areaId: first.areaId, signedAt, validUntil },
    where: await areasInWords(db, areas),
    signers: signers.map(({ who }) => who),
    items: items.map(({ areaId: _, ...item }) => item),
  };
}
