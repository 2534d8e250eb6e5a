import type { HeardPacket } from './ear.js';

export interface Pace {
  packets: number;
  /** RFC 3550 §6.4.1 and appendix A.8, ms: its last value, and the highest after its first second. */
  jitterMs: number;
  worstJitterMs: number;
  medianGapMs: number;
  p99GapMs: number;
  worstGapMs: number;
  /** How much later the last packets came than the first, against their timestamps, ms. */
  driftMs: number;
}

const SETTLED = 50;

/** How evenly the packets of one talkspurt came. */
export function paceOf(packets: readonly HeardPacket[], clockHz: number): Pace {
  const gaps: number[] = [];
  const lateness: number[] = [];
  let jitter = 0;
  let worst = 0;
  const [first] = packets;
  if (!first) throw new RangeError('no packet was heard');
  for (const [index, packet] of packets.entries()) {
    const sentMs = (((packet.timestamp - first.timestamp) >>> 0) * 1000) / clockHz;
    lateness.push(packet.atMs - first.atMs - sentMs);
    if (index === 0) continue;
    gaps.push(packet.atMs - (packets[index - 1]?.atMs ?? 0));
    const difference = Math.abs((lateness[index] ?? 0) - (lateness[index - 1] ?? 0));
    jitter += (difference - jitter) / 16;
    if (index > SETTLED) worst = Math.max(worst, jitter);
  }
  const sorted = gaps.toSorted((a, b) => a - b);
  return {
    packets: packets.length,
    jitterMs: jitter,
    worstJitterMs: worst,
    medianGapMs: at(sorted, 0.5),
    p99GapMs: at(sorted, 0.99),
    worstGapMs: at(sorted, 1),
    driftMs: median(lateness.slice(-SETTLED)) - median(lateness.slice(0, SETTLED)),
  };
}

function median(values: readonly number[]): number {
  return at(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

function at(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
