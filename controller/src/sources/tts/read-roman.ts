const VALUES: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100 };

/** The value of a well-formed Roman numeral up to 399, else null. */
export function readRoman(text: string): number | null {
  if (!/^C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$/.test(text) || text === '') return null;
  let sum = 0;
  for (let at = 0; at < text.length; at += 1) {
    const [value, next] = [VALUES[text[at] ?? ''] ?? 0, VALUES[text[at + 1] ?? ''] ?? 0];
    sum += value < next ? -value : value;
  }
  return sum;
}
