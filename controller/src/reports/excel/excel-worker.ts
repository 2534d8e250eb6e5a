import { parentPort } from 'node:worker_threads';
import { type OutCell, type OutColumn, readWorkbook, writeWorkbook } from './sheet-files.js';

/** What the thread is told; both ends are ours and of one version. */
export type ToWorker =
  | { kind: 'read'; bytes: Uint8Array }
  | { kind: 'rows'; rows: OutCell[][] }
  | { kind: 'write'; name: string; columns: OutColumn[] };

const rows: OutCell[][] = [];

parentPort?.on('message', (message: ToWorker) => {
  answer(message).catch((error: unknown) => {
    parentPort?.postMessage({ ok: false, detail: String(error) });
  });
});

async function answer(message: ToWorker): Promise<void> {
  switch (message.kind) {
    case 'rows':
      for (const row of message.rows) rows.push(row);
      return;
    case 'read':
      parentPort?.postMessage({ ok: true, sheets: await readWorkbook(message.bytes) });
      return;
    case 'write': {
      const file = await writeWorkbook(message.name, message.columns, rows);
      parentPort?.postMessage({ ok: true, file });
    }
  }
}
