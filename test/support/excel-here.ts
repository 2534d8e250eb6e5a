import type { Excel } from '../../controller/src/reports/excel/excel.js';
import { type OutCell, readWorkbook, writeWorkbook } from '../../controller/src/reports/excel/sheet-files.js';

/** Excel files in the test's own thread: the thread is tested by itself. */
export function createExcelHere(): Excel {
  return {
    async read(file) {
      try {
        return { ok: true, sheets: await readWorkbook(file) };
      } catch (error) {
        return { ok: false, reason: 'not_excel', detail: String(error) };
      }
    },
    async write({ name, columns }, batches) {
      const rows: OutCell[][] = [];
      for await (const batch of batches) rows.push(...batch);
      return writeWorkbook(name, columns, rows);
    },
  };
}
