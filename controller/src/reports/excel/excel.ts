import { Worker } from 'node:worker_threads';
import { LoaError } from '@loa/shared/errors';
import type { Clock } from '@loa/shared/ports/clock';
import { z } from 'zod';
import type { ToWorker } from './excel-worker.js';
import type { InSheet, OutCell, OutColumn } from './sheet-files.js';
import { unpackedSize } from './zip-size.js';

/** A list from staff is small; more is something else. */
const MAX_FILE_BYTES = 5 * 1024 * 1024;
const MAX_UNPACKED_BYTES = 60 * 1024 * 1024;
const WALL_MS = 60_000;
const MEMORY_MB = 512;

export type ReadOutcome =
  | { ok: true; sheets: InSheet[] }
  | { ok: false; reason: 'not_excel' | 'too_large' | 'timeout'; detail: string };

/** Excel files in a thread of their own: fifty thousand rows take seconds, and the broker lives in ours. */
export interface Excel {
  read(file: Buffer): Promise<ReadOutcome>;
  /** Rows may arrive piece by piece. */
  write(
    sheet: { name: string; columns: readonly OutColumn[] },
    rows: AsyncIterable<OutCell[][]>,
  ): Promise<Buffer>;
}

export type OpenExcelWorker = () => Worker;

const openWorker: OpenExcelWorker = () =>
  new Worker(new URL('./excel-worker.js', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });

class ExcelFailedError extends LoaError {
  constructor(detail: string) {
    super('excel_failed', `The Excel file could not be made: ${detail}.`);
  }
}

export function createExcel(ports: { clock: Clock; open?: OpenExcelWorker }): Excel {
  const open = ports.open ?? openWorker;
  return {
    async read(file) {
      if (file.length > MAX_FILE_BYTES)
        return { ok: false, reason: 'too_large', detail: `${file.length} bytes` };
      const size = await unpackedSize(file, MAX_UNPACKED_BYTES);
      if (!size.ok) {
        const reason = size.reason === 'too_large' ? 'too_large' : 'not_excel';
        return { ok: false, reason, detail: size.reason };
      }
      const job = startJob(ports.clock, open());
      job.post({ kind: 'read', bytes: file });
      const answer = await job.answer;
      if (!answer.ok)
        return { ok: false, reason: answer.timedOut ? 'timeout' : 'not_excel', detail: answer.detail };
      return { ok: true, sheets: answer.sheets ?? [] };
    },
    async write({ name, columns }, rows) {
      const job = startJob(ports.clock, open());
      try {
        for await (const batch of rows) job.post({ kind: 'rows', rows: batch });
        job.post({ kind: 'write', name, columns: [...columns] });
        const answer = await job.answer;
        if (!answer.ok || !answer.file) throw new ExcelFailedError(answer.ok ? 'no file' : answer.detail);
        return Buffer.from(answer.file);
      } finally {
        job.end();
      }
    },
  };
}

const Cell = z.union([z.string(), z.number(), z.boolean(), z.object({ date: z.string() }), z.null()]);
const FromWorker = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    sheets: z.array(z.object({ name: z.string(), rows: z.array(z.array(Cell)) })).optional(),
    file: z.instanceof(Uint8Array).optional(),
  }),
  z.object({ ok: z.literal(false), detail: z.string() }),
]);

type WorkerAnswer =
  | { ok: true; sheets?: InSheet[] | undefined; file?: Uint8Array | undefined }
  | { ok: false; detail: string; timedOut: boolean };

interface Job {
  post(message: ToWorker): void;
  /** Never rejects; the thread is gone when it resolves. */
  answer: Promise<WorkerAnswer>;
  end(): void;
}

function startJob(clock: Clock, worker: Worker): Job {
  let finish: (answer: WorkerAnswer) => void = () => {};
  const answer = new Promise<WorkerAnswer>((resolve) => {
    finish = resolve;
  });
  const over = (given: WorkerAnswer) => {
    cancel();
    void worker.terminate();
    finish(given);
  };
  const cancel = clock.after(WALL_MS, () => over({ ok: false, detail: 'took too long', timedOut: true }));
  worker.once('message', (message: unknown) => {
    const parsed = FromWorker.safeParse(message);
    if (!parsed.success) over({ ok: false, detail: 'an answer that nobody knows', timedOut: false });
    else if (parsed.data.ok) over(parsed.data);
    else over({ ok: false, detail: parsed.data.detail, timedOut: false });
  });
  worker.once('error', (error) => over({ ok: false, detail: String(error), timedOut: false }));
  return {
    post: (message) => worker.postMessage(message),
    answer,
    end: () => over({ ok: false, detail: 'ended', timedOut: false }),
  };
}
