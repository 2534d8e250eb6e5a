import { readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** Resident memory of a process, MB. */
export function rssMb(pid: number): number {
  const kb = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kb) / 1024;
}

/** Processor time of a process, and of its children that ended, seconds. */
export function cpuSeconds(pid: number): { own: number; children: number } {
  // The second field is a name in brackets, which may hold blanks.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  const [user, system, childUser, childSystem] = fields.slice(11, 15).map(Number);
  return {
    own: ((user ?? 0) + (system ?? 0)) / TICKS_PER_SECOND,
    children: ((childUser ?? 0) + (childSystem ?? 0)) / TICKS_PER_SECOND,
  };
}

/** How often the process gave the processor away by itself: every wait that ended, in all its threads. */
export function wakeUps(pid: number): number {
  return Number(
    /voluntary_ctxt_switches:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0,
  );
}
