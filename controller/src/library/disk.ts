import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '@loa/shared/error-code';

/** Less than this left means that a failed write failed for want of room. */
const ROOM_BYTES = 4 * 1024 * 1024;

export async function hasRoom(path: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(dirname(path));
  return bavail * bsize >= ROOM_BYTES;
}

export function isDiskFull(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOSPC' || code === 'EDQUOT';
}
