import type { Contact } from '@loa/shared/api/contact';
import { placeKey } from '@loa/shared/place-kind';
import type { Table } from './find-table.js';
import { nearestName } from './place-names.js';
import { communeOf, readPlace } from './plan-areas.js';
import {
  createRowReader,
  createSeen,
  type ListWorld,
  newFacts,
  type PlannedRow,
  plannedRow,
  type RowReader,
} from './planned-rows.js';
import { readPhone } from './read-cells.js';

/** What a list of clusters, with whom to call about them, would change. Pure. */
export function planClusters(table: Table, world: ListWorld): PlannedRow[] {
  const seen = createSeen();
  return table.rows.map((row) => {
    const reader = createRowReader(row);
    const name = reader.text('cluster');
    const facts = readPlace(row.values, reader);
    const contact = readContact(row.values, reader);
    const village = villageOf(world, reader);
    if (name === '') reader.fail('Thiếu tên cụm loa.');
    if (name.length > 120) reader.fail('Tên cụm loa quá dài.');
    if (!village || reader.errors.length > 0) return plannedRow('clusters', row, reader, null);
    const before = seen(`${village.id}|${placeKey(name)}`, row.row);
    if (before !== null) reader.fail(`Trùng với dòng ${before}.`);
    const standing = world.clusters.find(
      (cluster) => cluster.areaId === village.id && placeKey(cluster.name) === placeKey(name),
    );
    if (!standing) {
      const made = { kind: 'createCluster' as const, areaId: village.id, name, facts, contact };
      return plannedRow('clusters', row, reader, { outcome: 'create', action: made });
    }
    const changed = newFacts(facts, standing);
    const called = mergeContact(contact, standing.contact);
    if (Object.keys(changed).length === 0 && called === null) {
      return plannedRow('clusters', row, reader, { outcome: 'same', action: null });
    }
    const about = { clusterId: standing.id, areaId: village.id, facts: changed, contact: called };
    return plannedRow('clusters', row, reader, {
      outcome: 'change',
      action: { kind: 'changeCluster', ...about },
    });
  });
}

function readContact(values: Table['rows'][number]['values'], reader: RowReader): Contact | null {
  const phone = reader.take(readPhone(values.phone, 'Số điện thoại'));
  const name = reader.text('contactName') || null;
  return phone === null && name === null ? null : { name, phone };
}

/** What the list adds to a contact; null where it adds nothing. */
function mergeContact(given: Contact | null, standing: Contact | null): Contact | null {
  if (!given) return null;
  const merged = {
    name: given.name ?? standing?.name ?? null,
    phone: given.phone ?? standing?.phone ?? null,
  };
  return merged.name === (standing?.name ?? null) && merged.phone === (standing?.phone ?? null)
    ? null
    : merged;
}

/** The village that a row names, in its commune. */
export function villageOf(world: ListWorld, reader: RowReader): { id: string } | null {
  if (world.root.level === 'village') return { id: world.root.id };
  const commune = communeOf(world, reader);
  if (!commune) return null;
  const written = reader.text('village');
  if (written === '') return reader.fail('Thiếu tên thôn, làng.');
  const villages = world.areas.filter(({ parentId }) => parentId === commune.id);
  const found = villages.filter(({ name }) => placeKey(name) === placeKey(written));
  if (found.length > 1) return reader.fail(`Có nhiều nơi tên “${written}”. Hãy ghi rõ thôn hay làng.`);
  const [only] = found;
  if (only) return only;
  const near = nearestName(
    written,
    villages.map(({ name }) => name),
  );
  const hint = near === null ? 'Hãy thêm thôn, làng trước, hoặc sửa lại tên.' : `Có phải “${near}”?`;
  return reader.fail(`Không có thôn, làng “${written}”. ${hint}`);
}
