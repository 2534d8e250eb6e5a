/**
 * The rows of a table that people read, by the names in its first line:
 *
 *     | giờ   | loa  |
 *     | 03:15 | im   |
 *
 * A line of dashes is passed over; an empty cell or `-` is the empty text.
 */
export function rowsOf(table: string): Record<string, string>[] {
  const lines = table.split('\n').map((line) => line.trim());
  const cells = lines
    .filter((line) => line.startsWith('|') && !/^[|\s-]+$/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
  const [names, ...rows] = cells;
  if (!names) throw new Error('a table begins with the names of its columns');
  return rows.map((row) => {
    if (row.length !== names.length) throw new Error(`not as many cells as columns: ${row.join(' | ')}`);
    return Object.fromEntries(names.map((name, at) => [name, row[at] === '-' ? '' : (row[at] ?? '')]));
  });
}

/** The same as cases of `it.each`, each called by its cells. */
export function casesOf(table: string): [string, Record<string, string>][] {
  return rowsOf(table).map((row) => [
    Object.values(row)
      .map((cell) => cell || '-')
      .join(' | '),
    row,
  ]);
}

/** The texts of a cell between commas. */
export function listOf(cell: string | undefined): string[] {
  return (cell ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
}
