import { fold } from './fold.js';

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
