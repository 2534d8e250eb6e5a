import { placeKey } from '@loa/shared/place-kind';

/** The name most like a written one, where one or two letters differ. */
export function nearestName(written: string, names: readonly string[]): string | null {
  const key = placeKey(written);
  let [best, least]: [string | null, number] = [null, 3];
  for (const name of names) {
    const distance = editDistance(key, placeKey(name), least);
    if (distance < least) [best, least] = [name, distance];
  }
  return key.length < 4 ? null : best;
}

function editDistance(a: string, b: string, stopAt: number): number {
  if (Math.abs(a.length - b.length) >= stopAt) return stopAt;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? stopAt;
}
