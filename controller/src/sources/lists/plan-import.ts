import type { ImportKind } from '@loa/shared/api/imports';
import type { Table } from './find-table.js';
import { planAreas } from './plan-areas.js';
import { planClusters } from './plan-clusters.js';
import { planSims } from './plan-sims.js';
import type { ListWorld, PlannedRow } from './planned-rows.js';

/** What a list would change, row by row. Pure: the same list over the same places says the same. */
export function planImport(kind: ImportKind, table: Table, world: ListWorld): PlannedRow[] {
  switch (kind) {
    case 'areas':
      return planAreas(table, world);
    case 'clusters':
      return planClusters(table, world);
    case 'sims':
      return planSims(table, world);
  }
}

export function countOutcomes(rows: readonly Pick<PlannedRow, 'outcome'>[]) {
  const count = (outcome: PlannedRow['outcome']) => rows.filter((row) => row.outcome === outcome).length;
  return { create: count('create'), change: count('change'), same: count('same'), bad: count('bad') };
}
