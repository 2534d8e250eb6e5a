/**
 * A text as search sees it: NFC, lower case, without marks, đ as d. Someone in a hurry types "thon lang moi" or
 * "ơi briu"; both find "Ơi Briu".
 */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Whether every word of what was typed occurs in the text, in any order. */
export function matches(text: string, typed: string): boolean {
  const folded = fold(text);
  return fold(typed)
    .split(' ')
    .every((word) => folded.includes(word));
}
