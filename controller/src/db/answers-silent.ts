import type { WhySilent } from '@loa/shared/api/answers';
import type { Cluster } from '@loa/shared/api/clusters';
import type { Playback } from '@loa/shared/api/playbacks';
import { InvariantError } from '@loa/shared/errors';
import type { Instant } from '@loa/shared/instant';
import { mostTelling } from '../planning/answers/most-telling.js';
import { whyNothing } from '../planning/answers/why-nothing.js';
import { whyPlayback } from '../planning/answers/why-playback.js';
import { absentFacts } from './answers-absent.js';
import { boxSteps, historyOf } from './answers-history.js';
import { displacerOf, playbacksNear } from './answers-near.js';
import { answerPlace } from './answers-place.js';
import { findCluster } from './clusters.js';
import type { Db } from './database.js';

/** Why a cluster was silent at a time: from the log, else from what planning and the schedules know. */
export async function whySilentAt(
  db: Db,
  cluster: Cluster,
  { at, now }: { at: Instant; now: Instant },
): Promise<WhySilent> {
  const row = mostTelling(await playbacksNear(db, cluster.id, at), at);
  if (row) return explained(db, row, now);
  const place = await answerPlace(db, cluster);
  const { text, remedy } = whyNothing(await absentFacts(db, { cluster, place, at }));
  return { text, remedy, playbackId: null, state: null, approved: [], history: [] };
}

/** One row of the log explained, with everything that people and the box did about it. */
export async function explained(db: Db, row: Playback, now: Instant): Promise<WhySilent> {
  const cluster = await findCluster(db, row.clusterId);
  if (!cluster)
    throw new InvariantError(`The playback ${row.id} names the unknown cluster ${row.clusterId}.`);
  const { civil, village, communeId } = await answerPlace(db, cluster);
  const displacedBy = await displacerOf(db, row.id);
  const history = await historyOf(db, row, { communeId, until: now });
  const steps = [history.set, ...history.approved, ...history.changed, ...(await boxSteps(db, row))];
  return {
    ...whyPlayback(row, { civil, village, displacedBy, now, cancelled: history.cancelled }),
    ...{ playbackId: row.id, state: row.state, approved: history.approved },
    history: steps.filter((step) => step !== null).toSorted((a, b) => a.at - b.at),
  };
}
