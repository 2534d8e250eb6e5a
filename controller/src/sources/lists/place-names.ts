import { fold } from '@loa/shared/fold';

/** What a place is called before its own name, the longest first. */
const KINDS = [
  'tổ dân phố',
  'khu dân cư',
  'khu phố',
  'khu vực',
  'đặc khu',
  'phường',
  'thôn',
  'làng',
  'buôn',
  'khóm',
  'phum',
  'plei',
  'xóm',
  'bản',
  'sóc',
  'bon',
  'tổ',
  'ấp',
  'xã',
] as const;

/** "Làng Ơi Briu" is the place "Ơi Briu" of the kind "làng". */
export function splitKind(written: string): { kind: string | null; name: string } {
  const lower = written.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
  // Somebody who writes no accents means any kind by its letters; "Tô Ma" is no "tổ".
  const plain = lower === fold(written);
  for (const kind of KINDS) {
    const prefix = plain ? fold(kind) : kind;
    if (!lower.startsWith(`${prefix} `)) continue;
    const words = prefix.split(' ').length;
    return { kind, name: written.trim().split(/\s+/).slice(words).join(' ') };
  }
  return { kind: null, name: written.trim() };
}

/** How two writings of one place are known to be one: without kind, accents, case and leading zeros. */
export function placeKey(written: string): string {
  return fold(splitKind(written).name).replace(/\b0+(?=\d)/g, '');
}

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
