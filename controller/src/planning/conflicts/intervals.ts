/**
 * A set of whole numbers as stretches [lo, hi), flat: lo, hi, lo, hi … in order, none touching the next. A commune's
 * eighty clusters are two numbers so, and a province's five thousand as well.
 */
export type Intervals = Int32Array;

/** The union of stretches in any order. */
export function unionOf(stretches: readonly (readonly [lo: number, hi: number])[]): Intervals {
  const sorted = stretches.filter(([lo, hi]) => lo < hi).sort(([a], [b]) => a - b);
  const flat: number[] = [];
  for (const [lo, hi] of sorted) {
    const end = flat.at(-1);
    if (end !== undefined && lo <= end) flat[flat.length - 1] = Math.max(end, hi);
    else flat.push(lo, hi);
  }
  return Int32Array.from(flat);
}

export function intersection(a: Intervals, b: Intervals): Intervals {
  const flat: number[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [endA = 0, endB = 0] = [a[i + 1], b[j + 1]];
    const lo = Math.max(a[i] ?? 0, b[j] ?? 0);
    const hi = Math.min(endA, endB);
    if (lo < hi) flat.push(lo, hi);
    if (endA < endB) i += 2;
    else j += 2;
  }
  return Int32Array.from(flat);
}

/** Whether the two share anything; asked half a million times a sweep, so it makes nothing. */
export function intersects(a: Intervals, b: Intervals): boolean {
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const endA = a[i + 1] ?? 0;
    const endB = b[j + 1] ?? 0;
    if ((a[i] ?? 0) < endB && (b[j] ?? 0) < endA) return true;
    if (endA < endB) i += 2;
    else j += 2;
  }
  return false;
}

export function sizeOf(set: Intervals): number {
  let size = 0;
  for (let at = 0; at < set.length; at += 2) size += (set[at + 1] ?? 0) - (set[at] ?? 0);
  return size;
}

/** Every number of the set in order. */
export function* membersOf(set: Intervals): Iterable<number> {
  for (let at = 0; at < set.length; at += 2) {
    for (let member = set[at] ?? 0; member < (set[at + 1] ?? 0); member++) yield member;
  }
}
