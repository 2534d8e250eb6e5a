import { Status } from '@loa/shared/messages/status';
import type { Db } from './database.js';
import { readJson } from './json-column.js';
import { communesWithRoster, rosterInForce } from './rosters.js';

export interface BoxNotFollowing {
  boxId: string;
  name: string;
}

/** Enrolled boxes that have not said that they hold a roster which names this authority (base64url of its DER). */
export async function boxesNotNaming(db: Db, authority: string): Promise<BoxNotFollowing[]> {
  const naming = new Map<string, number>();
  for (const communeId of await communesWithRoster(db)) {
    const roster = (await rosterInForce(db, communeId))?.roster;
    if (roster?.tlsAuthorities?.includes(authority)) naming.set(communeId, roster.version);
  }
  const boxes = await db
    .selectFrom('box')
    .select(['id', 'name', 'commune_id', 'last_status'])
    .where('state', '=', 'enrolled')
    .orderBy('id')
    .execute();
  return boxes
    .filter(({ commune_id, last_status }) => {
      const needed = naming.get(commune_id ?? '');
      const held =
        last_status === null ? null : readJson(Status, last_status, 'box.last_status').rosterVersion;
      return needed === undefined || (held ?? 0) < needed;
    })
    .map(({ id, name }) => ({ boxId: id, name }));
}
