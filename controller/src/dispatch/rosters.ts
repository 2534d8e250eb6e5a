import type { Bus } from '@loa/shared/ports/bus';
import type { Logger } from '@loa/shared/ports/logger';
import { topics } from '@loa/shared/topics';
import type { Changes } from '../db/changes.js';
import type { Db } from '../db/database.js';
import { communesWithRoster, rosterInForce } from '../db/rosters.js';
import { publishRetained } from './publish-retained.js';

/** Publishes each commune's roster in force. People's keys signed it; the controller only carries it. */
export function createRosterPublisher({
  db,
  bus,
  log,
  changes,
}: {
  db: Db;
  bus: Bus;
  log: Logger;
  changes: Changes;
}) {
  const publish = async (communeIds: readonly string[]) => {
    for (const communeId of communeIds) {
      const stored = await rosterInForce(db, communeId);
      if (stored) await publishRetained(bus, [{ topic: topics.roster(communeId), bytes: stored.bytes }]);
    }
  };
  return {
    start(): () => void {
      return changes.subscribe((change) => {
        if (change.kind !== 'roster') return;
        publish([change.communeId]).catch((error: unknown) =>
          log.error({ error: String(error), communeId: change.communeId }, 'A roster was not published'),
        );
      });
    },
    async republish(): Promise<void> {
      await publish(await communesWithRoster(db));
    },
  };
}
