import type { Cluster } from '@loa/shared/api/clusters';
import { placeName } from '@loa/shared/place-name';
import type { SoundWindow } from '@loa/shared/sound-window';
import { type CivilTime, civilTime } from '../planning/calendar/civil-time.js';
import { effectiveHours } from '../planning/place/effective-hours.js';
import { areaChain } from './areas.js';
import type { Db } from './database.js';
import { hoursOf, rulesOfPlace, zoneOf } from './planning-places.js';
import { rosterInForce } from './rosters.js';

/** A cluster as an answer speaks of it. */
export interface AnswerPlace {
  civil: CivilTime;
  /** `làng Ơi Briu`. */
  village: string;
  cluster: string;
  communeId: string | null;
  /** When it may sound, as things are now. */
  hours: SoundWindow[];
}

export async function answerPlace(db: Db, cluster: Cluster): Promise<AnswerPlace> {
  const chain = await areaChain(db, cluster.areaId);
  const area = chain.at(-1);
  const communeId = chain.find(({ level }) => level === 'commune')?.id ?? null;
  const stored = communeId === null ? null : await rosterInForce(db, communeId);
  const hours = hoursOf(chain, cluster.hours, stored ? [stored.roster] : []);
  return {
    civil: civilTime(zoneOf(chain)),
    village: area ? placeName(area) : cluster.areaId,
    cluster: cluster.name,
    communeId,
    hours: effectiveHours(hours, rulesOfPlace(chain, cluster.rules)),
  };
}
