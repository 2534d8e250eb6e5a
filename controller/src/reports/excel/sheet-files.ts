import readXlsxFile from 'read-excel-file/node';
import writeXlsxFile, { type Cell as WrittenCell } from 'write-excel-file/node';

/** A cell to write: a date is civil, as if the place were at UTC. */
export type OutCell = string | number | null | { at: number };

export interface OutColumn {
  header: string;
  /** In characters. */
  width: number;
}

/** A cell that was read; a date has no time that anybody meant. */
export type InCell = string | number | boolean | { date: string } | null;

export interface InSheet {
  name: string;
  rows: InCell[][];
}

/** One sheet as an .xlsx file, its header kept in sight. Texts are texts: nothing is ever a formula. */
export async function writeWorkbook(
  name: string,
  columns: readonly OutColumn[],
  rows: readonly (readonly OutCell[])[],
): Promise<Buffer> {
  const header = columns.map((column) => ({ value: column.header, fontWeight: 'bold' as const, wrap: true }));
  const file = writeXlsxFile([header, ...rows.map((row) => row.map(written))], {
    sheet: name.slice(0, 31),
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
  });
  return file.toBuffer();
}

function written(cell: OutCell): WrittenCell {
  if (cell === null) return null;
  if (typeof cell === 'number') return { value: cell, type: Number };
  if (typeof cell === 'string') return { value: cell, type: String };
  return { value: new Date(cell.at), type: Date, format: 'dd/mm/yyyy hh:mm:ss' };
}

/** Every sheet of an .xlsx file. Throws on what is none. */
export async function readWorkbook(bytes: Uint8Array): Promise<InSheet[]> {
  const sheets = await readXlsxFile(Buffer.from(bytes));
  return sheets.map(({ sheet, data }) => ({ name: sheet, rows: data.map((row) => row.map(read)) }));
}

function read(cell: unknown): InCell {
  if (cell instanceof Date) return { date: cell.toISOString().slice(0, 10) };
  if (typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean') return cell;
  return null;
}
