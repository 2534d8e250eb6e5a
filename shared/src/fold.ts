/**
 * A text as people search it: lower case, without the marks of Latin letters, đ as d, one space between words. Marks of
 * other scripts stay: a Khmer vowel is no accent. "Đăk Bla" and "dak bla" are one; so are NFC and NFD.
 */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The words of a search, each to be found somewhere, at most `max` of them. */
export function searchWords(text: string, max = 8): string[] {
  return [...new Set(fold(text).split(' ').filter(Boolean))].slice(0, max);
}
