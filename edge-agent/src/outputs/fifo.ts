import { execFile } from 'node:child_process';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { errorCode } from '@loa/shared/error-code';

const run = promisify(execFile);

/** Pipes for the standard input of children: each child has one that nobody else reads, not even a stuck forerunner. */
export interface FifoMaker {
  /**
   * Two fresh ends, or null when none is made yet. The reading one is for a child's standard input; close it here once the
   * child has it.
   */
  open(): Ends | null;
  remove(): void;
}

export interface Ends {
  reading: number;
  writing: FifoEnd;
}

export interface FifoEnd {
  /** Whole or not at all, at once: `full` when the reader has not kept up, `broken` when there is none any more. */
  write(bytes: Uint8Array): 'written' | 'full' | 'broken';
  close(): void;
}

/** So many are kept ready: making one needs a program, and a start must not wait for it. */
const SPARE = 4;

/**
 * Node gives its children sockets, which hold a second of sound and grow a queue behind that. A pipe holds 64 kB (0.68 s)
 * and says at once when it is full, so that a device that sticks is noticed within a second.
 */
export async function startFifoMaker(): Promise<FifoMaker> {
  const spare: Ends[] = [];
  let removed = false;

  async function make(count: number): Promise<void> {
    spare.push(...(await makePipes(count)));
    if (removed) closeSpare();
  }

  function closeSpare(): void {
    for (const { reading, writing } of spare.splice(0)) {
      closeSync(reading);
      writing.close();
    }
  }

  await make(SPARE);
  return {
    open() {
      const ends = spare.shift() ?? null;
      // One that cannot be made now is missed when all are used up.
      if (ends) void make(1).catch(() => {});
      return ends;
    },
    remove() {
      removed = true;
      closeSpare();
    },
  };
}

/** Named pipes lose their names at once: a process that is killed leaves nothing behind. */
async function makePipes(count: number): Promise<Ends[]> {
  const folder = await mkdtemp(join(tmpdir(), 'loa-sound-'));
  try {
    const paths = Array.from({ length: count }, (_, index) => join(folder, `pcm${index}`));
    await run('mkfifo', ['-m', '600', ...paths]);
    return paths.map((path) => {
      const reading = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
      return { reading, writing: endOf(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK)) };
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function endOf(fd: number): FifoEnd {
  let open = true;
  return {
    write(bytes) {
      if (!open) return 'broken';
      try {
        writeSync(fd, bytes);
        return 'written';
      } catch (error) {
        return errorCode(error) === 'EAGAIN' ? 'full' : 'broken';
      }
    },
    close() {
      if (open) closeSync(fd);
      open = false;
    },
  };
}
