import { open, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Less than this left means that a failed write failed for want of room. */
const ROOM_BYTES = 4 * 1024 * 1024;

export async function hasRoom(path: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(dirname(path));
  return bavail * bsize >= ROOM_BYTES;
}

export function isDiskFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** Makes a rename or a new name in `folder` outlast a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
