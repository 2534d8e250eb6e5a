import type { Fleet, FleetRow, SimRow } from '@loa/shared/api/fleet';
import { DAY } from '@loa/shared/instant';
import { areaChain } from '../db/areas.js';
import { type BoxRecord, listBoxes } from '../db/boxes.js';
import type { Db } from '../db/database.js';
import { type BoxNotes, boxNotesBelow, contactsBelow } from '../db/fleet.js';
import { inOrderOf } from '../db/list-page.js';
import { zoneOf } from '../db/planning-places.js';
import { repairsBelow } from '../db/repairs.js';
import { civilTime } from '../planning/calendar/civil-time.js';
import { boxCondition } from './box-condition.js';
import { boxTrouble, isSilent } from './box-trouble.js';

/** A SIM is told of so many days before it ends. */
export const SIM_SOON_DAYS = 30;

/** What is known of the boxes of an area. */
export interface WholeFleet {
  items: FleetRow[];
  counts: Fleet['counts'];
}

/** Every box at or below an area; those that are in use no more stand last. */
export async function fleetOf(db: Db, root: string, now: number): Promise<WholeFleet> {
  const [boxes, notes, contacts, repairs] = [
    await listBoxes(db, root),
    await boxNotesBelow(db, root),
    await contactsBelow(db, root),
    await repairsBelow(db, root),
  ];
  const today = await civilDateAt(db, root, now);
  const items = boxes.map((box) => {
    const position = notes.get(box.id)?.position ?? { lat: null, lon: null };
    const contact = contacts.get(box.clusterId) ?? null;
    return {
      ...rowOf(box, notes.get(box.id), { today, now }),
      ...position,
      contact,
      repair: repairs.get(box.id) ?? null,
    };
  });
  return { items: [...items.filter(inUse), ...items.filter((row) => !inUse(row))], counts: countsOf(items) };
}

/** SIMs of boxes in use that end within `days` or have ended, the soonest first; without `days`, all that are known. */
export function simsOf(fleet: WholeFleet, days: number | null): SimRow[] {
  const sims = fleet.items
    .filter(inUse)
    .flatMap(({ boxId, name, clusterId, clusterName, areaId, areaName, sim, simDaysLeft }) => {
      if (!sim || (days !== null && (simDaysLeft === null || simDaysLeft > days))) return [];
      return { boxId, boxName: name, clusterId, clusterName, areaId, areaName, sim, daysLeft: simDaysLeft };
    });
  return inOrderOf(sims, simKey);
}

/** Where a SIM stands in `simsOf`; those that nobody wrote an end of are the last. */
export function simKey({ boxId, sim: { expiresOn } }: Pick<SimRow, 'boxId' | 'sim'>) {
  return { key: expiresOn ?? '~', id: boxId };
}

/** The civil date at an area. */
export async function civilDateAt(db: Db, areaId: string, now: number): Promise<string> {
  return civilTime(zoneOf(await areaChain(db, areaId))).dateOf(now);
}

type PlainRow = Omit<FleetRow, 'lat' | 'lon' | 'contact' | 'repair'>;

function rowOf(
  box: BoxRecord,
  notes: BoxNotes | undefined,
  { today, now }: { today: string; now: number },
): PlainRow {
  const condition = boxCondition(box, now);
  const muted = notes?.volume?.muted ?? false;
  const sim = notes?.sim ?? null;
  return {
    ...{ boxId: box.id, name: box.name, clusterId: box.clusterId, clusterName: box.clusterName },
    ...{ areaId: box.areaId, areaName: box.areaName, state: box.state, condition },
    trouble: boxTrouble(condition, muted),
    lastSeenAt: box.lastSeenAt,
    playing: condition.kind === 'good' && box.status?.playing !== undefined,
    sim,
    simDaysLeft: sim?.expiresOn ? daysBetween(today, sim.expiresOn) : null,
    muted,
    maxGainDb: notes?.volume?.maxGainDb ?? null,
    dataBytes: dataOf(box),
    version: box.status?.version ?? null,
  };
}

function dataOf({ status }: BoxRecord): number | null {
  return status?.data ? status.data.control + status.data.audio + status.data.stream : null;
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}

/** Whether the SIM of a box in use has ended or soon will. */
export function endsSoon({ state, simDaysLeft }: Pick<FleetRow, 'state' | 'simDaysLeft'>): boolean {
  return inUse({ state }) && simDaysLeft !== null && simDaysLeft <= SIM_SOON_DAYS;
}

const inUse = ({ state }: Pick<FleetRow, 'state'>) => state !== 'revoked';

export function countsOf(rows: readonly PlainRow[]): Fleet['counts'] {
  const used = rows.filter(inUse);
  const count = (is: (row: PlainRow) => boolean) => used.filter(is).length;
  return {
    all: used.length,
    good: count(({ condition }) => condition.kind === 'good'),
    silent: count(({ condition }) => isSilent(condition)),
    waiting: count(({ condition }) => condition.kind === 'notEnrolled'),
    simsExpiring: count(endsSoon),
  };
}
