import type { ImportKind } from '@loa/shared/api/imports';
import { fold } from '@loa/shared/fold';
import { FIELDS, type Field, type FieldSpec } from './fields.js';

/** A cell as it was read; structurally what the reader of Excel files gives. */
export type Cell = string | number | boolean | { date: string } | null;

export interface Sheet {
  name: string;
  rows: readonly (readonly Cell[])[];
}

export interface TableRow {
  /** As Excel counts it. */
  row: number;
  values: Partial<Record<Field, Cell>>;
  /** Taken from the row above. */
  filled: Field[];
}

export interface Table {
  sheet: string;
  headers: { written: string; field: Field | null }[];
  rows: TableRow[];
}

/** Titles and dates stand above the header in many sheets. */
const HEADER_WITHIN = 25;

/** The table of a file that fits a list best: its header may stand anywhere near the top. Null: no column is known. */
export function findTable(sheets: readonly Sheet[], kind: ImportKind): Table | null {
  let best: { sheet: Sheet; at: number; fields: (Field | null)[]; score: number } | null = null;
  for (const sheet of sheets) {
    for (const [at, row] of sheet.rows.slice(0, HEADER_WITHIN).entries()) {
      const fields = fieldsOf(row, FIELDS[kind]);
      const required = FIELDS[kind].filter((spec) => spec.required && fields.includes(spec.field)).length;
      const score = required * 10 + fields.filter((field) => field !== null).length;
      if (required > 0 && score > (best?.score ?? 0)) best = { sheet, at, fields, score };
    }
  }
  if (!best) return null;
  const { sheet, at, fields } = best;
  const headers = (sheet.rows[at] ?? []).map((cell, column) => ({
    written: cellText(cell),
    field: fields[column] ?? null,
  }));
  return {
    sheet: sheet.name,
    headers: headers.filter(({ written }) => written !== ''),
    rows: rowsOf(sheet.rows, { at, fields, specs: FIELDS[kind] }),
  };
}

/** Which column tells what; of two that tell the same the first does. */
function fieldsOf(row: readonly Cell[], specs: readonly FieldSpec[]): (Field | null)[] {
  const taken = new Set<Field>();
  return row.map((cell) => {
    const header = foldHeader(cellText(cell));
    const field = header === '' ? null : fieldOf(header, specs, taken);
    if (field !== null) taken.add(field);
    return field;
  });
}

function fieldOf(header: string, specs: readonly FieldSpec[], taken: ReadonlySet<Field>): Field | null {
  let [best, length]: [Field | null, number] = [null, 0];
  for (const { field, synonyms, label } of specs) {
    if (taken.has(field)) continue;
    for (const synonym of [foldHeader(label), ...synonyms]) {
      // A header of its own words is sure; one that merely begins with them is likely.
      const fits = header === synonym ? 1000 : header.startsWith(`${synonym} `) ? synonym.length : 0;
      if (fits > length) [best, length] = [field, fits];
    }
  }
  return best;
}

function foldHeader(text: string): string {
  return fold(text.replace(/\([^)]*\)/g, ' ').replace(/[^\p{L}\p{M}\p{N}]+/gu, ' '));
}

function rowsOf(
  rows: readonly (readonly Cell[])[],
  { at, fields, specs }: { at: number; fields: readonly (Field | null)[]; specs: readonly FieldSpec[] },
): TableRow[] {
  const filling = specs.filter(({ fillDown }) => fillDown).map(({ field }) => field);
  const last: Partial<Record<Field, Cell>> = {};
  const found: TableRow[] = [];
  for (const [offset, cells] of rows.slice(at + 1).entries()) {
    const values: Partial<Record<Field, Cell>> = {};
    for (const [column, field] of fields.entries()) {
      const cell = cells[column] ?? null;
      if (field !== null && cellText(cell) !== '') values[field] = cell;
    }
    if (Object.keys(values).length === 0 || isTotal(cells) || repeatsHeader(cells, specs)) continue;
    const filled: Field[] = [];
    for (const field of filling) {
      const own = values[field];
      if (own !== undefined) last[field] = own;
      else if (last[field] !== undefined) {
        values[field] = last[field];
        filled.push(field);
      }
    }
    found.push({ row: at + offset + 2, values, filled });
  }
  return found;
}

/** "Tổng cộng" at the foot, and a numbering row below the header: (1) (2) (3). */
function isTotal(cells: readonly Cell[]): boolean {
  const texts = cells.map(cellText).filter((text) => text !== '');
  const numbering =
    texts.length > 2 && texts.every((text, index) => text.replace(/\D/g, '') === String(index + 1));
  return numbering || texts.some((text) => /^(tong|cong|tong cong|tong so)\s*:?$/.test(fold(text)));
}

function repeatsHeader(cells: readonly Cell[], specs: readonly FieldSpec[]): boolean {
  const required = specs.filter((spec) => spec.required);
  const fields = fieldsOf(cells, specs);
  const known = fields.filter((field) => field !== null).length;
  return known > 2 && required.every(({ field }) => fields.includes(field));
}

/** A cell as a person sees it, with stray spaces gone, NFC. */
export function cellText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'object') return cell.date.split('-').reverse().join('/');
  return String(cell)
    .normalize('NFC')
    .replace(/[\s\u00a0\u200b-\u200d\ufeff]+/g, ' ')
    .trim();
}
