import { inOneLine } from '../../lib/in-one-line.js';
/** What an author is told, in one line of at most 500 characters. */
export function reasonOf(chosen: readonly string[], words: string): string {
  const own = inOneLine(words);
  return [...chosen, ...(own === '' ? [] : [own])].join('; ').slice(0, 500);
}
