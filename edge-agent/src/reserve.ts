import { closeSync, existsSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';

/** A spare file that is deleted when the disk is full, so that what happened can still be written down. */
export interface Reserve {
  /** Makes sure the spare file stands; false when there is no room for it. */
  ensure(): boolean;
  /** Deletes it; false when it was not there. */
  release(): boolean;
}

export interface ReserveOptions {
  path: string;
  bytes: number;
}

export function createReserve({ path, bytes }: ReserveOptions): Reserve {
  let standing = existsSync(path);
  return {
    ensure() {
      if (standing) return true;
      try {
        const file = openSync(path, 'w', 0o600);
        try {
          // Real bytes, not a hole: a sparse file would keep no room.
          standing = writeSync(file, Buffer.alloc(bytes, 0x55)) === bytes;
          fsyncSync(file);
        } finally {
          closeSync(file);
        }
      } catch {
        standing = false;
      }
      if (!standing) rmSync(path, { force: true });
      return standing;
    },
    release() {
      if (!standing) return false;
      rmSync(path, { force: true });
      standing = false;
      return true;
    },
  };
}
