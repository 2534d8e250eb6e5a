import { execFile } from 'node:child_process';
import { readlinkSync } from 'node:fs';

/** Above everything ordinary, below the kernel's own threads (50). */
const PRIORITY = '10';

/**
 * Asks the kernel to run the calling thread before all ordinary ones as soon as it wants to (SCHED_RR): a clock that wakes
 * 50 times a second must not wait for a decoder's time slice. Programs that the thread starts later are ordinary
 * again. Needs CAP_SYS_NICE or RLIMIT_RTPRIO (systemd: `LimitRTPRIO=10`) and util-linux's `chrt`; says why it could
 * not, or null.
 */
export function askRealTime(): Promise<string | null> {
  return new Promise((resolve) => {
    const thread = ownThread();
    if (thread === null) return resolve('this system does not tell its threads apart');
    const args = ['--reset-on-fork', '--rr', '--pid', PRIORITY, thread];
    execFile('chrt', args, { timeout: 5_000 }, (error, _stdout, stderr) =>
      resolve(error ? stderr.trim().slice(-150) || error.message : null),
    );
  });
}

/** The kernel's id of the calling thread. */
function ownThread(): string | null {
  try {
    return readlinkSync('/proc/thread-self').split('/').at(-1) ?? null;
  } catch {
    return null;
  }
}
