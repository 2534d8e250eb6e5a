import type { Bus } from '@loa/shared/ports/bus';
import type { Logger } from '@loa/shared/ports/logger';
import { topics } from '@loa/shared/topics';
import type { Changes } from '../db/changes.js';
import type { Db } from '../db/database.js';
import { communesWithRoster, rosterVersions } from '../db/rosters.js';
import { publishedRoster } from '../trust/roster-document.js';
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
      const versions = await rosterVersions(db, communeId);
      if (versions.length === 0) continue;
      await publishRetained(bus, [{ topic: topics.roster(communeId), bytes: publishedRoster(versions) }]);
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
