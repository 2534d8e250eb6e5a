import type { Cluster } from '@loa/shared/api/clusters';
import type { Contact, FleetRow } from '@loa/shared/api/fleet';
import { matches } from '../../lib/search.js';

export interface ClusterRow {
  id: string;
  name: string;
  village: string;
  boxes: number;
  contact: Contact | null;
  placed: boolean;
}

/** What a place of loudspeakers may still lack, each by its name in the address. */
export const LACKS = {
  all: () => true,
  phone: ({ contact, boxes }: ClusterRow) => boxes > 0 && !contact?.phone,
  box: ({ boxes }: ClusterRow) => boxes === 0,
  position: ({ placed }: ClusterRow) => !placed,
} as const satisfies Record<string, (row: ClusterRow) => boolean>;
export type Lack = keyof typeof LACKS;
export const LACK_NAMES = ['all', 'phone', 'box', 'position'] as const satisfies readonly Lack[];

const ORDER = new Intl.Collator('vi', { numeric: true });

/** Every place of loudspeakers by village and name, those without a receiver, too. Pure. */
export function clusterRows(
  clusters: readonly Cluster[],
  fleet: readonly FleetRow[],
  villageOf: (areaId: string) => string,
): ClusterRow[] {
  const boxes = new Map<string, FleetRow[]>();
  for (const row of fleet)
    if (row.state !== 'revoked') boxes.set(row.clusterId, [...(boxes.get(row.clusterId) ?? []), row]);
  return clusters
    .map(({ id, name, areaId, lat, lon }) => ({
      ...{ id, name, village: villageOf(areaId), boxes: boxes.get(id)?.length ?? 0 },
      contact: boxes.get(id)?.[0]?.contact ?? null,
      placed: lat !== null && lon !== null,
    }))
    .sort((a, b) => ORDER.compare(a.village, b.village) || ORDER.compare(a.name, b.name));
}

export function found(rows: readonly ClusterRow[], lack: Lack, typed: string): ClusterRow[] {
  return rows
    .filter(LACKS[lack])
    .filter(({ village, name, contact }) => matches(`${village} ${name} ${contact?.name ?? ''}`, typed));
}
