import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const LOOK_EVERY_MS = 500;
/** How far the machine's own count of its uptime may be off. */
const BOOT_TOLERANCE_MS = 2_000;

/**
 * Lets one set-up at a time work in this folder: two installations at once would ruin each other. What a killed one
 * or a power cut left behind does not count.
 * @param {string} file
 * @param {(line: string) => void} say
 * @returns {Promise<() => void>} how to let the next one in
 */
export async function lockSetUp(file, say) {
  mkdirSync(dirname(file), { recursive: true });
  for (let told = false; ; told = true) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = holderOf(file);
    if (holder === null) {
      rmSync(file, { force: true });
      continue;
    }
    if (!told) {
      say(`  Another set-up is at work here (process ${holder}); waiting for it …`);
      say(`  If there is none, delete ${file}`);
    }
    await wait(LOOK_EVERY_MS);
  }
}

/** The process that holds the lock, or null when it is gone. */
function holderOf(file) {
  try {
    // Its number may be another program's by now.
    if (statSync(file).mtimeMs < Date.now() - uptime() * 1_000 - BOOT_TOLERANCE_MS) return null;
    const pid = Number(readFileSync(file, 'utf8'));
    // So it may be ours, where a container gives the same numbers at every start.
    if (pid === process.pid) return null;
    // Written in one go, but perhaps a moment after it was created.
    if (pid === 0) return 0;
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return error.code === 'EPERM' ? 0 : null;
  }
}
