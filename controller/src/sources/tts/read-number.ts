const DIGITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const;
const THOUSANDS = ['', ' nghìn', ' triệu'] as const;

/** The digits one by one, as telephone numbers are read. */
export function readDigits(digits: string): string {
  return [...digits].map((digit) => DIGITS[Number(digit)] ?? '').join(' ');
}

/**
 * A whole number without sign, in words: `2026` is "hai nghìn không trăm hai mươi sáu". Beyond 15 digits, and where a
 * leading zero says that it is no quantity, digit by digit.
 */
export function readInteger(digits: string): string {
  if (digits.length > 15 || /^0\d{2,}$/.test(digits)) return readDigits(digits);
  const value = Number(digits);
  if (value === 0) return 'không';
  return readBillions(value, false);
}

/** A whole or decimal number: "97,2" is "chín mươi bảy phẩy hai". `fraction` holds its digits. */
export function readDecimal(whole: string, fraction: string): string {
  const read =
    fraction.length <= 2 && !fraction.startsWith('0') ? readInteger(fraction) : readDigits(fraction);
  return `${readInteger(whole)} phẩy ${read}`;
}

/** Groups of nine digits are counted in "tỷ". */
function readBillions(value: number, within: boolean): string {
  const billions = Math.floor(value / 1e9);
  const rest = value % 1e9;
  const below = rest === 0 ? '' : readBelowBillion(rest, within || billions > 0);
  if (billions === 0) return below;
  return `${readBillions(billions, within)} tỷ ${below}`.trim();
}

function readBelowBillion(value: number, within: boolean): string {
  const groups = [value % 1000, Math.floor(value / 1000) % 1000, Math.floor(value / 1e6)];
  const words: string[] = [];
  for (const power of [2, 1, 0] as const) {
    const group = groups[power] ?? 0;
    if (group === 0) continue;
    words.push(readGroup(group, within || words.length > 0) + THOUSANDS[power]);
  }
  return words.join(' ');
}

/** Three digits; `full`: something stands before them, so that missing hundreds are said. */
function readGroup(group: number, full: boolean): string {
  const [hundreds, rest] = [Math.floor(group / 100), group % 100];
  const words: string[] = [];
  if (hundreds > 0 || full) words.push(`${DIGITS[hundreds]} trăm`);
  if (rest > 0) words.push(readTens(rest, words.length > 0));
  return words.join(' ');
}

function readTens(value: number, after: boolean): string {
  const [tens, ones] = [Math.floor(value / 10), value % 10];
  if (tens === 0) return after ? `linh ${DIGITS[ones]}` : (DIGITS[ones] ?? '');
  const first = tens === 1 ? 'mười' : `${DIGITS[tens]} mươi`;
  return ones === 0 ? first : `${first} ${readOnes(ones, tens)}`;
}

function readOnes(ones: number, tens: number): string {
  if (ones === 5) return 'lăm';
  if (tens > 1 && ones === 1) return 'mốt';
  if (tens > 1 && ones === 4) return 'tư';
  return DIGITS[ones] ?? '';
}
