/** What staff must never have to read (APP.md). */
export const KEPT_OUT = /\b(hash|grant|override|revision|offline|online|mqtt|box|cluster|roster)\b/i;

/** Texts in quotes, backticks or between tags that hold Vietnamese letters: they are for people. */
export function vietnameseTexts(source: string): string[] {
  const texts = source.match(/'[^'\n]*'|`[^`]*`|>[^<>{}]+</g) ?? [];
  return texts
    .filter((text) => /[ăâđêôơưàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵ]/i.test(text))
    .map((text) => text.replace(/\$\{[^}]*\}/g, ''));
}
