import type { Contact } from '@loa/shared/api/contact';
import type { Sim } from '@loa/shared/api/fleet';
import type { ImportRow } from '@loa/shared/api/imports';
import { FIELDS, type Field } from './fields.js';
import { cellText, type TableRow } from './find-table.js';
import type { Read } from './read-cells.js';

/** What a good row does when it is applied. */
export type Action =
  | { kind: 'createArea'; parentId: string; areaKind: string; name: string; facts: AreaFacts }
  | { kind: 'changeArea'; areaId: string; facts: AreaFacts }
  | { kind: 'createCluster'; areaId: string; name: string; facts: ClusterFacts; contact: Contact | null }
  | { kind: 'changeCluster'; clusterId: string; areaId: string; facts: ClusterFacts; contact: Contact | null }
  | { kind: 'putSim'; boxId: string; areaId: string; sim: Sim };

/** Only what the list says; what it is silent about stays. */
export interface AreaFacts {
  households?: number;
  population?: number;
  languages?: string[];
  lat?: number;
  lon?: number;
}
export type ClusterFacts = Pick<AreaFacts, 'languages' | 'lat' | 'lon'>;

export interface PlannedRow extends ImportRow {
  action: Action | null;
}

/** The place that a list is read for, as it stands. */
export interface ListWorld {
  root: { id: string; level: 'province' | 'commune' | 'village' };
  /** Living areas at or below the root. */
  areas: readonly {
    id: string;
    parentId: string | null;
    level: 'province' | 'commune' | 'village';
    kind: string;
    name: string;
    households: number | null;
    population: number | null;
    languages: readonly string[];
    lat: number | null;
    lon: number | null;
  }[];
  clusters: readonly {
    id: string;
    areaId: string;
    name: string;
    languages: readonly string[];
    lat: number | null;
    lon: number | null;
    contact: Contact | null;
  }[];
  /** Boxes in use or waiting. */
  boxes: readonly { id: string; name: string; clusterId: string; areaId: string; sim: Sim | null }[];
}

/** Collects what is wrong and what is worth a note while a row is read. */
export function createRowReader(row: TableRow) {
  const errors: string[] = [];
  const notes = row.filled.length > 0 ? ['Ô trống lấy theo dòng trên.'] : [];
  return {
    errors,
    notes,
    text: (field: Field) => cellText(row.values[field]),
    take<T>(read: Read<T>): T | null {
      if (!read.ok) {
        errors.push(read.error);
        return null;
      }
      if (read.note !== undefined) notes.push(read.note);
      return read.value;
    },
    fail(error: string): null {
      errors.push(error);
      return null;
    },
  };
}

export type RowReader = ReturnType<typeof createRowReader>;

export function plannedRow(
  kind: 'areas' | 'clusters' | 'sims',
  { row, values }: TableRow,
  { errors, notes }: RowReader,
  done: { outcome: 'create' | 'change' | 'same'; action: Action | null } | null,
): PlannedRow {
  const cells: Record<string, string> = {};
  for (const { field, label } of FIELDS[kind]) {
    const text = cellText(values[field]);
    if (text !== '') cells[label] = text;
  }
  if (!done || errors.length > 0) return { row, cells, errors, notes, outcome: 'bad', action: null };
  return { row, cells, errors, notes, outcome: done.outcome, action: done.action };
}

/** A row that says the same of one thing as an earlier row is a mistake of the sheet. */
export function createSeen() {
  const seen = new Map<string, number>();
  return (key: string, row: number): number | null => {
    const before = seen.get(key);
    if (before === undefined) seen.set(key, row);
    return before ?? null;
  };
}

/** The facts without those that are not known, and without those that stand already. */
export function newFacts<T extends object>(
  given: T,
  standing: Partial<Record<keyof T, unknown>>,
): Partial<T> {
  return Object.fromEntries(
    Object.entries(given).filter(
      ([key, value]) =>
        value !== null &&
        value !== undefined &&
        JSON.stringify(value) !== JSON.stringify(standing[key as keyof T] ?? null),
    ),
  ) as Partial<T>;
}
