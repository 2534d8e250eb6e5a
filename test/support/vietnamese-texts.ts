/** What staff must never have to read (APP.md). */
export const KEPT_OUT = /\b(hash|grant|override|revision|offline|online|mqtt|box|cluster|roster)\b/i;

const LETTERS = /[ăâđêôơưàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự]/i;

/** Texts in quotes, backticks or between tags that hold Vietnamese letters: they are for people. */
export function vietnameseTexts(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
  const texts = code.match(/'[^'\n]*'|"[^"\n]*"|`[^`]*`|>[^<>{}]+</g) ?? [];
  return texts
    .map((text) => text.replace(/\$\{[^}]*\}|\{\{\w+\}\}/g, ''))
    .filter((text) => LETTERS.test(text));
}
