import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DamagedDatabaseError } from '@loa/shared/node/sqlite';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MIGRATIONS, openDatabase } from '../../../controller/src/db/database.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loa-db-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the controller's database", () => {
  it('is created by its migrations, and opened again without repeating them', async () => {
    const path = join(folder, 'loa.db');
    const first = await openDatabase({ path });
    await first.db.insertInto('setting').values({ key: 'a', value: '1' }).execute();
    await first.close();
    const again = await openDatabase({ path });
    expect(await again.db.selectFrom('setting').selectAll().execute()).toEqual([{ key: 'a', value: '1' }]);
    expect(await again.db.selectFrom('migration').selectAll().execute()).toEqual(
      MIGRATIONS.map(({ name }) => ({ name })),
    );
    await again.close();
  });

  it('keeps what it acknowledged through a power cut: synchronous is FULL, foreign keys hold', async () => {
    const { db, close } = await openDatabase({ path: join(folder, 'loa.db') });
    const pragma = async (name: string) => (await sql.raw(`pragma ${name}`).execute(db)).rows;
    expect(await pragma('synchronous')).toEqual([{ synchronous: 2 }]);
    expect(await pragma('journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    expect(await pragma('foreign_keys')).toEqual([{ foreign_keys: 1 }]);
    await close();
  });

  it('gives blobs back byte for byte', async () => {
    const { db, close } = await openDatabase({ path: ':memory:' });
    const bytes = Uint8Array.from([0, 255, 7]);
    await db
      .insertInto('roster')
      .values({ commune_id: 'area_x', version: 1, bytes, created_at: 1 })
      .execute();
    const row = await db.selectFrom('roster').select('bytes').executeTakeFirstOrThrow();
    expect(Buffer.from(row.bytes)).toEqual(Buffer.from(bytes));
    await close();
  });

  it('refuses a damaged file and leaves it as it is', async () => {
    const path = join(folder, 'loa.db');
    writeFileSync(path, 'this is not a database, it is a letter'.repeat(100));
    await expect(openDatabase({ path })).rejects.toThrow(DamagedDatabaseError);
  });
});
