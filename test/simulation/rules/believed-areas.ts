import type { WatchedBox } from '../world/witness.js';
import type { World } from '../world/world.js';
import { namesOf } from './oracle/place.js';

/** The areas that a box takes itself to lie in: by its plan, and by the mergers that its roster names. */
export function believedAreas({ truth }: World, { plan, rosterVersion }: WatchedBox): string[] {
  return namesOf(plan?.areaChain ?? [], truth.rosters.get(rosterVersion)?.successors ?? {});
}
