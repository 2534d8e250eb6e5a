import type { Sim } from '@loa/shared/api/fleet';
import { placeKey } from '@loa/shared/place-kind';
import type { Table } from './find-table.js';
import { nearestName } from './place-names.js';
import { villageOf } from './plan-clusters.js';
import {
  createRowReader,
  createSeen,
  type ListWorld,
  type PlannedRow,
  plannedRow,
  type RowReader,
} from './planned-rows.js';
import { readDate, readPhone } from './read-cells.js';

type Box = ListWorld['boxes'][number];

/** What a list of SIMs would change. A row names its box, or the cluster or village where only one stands. Pure. */
export function planSims(table: Table, world: ListWorld): PlannedRow[] {
  const [seenBox, seenNumber] = [createSeen(), createSeen()];
  return table.rows.map((row) => {
    const reader = createRowReader(row);
    const number = reader.take(readPhone(row.values.number, 'Số SIM'));
    const expiresOn = reader.take(readDate(row.values.expiresOn, 'Ngày hết hạn'));
    if (reader.text('number') === '') reader.fail('Thiếu số SIM.');
    const box = boxOf(world, reader);
    if (!box || reader.errors.length > 0) return plannedRow('sims', row, reader, null);
    const before = seenBox(box.id, row.row) ?? seenNumber(number ?? '', row.row);
    if (before !== null) reader.fail(`Trùng bộ thu hoặc số SIM với dòng ${before}.`);
    const { sim: standing } = box;
    const sim: Sim = {
      number,
      operator: (reader.text('operator') || operatorOf(number)) ?? standing?.operator ?? null,
      expiresOn: expiresOn ?? standing?.expiresOn ?? null,
      note: reader.text('note').slice(0, 200) || (standing?.note ?? null),
    };
    const same = standing !== null && JSON.stringify(sim) === JSON.stringify(standing);
    if (same) return plannedRow('sims', row, reader, { outcome: 'same', action: null });
    const action = { kind: 'putSim' as const, boxId: box.id, areaId: box.areaId, sim };
    return plannedRow('sims', row, reader, { outcome: standing ? 'change' : 'create', action });
  });
}

function boxOf(world: ListWorld, reader: RowReader): Box | null {
  const [box, cluster] = [reader.text('box'), reader.text('cluster')];
  let candidates = world.boxes;
  if (reader.text('village') !== '') {
    const village = villageOf(world, reader);
    if (!village) return null;
    candidates = candidates.filter(({ areaId }) => areaId === village.id);
  }
  if (cluster !== '') {
    const ids = world.clusters.filter(({ name }) => placeKey(name) === placeKey(cluster)).map(({ id }) => id);
    candidates = candidates.filter(({ clusterId }) => ids.includes(clusterId));
  }
  if (box !== '') {
    const named = candidates.filter(({ name }) => placeKey(name) === placeKey(box));
    // Some lists name the cluster where the box is asked for.
    const clusters = world.clusters
      .filter(({ name }) => placeKey(name) === placeKey(box))
      .map(({ id }) => id);
    candidates =
      named.length > 0 ? named : candidates.filter(({ clusterId }) => clusters.includes(clusterId));
  }
  const [only, another] = candidates;
  if (!only) return reader.fail(notFoundText(world, box || cluster));
  if (another) {
    return reader.fail(
      `Có ${candidates.length} bộ thu khớp với dòng này. Hãy ghi rõ thôn, cụm loa và tên bộ thu.`,
    );
  }
  return only;
}

function notFoundText(world: ListWorld, written: string): string {
  if (written === '') return 'Thiếu tên bộ thu hoặc cụm loa.';
  const names = [...world.boxes.map(({ name }) => name), ...world.clusters.map(({ name }) => name)];
  const near = nearestName(written, names);
  return `Không có bộ thu “${written}” ở đây.${near === null ? '' : ` Có phải “${near}”?`}`;
}

/** Prefixes of Việt Nam's networks since 2018; a number that was carried over to another may say otherwise. */
function operatorOf(number: string | null): string | null {
  if (number === null) return null;
  if (/^0(86|9[678]|3[2-9])/.test(number)) return 'Viettel';
  if (/^0(88|91|94|8[1-5])/.test(number)) return 'VinaPhone';
  if (/^0(89|90|93|7[06-9])/.test(number)) return 'MobiFone';
  if (/^0(92|5[268])/.test(number)) return 'Vietnamobile';
  return null;
}
