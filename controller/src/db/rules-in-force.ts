import type { Area } from '@loa/shared/api/areas';
import type { Cluster } from '@loa/shared/api/clusters';
import type { PlaceRulesInForce, RulesInForce } from '@loa/shared/api/rules-in-force';
import { MINUTE } from '@loa/shared/instant';
import { NO_RULES } from '@loa/shared/place-rules';
import type { OwnRules } from '../planning/place/kept-rules.js';
import { areaChain } from './areas.js';
import type { Db } from './database.js';
import { hoursOf, limitsAt, rulesOfPlace } from './planning-places.js';
import { rosterInForce } from './rosters.js';

const NOTHING: OwnRules = { hours: null, rules: NO_RULES };

/** What holds at an area, as planning has it for whatever lies in it and says nothing more. */
export async function rulesInForceOfArea(db: Db, area: Area): Promise<PlaceRulesInForce> {
  const chain = await areaChain(db, area.id);
  const above = chain.map((each) => (each.id === area.id ? { ...each, ...NOTHING } : each));
  const inForce = await judge(db, chain);
  return { here: inForce(chain, NOTHING), above: inForce(above, NOTHING) };
}

/** What holds at a cluster; its greatest volume, and what its boxes were set to, are beside it. */
export async function rulesInForceOfCluster(db: Db, cluster: Cluster): Promise<PlaceRulesInForce> {
  const chain = await areaChain(db, cluster.areaId);
  const inForce = await judge(db, chain);
  return { here: inForce(chain, cluster), above: inForce(chain, NOTHING) };
}

async function judge(db: Db, chain: readonly Area[]) {
  const commune = chain.find(({ level }) => level === 'commune');
  const stored = commune ? await rosterInForce(db, commune.id) : null;
  const rosters = stored ? [stored.roster] : [];
  return (areas: readonly Area[], cluster: OwnRules): RulesInForce => {
    const { limits, languagePolicy, repeatInEvening } = rulesOfPlace(areas, cluster.rules);
    const said = [...areas, cluster].some(({ hours }) => hours !== null);
    return {
      hours: hoursOf(areas, cluster.hours, rosters),
      usualHours: !said && limitsAt(areas, rosters).length === 0,
      quiet: [...limits.quiet],
      maxSessionMinutes: inMinutes(limits.maxSessionMs),
      maxDayMinutes: inMinutes(limits.maxDayMs),
      maxSessionsPerDay: limits.maxSessionsPerDay,
      languagePolicy,
      repeatInEvening,
    };
  };
}

const inMinutes = (ms: number | null) => (ms === null ? null : ms / MINUTE);
