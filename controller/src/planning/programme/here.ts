import type { CivilTime } from '../calendar/civil-time.js';
import type { BulletinInput, PlaceInput, PlanningWorld, StationInput, SuspensionInput } from '../inputs.js';
import { type BulletinHere, bulletinHere, type RoutePlace } from './route-languages.js';
import { suspensionsOf } from './suspensions.js';

/** What a place has to choose from while one plan is made, asked for once and remembered. */
export interface Here {
  place: PlaceInput;
  civil: CivilTime;
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
export function createHere(input: {
  place: PlaceInput;
  civil: CivilTime;
  world: PlanningWorld;
  columns: ReadonlyMap<string, readonly BulletinInput[]>;
}): Here {
  const { place, civil, world } = input;
  const bulletins = new Map<string, BulletinHere>();
  const columns = new Map<string, Candidate[]>();
  const { areaChain, successors, languagePolicy: policy } = place;
  const route: RoutePlace = { languages: place.settings.languages, policy, areaChain, successors };

  const known = (bulletin: BulletinInput) => {
    const found = bulletins.get(bulletin.bulletinId) ?? bulletinHere(bulletin, route);
    bulletins.set(bulletin.bulletinId, found);
    return found;
  };
  const candidatesOf = (column: string) =>
    (input.columns.get(column) ?? [])
      .map(known)
      .map((here) => ({ here, signedAt: lastSigned(here) }))
      .filter(({ signedAt }) => signedAt >= 0)
      .sort((a, b) => b.signedAt - a.signedAt || byId(a.here, b.here));

  return {
    place,
    civil,
    suspensions: suspensionsOf(world.suspensions, place),
    bulletin(bulletinId) {
      const bulletin = world.bulletins.get(bulletinId);
      return bulletin && known(bulletin);
    },
    station: (stationId) => world.stations.get(stationId),
    column(column) {
      const found = columns.get(column) ?? candidatesOf(column);
      columns.set(column, found);
      return found;
    },
  };
}

const lastSigned = ({ languages }: BulletinHere) =>
  Math.max(-1, ...languages.map(({ variant }) => variant?.signedAt ?? -1));

const byId = (a: BulletinHere, b: BulletinHere) => (a.bulletin.bulletinId < b.bulletin.bulletinId ? -1 : 1);
