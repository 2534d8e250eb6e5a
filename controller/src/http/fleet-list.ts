import { type Fleet, type FleetRow, FleetView } from '@loa/shared/api/fleet';
import { fold, searchWords } from '@loa/shared/fold';
import { inOrderOf } from '../db/list-page.js';
import { nameOrder } from '../db/name-columns.js';
import { endsSoon } from './fleet-rows.js';
import { needOf, needsSomebody } from './need-of.js';

/** What each view shows. */
const VIEWS: Readonly<Record<FleetView, (row: FleetRow) => boolean>> = {
  all: () => true,
  trouble: ({ condition }) => needsSomebody(condition),
  good: is('good'),
  lost: is('lost'),
  noSound: is('noSound'),
  clockUntrusted: is('clockUntrusted'),
  noPlan: is('noPlan'),
  diskFull: is('diskFull'),
  stopped: is('stopped'),
  muted: ({ muted }) => muted,
  sim: endsSoon,
  repair: ({ repair }) => repair !== null,
  notEnrolled: is('notEnrolled'),
  revoked: is('revoked'),
  idle: ({ state }) => state !== 'enrolled',
};

function is(kind: FleetRow['condition']['kind']): (row: FleetRow) => boolean {
  return ({ condition }) => condition.kind === kind;
}

/** How many of these each view shows. */
export function viewCounts(rows: readonly FleetRow[]): Fleet['views'] {
  return FleetView.options.map((view) => ({ view, count: rows.filter(VIEWS[view]).length }));
}

export interface FleetFilter {
  view: FleetView;
  q?: string | undefined;
  cluster?: string | undefined;
  box?: string | undefined;
}

/** A row and where it stands. */
export interface PlacedRow {
  row: FleetRow;
  at: { key: string; id: string };
}

/** What is found, by village: whatever needs somebody stands first, in the list and in each village. Pure. */
export function placedRows(rows: readonly FleetRow[], { view, q, cluster, box }: FleetFilter): PlacedRow[] {
  const words = searchWords(q ?? '');
  const found = rows.filter(
    (row) =>
      VIEWS[view](row) &&
      (cluster === undefined || row.clusterId === cluster) &&
      (box === undefined || row.boxId === box) &&
      words.every((word) => told(row).includes(word)),
  );
  const worst = new Map<string, number>();
  for (const { areaId, condition } of found)
    worst.set(areaId, Math.min(worst.get(areaId) ?? Number.POSITIVE_INFINITY, needOf(condition)));
  const placed = found.map((row) => {
    const { areaId, areaName, condition, clusterName, name, boxId } = row;
    const village = [worst.get(areaId), nameOrder(areaName), areaId];
    const key = [...village, needOf(condition), nameOrder(clusterName), nameOrder(name)].join(' ');
    return { row, at: { key, id: boxId } };
  });
  return inOrderOf(placed, ({ at }) => at);
}

function told({ name, areaName, clusterName, sim, contact }: FleetRow): string {
  return fold([name, areaName, clusterName, sim?.number, contact?.name, contact?.phone].join(' '));
}

/** The villages of some rows, with all that was found in each. */
export function villagesOf(shown: readonly FleetRow[], found: readonly PlacedRow[]): Fleet['villages'] {
  const ids = new Set(shown.map(({ areaId }) => areaId));
  return [...ids].map((areaId) => {
    const here = found.filter(({ row }) => row.areaId === areaId).map(({ row }) => row);
    const good = here.filter(VIEWS.good).length;
    return { areaId, name: here[0]?.areaName ?? '', good, all: here.length };
  });
}
