import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What is wrong with the disk or card by an error of SQLite or of the file system, or null when it is no fault of it. */
export function storageFault(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  const { code, message } = error;
  const faulty = code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_IOERR');
  const missing = code.startsWith('SQLITE_CANTOPEN') || code === 'EROFS' || code === 'EIO';
  return faulty || missing ? `${code}: ${message}`.slice(0, 200) : null;
}

/** What is wrong with the disk or card that a folder lies on, or null when it takes a small file. */
export async function faultOf(folder: string): Promise<string | null> {
  const probe = join(folder, '.probe');
  try {
    await writeFile(probe, '1');
    await rm(probe, { force: true });
    return null;
  } catch (error) {
    return storageFault(error);
  }
}

/** A folder in memory where the system has one. */
const MEMORY = '/dev/shm';

/** A folder that lies on no card. */
export function inMemory(): string {
  return existsSync(MEMORY) ? MEMORY : tmpdir();
}

/** A folder in memory for this name alone; emptied, for what is in it is another run's. */
export async function memoryFolder(name: string): Promise<string> {
  const folder = join(inMemory(), name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}
