import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** How many samples a sound card has consumed for one of our processes, by the kernel's own account. */
export interface AlsaPosition {
  /** Null where the card is not found (a plugin, another rate) or does not run. */
  played(pid: number): number | null;
}

export function createAlsaPosition(root = '/proc/asound'): AlsaPosition {
  let known: { pid: number; status: string | null } | null = null;

  function statusOf(pid: number): string | null {
    if (known?.pid !== pid || known.status === null) known = { pid, status: find(root, pid) };
    return known.status;
  }

  return {
    played(pid) {
      const path = statusOf(pid);
      const text = path === null ? null : textOf(path);
      if (path === null || text === null || ownerOf(text) !== pid || !/^state: RUNNING/m.test(text))
        return null;
      // The pointer counts what the hardware takes: after a conversion that is not what we gave.
      if (!/^rate: 48000\b/m.test(textOf(join(dirname(path), 'hw_params')) ?? '')) return null;
      const pointer = /^hw_ptr\s*: (\d+)/m.exec(text)?.[1];
      return pointer === undefined ? null : Number(pointer);
    },
  };
}

/** card0/pcm0p/sub0/status of the playback stream that belongs to a process. */
function find(root: string, pid: number): string | null {
  const paths = inside(root, /^card\d+$/)
    .flatMap((card) => inside(card, /^pcm\d+p$/))
    .flatMap((pcm) => inside(pcm, /^sub\d+$/))
    .map((sub) => join(sub, 'status'));
  return paths.find((path) => ownerOf(textOf(path) ?? '') === pid) ?? null;
}

function inside(folder: string, name: RegExp): string[] {
  try {
    return readdirSync(folder)
      .filter((entry) => name.test(entry))
      .map((entry) => join(folder, entry));
  } catch {
    return [];
  }
}

function ownerOf(status: string): number | null {
  const pid = /^owner_pid\s*: (\d+)/m.exec(status)?.[1];
  return pid === undefined ? null : Number(pid);
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
