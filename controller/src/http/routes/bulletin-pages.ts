import { BulletinHistory, BulletinScript } from '@loa/shared/api/bulletins';
import { Id } from '@loa/shared/ids';
import { placeName } from '@loa/shared/place-name';
import { z } from 'zod';
import { accountNames } from '../../db/accounts.js';
import { signerSteps } from '../../db/answers-people.js';
import { areaChain } from '../../db/areas.js';
import { historyOfBulletin } from '../../db/bulletin-history.js';
import { findRecording } from '../../db/recordings.js';
import { countWords, speakingMs } from '../../sources/tts/speaking-time.js';
import { json } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { defineRoute, type Route } from '../route.js';
import { bulletinTarget } from './bulletins.js';

const BulletinParams = z.object({ bulletinId: Id });

/** What a bulletin's page shows beside the bulletin itself. */
export function createBulletinPageRoutes(ports: ApiPorts): Route[] {
  return [history(ports), script(ports)];
}

function history({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/bulletins/{bulletinId}/history',
    tag: 'bulletins',
    summary: 'Who wrote, sent, returned, approved and changed a bulletin, newest first',
    action: 'bulletin.read',
    params: BulletinParams,
    response: { status: 200, schema: BulletinHistory },
    target: ({ params }) => bulletinTarget(db, params.bulletinId),
    handle: async ({ subject }) => json({ items: await historyOfBulletin(db, subject) }),
  });
}

function script({ db }: ApiPorts): Route {
  return defineRoute({
    method: 'get',
    path: '/bulletins/{bulletinId}/script',
    tag: 'bulletins',
    summary: 'A bulletin’s texts with who wrote and approved them, to be printed',
    action: 'bulletin.read',
    params: BulletinParams,
    response: { status: 200, schema: BulletinScript },
    target: ({ params }) => bulletinTarget(db, params.bulletinId),
    async handle({ subject }) {
      const { id, title, kind, columnName, sourceUnit, createdAt, createdBy } = subject;
      const chain = await areaChain(db, subject.areaId);
      const commune = chain.find(({ level }) => level === 'commune')?.id ?? null;
      const nameOf = await accountNames(db, [createdBy]);
      const variants: BulletinScript['variants'] = [];
      for (const { language, state, text, grantId, recordingSha256 } of subject.variants) {
        const recording = recordingSha256 === null ? null : await findRecording(db, recordingSha256);
        const signers = await signerSteps(db, grantId, commune);
        variants.push({
          ...{ language, state, text },
          words: countWords(text ?? ''),
          estimatedMs: speakingMs(text ?? ''),
          recordedMs: recording?.durationMs ?? null,
          approvedBy: signers.map(({ at, who }) => ({ at, who })),
        });
      }
      const area = chain.at(-1);
      const areaName = area ? placeName(area) : '';
      const about = { bulletinId: id, title, kind, columnName, sourceUnit, areaName, createdAt };
      return json({ ...about, authorName: nameOf(createdBy), variants });
    },
  });
}
