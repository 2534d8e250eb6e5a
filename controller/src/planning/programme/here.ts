import type { CivilTime } from '../calendar/civil-time.js';
import type { BulletinInput, PlaceInput, PlanningWorld, StationInput, SuspensionInput } from '../inputs.js';
import { type BulletinHere, bulletinHere, type RoutePlace } from './route-languages.js';
import { suspensionsOf } from './suspensions.js';

/** A place while its plan is made, and what it has to choose from. */
export interface Here extends Shelf {
  place: PlaceInput;
  civil: CivilTime;
}

/** What may sound at places that lie below the same areas and hear the same languages; asked for once, remembered. */
export interface Shelf {
  suspensions: readonly SuspensionInput[];
  bulletin(bulletinId: string): BulletinHere | undefined;
  station(stationId: string): StationInput | undefined;
  /** Bulletins of a column that may ever sound here, the one that was approved last first. */
  column(column: string): readonly Candidate[];
}

export interface Candidate {
  here: BulletinHere;
  /** When the last of its variants was approved, whether or not that one can sound just now. */
  signedAt: number;
}

/** `columns` are the world's bulletins by column. */
export function createShelf(
  world: PlanningWorld,
  columns: ReadonlyMap<string, readonly BulletinInput[]>,
  place: PlaceInput,
): Shelf {
  const bulletins = new Map<string, BulletinHere>();
  const candidates = new Map<string, Candidate[]>();
  const { areaChain, successors, languagePolicy: policy } = place;
  const route: RoutePlace = { languages: place.settings.languages, policy, areaChain, successors };

  const known = (bulletin: BulletinInput) => {
    const found = bulletins.get(bulletin.bulletinId) ?? bulletinHere(bulletin, route);
    bulletins.set(bulletin.bulletinId, found);
    return found;
  };
  const candidatesOf = (column: string) =>
    (columns.get(column) ?? [])
      .map(known)
      .map((here) => ({ here, signedAt: lastSigned(here) }))
      .filter(({ signedAt }) => signedAt >= 0)
      .sort((a, b) => b.signedAt - a.signedAt || byId(a.here, b.here));

  return {
    suspensions: suspensionsOf(world.suspensions, place),
    bulletin(bulletinId) {
      const found = bulletins.get(bulletinId);
      if (found) return found;
      const bulletin = world.bulletins.get(bulletinId);
      return bulletin && known(bulletin);
    },
    station: (stationId) => world.stations.get(stationId),
    column(column) {
      const found = candidates.get(column) ?? candidatesOf(column);
      candidates.set(column, found);
      return found;
    },
  };
}

const lastSigned = ({ languages }: BulletinHere) =>
  Math.max(-1, ...languages.map(({ variant }) => variant?.signedAt ?? -1));

const byId = (a: BulletinHere, b: BulletinHere) => (a.bulletin.bulletinId < b.bulletin.bulletinId ? -1 : 1);
