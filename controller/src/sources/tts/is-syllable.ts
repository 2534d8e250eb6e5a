/** What may begin, carry and end a Vietnamese syllable, or one of the place names of Tây Nguyên written like it. */
const ONSET = '(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|kr|pr|br|bl|kl|pl|[bcdđghklmnpqrstvxj])?';
const NUCLEUS = '[aeiouyăâêôơư]{1,3}';
const CODA = '(?:ng|nh|ch|[cmnptk])?';
const SYLLABLE = new RegExp(`^${ONSET}${NUCLEUS}${CODA}$`);

/** Whether a lower-case word could be one spoken syllable: "thông" and "pia" could, "ubnd" could not. */
export function isSyllable(word: string): boolean {
  // Tones aside: they stand on any vowel.
  const toneless = word
    .normalize('NFD')
    .replace(/[\u0300\u0301\u0303\u0309\u0323]/g, '')
    .normalize('NFC');
  return SYLLABLE.test(toneless);
}
