import { readFileSync } from 'node:fs';
import { systemClock } from '@loa/shared/node/system-clock';
import { openTarget } from './target.js';

/** The broker in a process of its own, so that its memory and its end are its own. */
const target = await openTarget();
process.send?.({ kind: 'ready', port: target.port });

process.on('message', () => {
  void target.check().then(async (heard) => {
    await letGo();
    const { failures } = target;
    const { rss, heapUsed } = process.memoryUsage();
    process.send?.({
      kind: 'checked',
      heard,
      failures: failures.splice(0, 20),
      counts: target.counts(),
      rssMb: rss / 1024 / 1024,
      heapMb: heapUsed / 1024 / 1024,
      peakMb: peakMb(),
    });
  });
});

/**
 * What could be let go is; what stays is growth. One collection is not enough: sweeping, and what hangs on objects that
 * are gone (buffers, sockets), come after it.
 */
async function letGo(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) {
    globalThis.gc?.();
    await systemClock.wait(150);
  }
}

/** The most that it ever had, also between two collections. */
function peakMb(): number {
  if (process.platform !== 'linux') return 0;
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024;
}
process.on('disconnect', () => process.exit());
