import { readFileSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startsOf, sweepAll } from './planning-ours.js';
import { naiveConflicts } from './planning-peers.js';
import { makeWorkload } from './planning-workload.js';

/**
 * A child process for one figure: how much more memory than before the process ever had while it swept (or, with a
 * number of clusters as its argument, while naive objects did so for these). Prints bytes.
 */
const sample = Number(process.argv[2] ?? 0);
const { rules, order } = makeWorkload();
const starts = sample > 0 ? startsOf(rules) : [];
const step = sample > 0 ? Math.floor(order.clusters.length / sample) : 0;
const clusters = new Set(Array.from({ length: sample }, (_, at) => at * step));

setFlagsFromString('--expose-gc');
runInNewContext('gc')();
// Linux: the high-water mark begins anew from here.
writeFileSync('/proc/self/clear_refs', '5');
const before = statusBytes('VmRSS');
const kept = sample > 0 ? naiveConflicts(rules, starts, clusters).size : sweepAll(rules).length;
process.stdout.write(`${JSON.stringify({ bytes: statusBytes('VmHWM') - before, kept })}\n`);

function statusBytes(field: string): number {
  const line = readFileSync('/proc/self/status', 'utf8').match(new RegExp(`${field}:\\s+(\\d+) kB`));
  return Number(line?.[1]) * 1024;
}
