import { readFile, rm, writeFile } from 'node:fs/promises';

/** The process id of the demonstration that runs on this data, or null. What a killed one left behind does not count. */
export async function runningDemo(pidFile: string): Promise<number | null> {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''));
  return Number.isInteger(pid) && pid > 0 && isAlive(pid) ? pid : null;
}

/** Notes that this process runs the demonstration; resolves to how to take that back. */
export async function notePid(pidFile: string): Promise<() => Promise<void>> {
  await writeFile(pidFile, `${process.pid}\n`);
  return () => rm(pidFile, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
