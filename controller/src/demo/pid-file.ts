import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import { errorCode } from '@loa/shared/error-code';
import { systemClock } from '@loa/shared/node/system-clock';

/** How far the machine's own count of its uptime may be off. */
const BOOT_TOLERANCE_MS = 2_000;

/**
 * The process id of the demonstration that runs on this data, or null. What a killed one or a power cut left behind does
 * not count: since then its number may be another program's, or in a restarted container our own.
 */
export async function runningDemo(pidFile: string): Promise<number | null> {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''));
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return null;
  return isAlive(pid) && (await isOfThisBoot(pidFile)) ? pid : null;
}

/** Notes that this process runs the demonstration; resolves to how to take that back. */
export async function notePid(pidFile: string): Promise<() => Promise<void>> {
  await writeFile(pidFile, `${process.pid}\n`);
  return () => rm(pidFile, { force: true });
}

async function isOfThisBoot(path: string): Promise<boolean> {
  const bootedAt = systemClock.now() - uptime() * 1_000;
  const file = await stat(path).catch(() => null);
  return file !== null && file.mtimeMs >= bootedAt - BOOT_TOLERANCE_MS;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
