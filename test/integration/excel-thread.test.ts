import { Worker } from 'node:worker_threads';
import { deflateRawSync } from 'node:zlib';
import { systemClock } from '@loa/shared/node/system-clock';
import { describe, expect, it } from 'vitest';
import { createExcel } from '../../controller/src/reports/excel/excel.js';
import type { OutCell } from '../../controller/src/reports/excel/sheet-files.js';
import { unpackedSize } from '../../controller/src/reports/excel/zip-size.js';

const entry = new URL('../../controller/src/reports/excel/excel-worker.ts', import.meta.url);
const excel = createExcel({
  clock: systemClock,
  open: () =>
    new Worker(new URL('../support/source-worker.mjs', import.meta.url), {
      argv: [entry.href],
      execArgv: ['--conditions=source'],
    }),
});

async function* batches(): AsyncGenerator<OutCell[][]> {
  yield [['một', 1, { at: Date.UTC(2026, 10, 2, 17) }]];
  yield [['hai', 2, null]];
}

describe('Excel files in a thread of their own', () => {
  it('are written from pieces and read again', async () => {
    const columns = ['Tên', 'Số', 'Ngày'].map((header) => ({ header, width: 10 }));
    const file = await excel.write({ name: 'Thử', columns }, batches());
    const read = await excel.read(file);
    expect(read).toEqual({
      ok: true,
      sheets: [
        {
          name: 'Thử',
          rows: [
            ['Tên', 'Số', 'Ngày'],
            ['một', 1, { date: '2026-11-02' }],
            ['hai', 2, null],
          ],
        },
      ],
    });
  });

  it('are refused when they are none, before any thread begins', async () => {
    expect(await excel.read(Buffer.from('không phải'))).toMatchObject({ ok: false, reason: 'not_excel' });
    expect(await excel.read(Buffer.alloc(6 * 1024 * 1024))).toMatchObject({ ok: false, reason: 'too_large' });
    // A zip that holds no workbook passes the first look and fails in the thread.
    expect(await excel.read(zipOf(Buffer.from('x')))).toMatchObject({ ok: false, reason: 'not_excel' });
  });

  it('are refused when a small file unpacks to gigabytes, whatever it claims', async () => {
    const bomb = zipOf(Buffer.alloc(80 * 1024 * 1024), 10);
    expect(bomb.length).toBeLessThan(200_000);
    expect(await excel.read(bomb)).toMatchObject({ ok: false, reason: 'too_large' });
    expect(await unpackedSize(bomb, 100 * 1024 * 1024)).toEqual({ ok: true, bytes: 80 * 1024 * 1024 });
  });
});

/** A zip of one deflated part that claims to be `claimed` bytes. */
function zipOf(content: Buffer, claimed = content.length): Buffer {
  const packed = deflateRawSync(content);
  const name = Buffer.from('a.xml');
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(claimed, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(claimed, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + packed.length, 16);
  return Buffer.concat([local, name, packed, central, name, end]);
}
