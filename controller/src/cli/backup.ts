import { existsSync } from 'node:fs';
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { SettingError } from '@loa/shared/errors';
import { openSqlite } from '@loa/shared/node/sqlite';
import { syncPath } from '@loa/shared/node/sync-path';
import { copyObjects } from './backup-objects.js';
import type { Command } from './command.js';
import { optional, required } from './typed.js';

export const backup: Command = {
  name: 'backup',
  summary: 'copy a controller’s database, audio and keys to a folder, also while it runs',
  help: `  --out FOLDER    where to; audio that is there already is not copied again
  --data FOLDER   the controller's data folder (or LOA_DATA; default ./data)

The copy holds private keys: keep it as safe as the controller. docs/operations.md says how to restore it.`,
  options: { out: { type: 'string' }, data: { type: 'string' } },
  async run(typed, { env, say }) {
    const data = resolve(optional(typed, 'data') ?? env.LOA_DATA ?? './data');
    const out = resolve(required(typed, 'out'));
    if (!existsSync(join(data, 'loa.db')))
      throw new SettingError(`There is no controller’s database in ${data}.`);
    await mkdir(out, { recursive: true, mode: 0o700 });
    // Audio is kept before rows speak of it, so whatever this copy of the database names is still to be found below.
    await copyDatabase(join(data, 'loa.db'), join(out, 'loa.db'));
    await cp(join(data, 'keys'), join(out, 'keys'), { recursive: true, preserveTimestamps: true });
    const objects = join('store', 'objects');
    if (existsSync(join(data, objects))) await copyObjects(join(data, objects), join(out, objects));
    say(`Backed up ${data} to ${out}.`);
    return 0;
  },
};

/**
 * SQLite's own online backup, checked, and then put in the place of the former one. It reads in many turns and begins
 * anew whenever another process has committed in between, which beside a busy controller never ends: so one read
 * transaction is held throughout. The controller writes on meanwhile; its write-ahead log only grows until the end.
 */
async function copyDatabase(from: string, to: string): Promise<void> {
  const fresh = `${to}.new`;
  // What a backup that was cut off left behind is no beginning for this one.
  for (const end of ['', '-wal', '-shm', '-journal']) await rm(fresh + end, { force: true });
  const source = openSqlite(from, { readonly: true });
  try {
    source.exec('begin');
    // A transaction sees the database as it is at its first read.
    source.prepare('select count(*) from sqlite_schema').get();
    await source.backup(fresh);
  } finally {
    source.close();
  }
  // Opened for writing, so that closing it leaves one file and no write-ahead log.
  openSqlite(fresh).close();
  await syncPath(fresh);
  await rename(fresh, to);
  await syncPath(dirname(to));
}
