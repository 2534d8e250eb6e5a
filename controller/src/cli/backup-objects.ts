import { copyFile, mkdir, readdir, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncPath } from '@loa/shared/node/sync-path';

/** No object is called so: names are hex. */
const UNFINISHED = '.new';

/**
 * Copies a store's objects that are not yet in `to`. Each is on disk before it bears its name, so a cut leaves none torn.
 * One that is there is believed if it is as long as the source's: hashing all would read the whole backup every time.
 */
export async function copyObjects(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const shelf of await readdir(from)) {
    const folder = join(to, shelf);
    await mkdir(folder, { recursive: true });
    let copied = 0;
    for (const name of await readdir(join(from, shelf)))
      if (await copyObject(join(from, shelf, name), join(folder, name))) copied += 1;
    if (copied > 0) await syncPath(folder);
  }
  await syncPath(to);
  await syncPath(dirname(to));
}

async function copyObject(from: string, to: string): Promise<boolean> {
  const there = await stat(to).catch(() => null);
  if (there?.size === (await stat(from)).size) return false;
  await copyFile(from, to + UNFINISHED);
  await syncPath(to + UNFINISHED);
  await rename(to + UNFINISHED, to);
  return true;
}
