import { listQuery } from '@loa/shared/api/page';
import { Reapprovals } from '@loa/shared/api/passkey-approval';
import { AreaId } from '@loa/shared/ids';
import { z } from 'zod';
import { listAreas } from '../../db/areas.js';
import { type FallenGrant, fallenGrants } from '../../db/fallen-grants.js';
import { rosterInForce } from '../../db/rosters.js';
import { json } from '../answer.js';
import type { ApiPorts } from '../api-ports.js';
import { pageFrom, readTextCursor } from '../cursor.js';
import { GRANT_REFUSALS } from '../grant-refusals.js';
import { behindIn } from '../list-answer.js';
import { defineRoute, type Route, target } from '../route.js';
import { reviewDue } from './rosters.js';

/** What must be approved again because a key or a person was revoked, and which rosters nobody has looked at for a year. */
export function createReapprovalRoutes({ db, clock }: ApiPorts): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/reapprovals',
      tag: 'bulletins',
      summary: 'What is to be approved again, and rosters to look through',
      action: 'bulletin.read',
      query: z.strictObject({ area: AreaId.optional(), ...listQuery }),
      response: { status: 200, schema: Reapprovals },
      target: ({ actor, query }) => target([query.area ?? actor.areaId], null),
      async handle({ actor, query }) {
        const root = query.area ?? actor.areaId;
        const now = clock.now();
        const reviewsDue = [];
        const names = new Map<string, string>();
        for (const area of await listAreas(db, root)) {
          if (area.level !== 'commune') continue;
          const stored = await rosterInForce(db, area.id);
          if (!stored) continue;
          for (const { personId, name } of stored.roster.people) names.set(personId, name ?? personId);
          const { issuedAt } = stored.roster;
          if (reviewDue(stored.roster, now))
            reviewsDue.push({ communeId: area.id, name: area.name, issuedAt });
        }
        const read = readTextCursor(query.cursor);
        if (!read.ok) return read.problem;
        const { limit } = query;
        const found = behindIn(
          await fallenGrants(db, root),
          { after: read.cursor, limit: limit + 1 },
          placeOf,
        );
        const page = pageFrom(found, limit, placeOf);
        const items = page.items.map((fallen) => ({
          ...{ kind: fallen.kind, id: fallen.subject, bulletinId: fallen.bulletinId, title: fallen.title },
          ...{ language: fallen.language, areaId: fallen.areaId, grantId: fallen.grantId, fellAt: fallen.at },
          reason: reasonInWords(fallen.reason),
          signers: fallen.signers.map((personId) => names.get(personId) ?? personId),
        }));
        return json({ items, next: page.next, reviewsDue });
      },
    }),
  ];
}

/** The newest first. */
function placeOf({ at, subject }: FallenGrant) {
  return { key: String(Number.MAX_SAFE_INTEGER - at).padStart(16, '0'), id: subject };
}

function reasonInWords(reason: string): string {
  return Object.entries(GRANT_REFUSALS).find(([known]) => known === reason)?.[1] ?? GRANT_REFUSALS.revoked;
}
