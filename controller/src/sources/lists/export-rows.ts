import type { ImportKind } from '@loa/shared/api/imports';
import { placeName } from '@loa/shared/place-name';
import { FIELDS, type Field } from './fields.js';
import type { ListWorld } from './planned-rows.js';

type Value = string | number | null | { at: number };
type Told = Partial<Record<Field, Value>>;

/** The same columns that an import reads, filled with what stands. */
export function exportRows(kind: ImportKind, world: ListWorld): Value[][] {
  return toldRows(kind, world).map((told) => FIELDS[kind].map(({ field }) => told[field] ?? null));
}

function toldRows(kind: ImportKind, world: ListWorld): Told[] {
  const areas = new Map(world.areas.map((area) => [area.id, area]));
  const clusters = new Map(world.clusters.map((cluster) => [cluster.id, cluster]));
  const placeOf = (areaId: string): Told => {
    const area = areas.get(areaId);
    if (area?.level !== 'village') return { commune: area?.name ?? null };
    return { commune: areas.get(area.parentId ?? '')?.name ?? null, village: placeName(area) };
  };
  switch (kind) {
    case 'areas':
      return world.areas
        .filter(({ level }) => level === 'village')
        .map(({ id, kind: areaKind, name, households, population, languages, lat, lon }) => ({
          ...{ commune: placeOf(id).commune ?? null, kind: areaKind, name, households, population },
          ...{ languages: languages.join(', '), lat, lon },
        }));
    case 'clusters':
      return world.clusters.map(({ areaId, name, languages, lat, lon, contact }) => ({
        ...{ ...placeOf(areaId), cluster: name, languages: languages.join(', '), lat, lon },
        ...{ contactName: contact?.name ?? null, phone: contact?.phone ?? null },
      }));
    case 'sims':
      return world.boxes.map(({ areaId, clusterId, name, sim }) => ({
        ...{ ...placeOf(areaId), cluster: clusters.get(clusterId)?.name ?? null, box: name },
        ...{ number: sim?.number ?? null, operator: sim?.operator ?? null, note: sim?.note ?? null },
        expiresOn: sim?.expiresOn ? sim.expiresOn.split('-').reverse().join('/') : null,
      }));
  }
}
