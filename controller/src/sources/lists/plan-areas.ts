import { placeKey, splitKind } from '@loa/shared/place-kind';
import type { Table } from './find-table.js';
import { nearestName } from './place-names.js';
import {
  type AreaFacts,
  createRowReader,
  createSeen,
  type ListWorld,
  newFacts,
  type PlannedRow,
  plannedRow,
  type RowReader,
} from './planned-rows.js';
import { readCount, readLanguages, readPosition } from './read-cells.js';

/** What a list of villages would change. Pure. */
export function planAreas(table: Table, world: ListWorld): PlannedRow[] {
  const seen = createSeen();
  return table.rows.map((row) => {
    const reader = createRowReader(row);
    const name = splitKind(reader.text('name'));
    const facts = readFacts(row.values, reader);
    const parent = communeOf(world, reader);
    if (name.name === '') reader.fail('Thiếu tên thôn, làng.');
    if (name.name.length > 120) reader.fail('Tên thôn, làng quá dài.');
    if (!parent || reader.errors.length > 0) return plannedRow('areas', row, reader, null);
    const before = seen(`${parent.id}|${placeKey(name.name)}`, row.row);
    if (before !== null) reader.fail(`Trùng với dòng ${before}.`);
    const standing = world.areas.find(
      (area) => area.parentId === parent.id && placeKey(area.name) === placeKey(name.name),
    );
    if (!standing) {
      const areaKind = reader.text('kind').toLowerCase() || (name.kind ?? 'thôn');
      const made = { kind: 'createArea' as const, parentId: parent.id, areaKind, name: name.name };
      return plannedRow('areas', row, reader, { outcome: 'create', action: { ...made, facts } });
    }
    const changed = newFacts(facts, standing);
    const same = Object.keys(changed).length === 0;
    const action = { kind: 'changeArea' as const, areaId: standing.id, facts: changed };
    return plannedRow(
      'areas',
      row,
      reader,
      same ? { outcome: 'same', action: null } : { outcome: 'change', action },
    );
  });
}

function readFacts(values: Table['rows'][number]['values'], reader: RowReader): AreaFacts {
  const households = reader.take(readCount(values.households, 'Số hộ'));
  const population = reader.take(readCount(values.population, 'Số dân'));
  return {
    ...(households === null ? {} : { households }),
    ...(population === null ? {} : { population }),
    ...readPlace(values, reader),
  };
}

/** What villages and clusters have in common. */
export function readPlace(
  values: Table['rows'][number]['values'],
  reader: RowReader,
): Pick<AreaFacts, 'languages' | 'lat' | 'lon'> {
  const languages = reader.take(readLanguages(values.languages));
  const place = reader.take(readPosition(values));
  return {
    ...(languages === null ? {} : { languages }),
    ...(place === null || place.lat === null || place.lon === null ? {} : { lat: place.lat, lon: place.lon }),
  };
}

/** The commune that a row belongs to: the one the list is for, else the one it names. */
export function communeOf(world: ListWorld, reader: RowReader): { id: string } | null {
  const communes = world.areas.filter(({ level }) => level === 'commune');
  if (world.root.level === 'village') return reader.fail('Hãy chọn xã, phường rồi nhập lại danh sách.');
  const written = reader.text('commune');
  const found = communes.find(({ name }) => placeKey(name) === placeKey(written));
  if (found) return found;
  if (world.root.level === 'commune') {
    // Old sheets bear the names of communes that were merged; the list is for this one.
    if (written !== '') reader.notes.push(`Tên xã “${written}” được hiểu là xã đang chọn.`);
    return { id: world.root.id };
  }
  if (written === '') return reader.fail('Thiếu tên xã, phường.');
  const near = nearestName(
    written,
    communes.map(({ name }) => name),
  );
  return reader.fail(`Không có xã, phường “${written}”.${near === null ? '' : ` Có phải “${near}”?`}`);
}
