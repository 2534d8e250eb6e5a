import type { ImportRow } from '@loa/shared/api/imports';

export const OUTCOMES = [
  'bad',
  'create',
  'change',
  'same',
] as const satisfies readonly ImportRow['outcome'][];
export type Outcome = (typeof OUTCOMES)[number];
export const TONES = { bad: 'bad', create: 'good', change: 'busy', same: 'calm' } as const;

/** Rows with an outcome (null: all), those that are wrong first, as many as a page holds. Pure. */
export function rowsOn(rows: readonly ImportRow[], outcome: Outcome | null, at: number, size: number) {
  const shown = outcome === null ? rows : rows.filter((row) => row.outcome === outcome);
  const sorted = [...shown].sort(
    (a, b) => Number(b.outcome === 'bad') - Number(a.outcome === 'bad') || a.row - b.row,
  );
  const from = Math.min(at, Math.max(0, Math.ceil(sorted.length / size) - 1)) * size;
  return {
    items: sorted.slice(from, from + size),
    pages: Math.ceil(sorted.length / size),
    page: from / size,
  };
}
