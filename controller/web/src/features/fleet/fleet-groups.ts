import type { FleetRow } from '@loa/shared/api/fleet';
import { simEndsSoon } from '../../lib/fleet.js';
import { matches } from '../../lib/search.js';
import { BOX_TONES } from '../../lib/words.js';

type Condition = FleetRow['condition']['kind'];

/** What the list can be narrowed to, each by its name in the address. */
export const VIEWS = {
  all: () => true,
  trouble: ({ condition }: FleetRow) => ['bad', 'warn'].includes(BOX_TONES[condition.kind]),
  good: is('good'),
  lost: is('lost'),
  noSound: is('noSound'),
  clockUntrusted: is('clockUntrusted'),
  noPlan: is('noPlan'),
  diskFull: is('diskFull'),
  stopped: is('stopped'),
  muted: ({ muted }: FleetRow) => muted,
  sim: simEndsSoon,
  repair: ({ repair }: FleetRow) => repair !== null,
  notEnrolled: is('notEnrolled'),
  revoked: is('revoked'),
  idle: ({ condition }: FleetRow) => BOX_TONES[condition.kind] === 'calm',
} as const satisfies Record<string, (row: FleetRow) => boolean>;
export type View = keyof typeof VIEWS;
export const VIEW_NAMES = Object.keys(VIEWS).filter((name): name is View => Object.hasOwn(VIEWS, name));

function is(kind: Condition): (row: FleetRow) => boolean {
  return ({ condition }) => condition.kind === kind;
}

export interface Village {
  areaId: string;
  name: string;
  rows: FleetRow[];
  good: number;
}

const URGENCY = { bad: 0, warn: 1, busy: 2, good: 3, calm: 4 } as const;
const ORDER = new Intl.Collator('vi', { numeric: true });
const need = ({ condition }: FleetRow) => URGENCY[BOX_TONES[condition.kind]];

/** Receivers by village: what needs somebody stands first, in the list and in each village. Pure. */
export function villagesOf(rows: readonly FleetRow[], view: View, typed: string): Village[] {
  const villages = new Map<string, Village>();
  for (const row of rows) {
    const { name, areaName, clusterName, sim, contact } = row;
    const told = [name, areaName, clusterName, sim?.number, contact?.name, contact?.phone].join(' ');
    if (!VIEWS[view](row) || !matches(told, typed)) continue;
    const village = villages.get(row.areaId) ?? { areaId: row.areaId, name: areaName, rows: [], good: 0 };
    village.rows.push(row);
    if (row.condition.kind === 'good') village.good++;
    villages.set(row.areaId, village);
  }
  for (const { rows: own } of villages.values())
    own.sort((a, b) => need(a) - need(b) || ORDER.compare(a.clusterName + a.name, b.clusterName + b.name));
  const worst = ({ rows: own }: Village) => Math.min(...own.map(need));
  return [...villages.values()].sort((a, b) => worst(a) - worst(b) || ORDER.compare(a.name, b.name));
}

/** Whole villages, at most about `size` receivers on a page. Pure. */
export function pagesOf(villages: readonly Village[], size: number): Village[][] {
  const pages: Village[][] = [];
  let room = 0;
  for (const village of villages) {
    const page = pages.at(-1);
    if (page === undefined || room < village.rows.length) {
      pages.push([village]);
      room = size - village.rows.length;
    } else {
      page.push(village);
      room -= village.rows.length;
    }
  }
  return pages;
}
