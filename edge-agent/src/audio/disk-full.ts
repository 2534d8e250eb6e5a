import { errorCode } from '@loa/shared/error-code';

/** Whether the file system (or a quota of it) had no more room. */
export function isDiskFull(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOSPC' || code === 'EDQUOT';
}
