import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A wall clock that lies to one process and its children, and may be stepped while they run. */
export interface FakeTime {
  /** What the process needs in its environment. */
  env: Record<string, string>;
  /** libfaketime's words: `@2035-06-01 12:00:00` starts there, `+3600` lies an hour ahead. */
  set(words: string): void;
}

/** `file` is where the process looks up what time it is. Only the wall clock lies: time since power-on does not. */
export function fakeTime(file: string, words: string): FakeTime {
  const set = (next: string) => writeFileSync(file, `${next}\n`);
  set(words);
  return {
    env: {
      LD_PRELOAD: library(),
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      // Else it takes waits on the monotonic clock for waits on the one that lies.
      FAKETIME_FORCE_MONOTONIC_FIX: '0',
    },
    set,
  };
}

/** Debian keeps it in a folder named for the processor. */
function library(): string {
  for (const kind of readdirSync('/usr/lib')) {
    const folder = join('/usr/lib', kind, 'faketime');
    try {
      if (readdirSync(folder).includes('libfaketimeMT.so.1')) return join(folder, 'libfaketimeMT.so.1');
    } catch {
      // Not there.
    }
  }
  throw new Error('libfaketime is not installed');
}
