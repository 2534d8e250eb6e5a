import { type ProblemAnswer, problem } from './answer.js';

/** What people choose first once ten characters are asked for, in Việt Nam as elsewhere; letters and digits alone count. */
const COMMON = new Set([
  ...['0123456789', '1234567890', '12345678910', '123456789a', 'a123456789', '0987654321', '1q2w3e4r5t'],
  ...['1qaz2wsx3edc', 'qwertyuiop', 'asdfghjkl', 'qwerty12345', 'abcd123456', 'abc1234567', 'abcdefghij'],
  ...['password12', 'password123', 'password1234', 'passw0rd123', 'iloveyou123', 'welcome123', 'admin12345'],
  ...[
    'admin123456',
    'administrator',
    'matkhau123',
    'matkhau1234',
    'matkhau12345',
    'matkhau123456',
    'anhyeuem123',
  ],
  ...[
    'emyeuanh123',
    'vietnam123',
    'vietnam2025',
    'vietnam2026',
    'ubndxa1234',
    'truyenthanh',
    'truyenthanhxa',
  ],
  ...['loalang123', 'loalang1234', 'truyenthanh123', 'changeme123', 'letmein1234', 'football123'],
]);

/**
 * Why a password is too easy to guess, or null. Length is what counts (OWASP ASVS 5.0, 6.2); beyond it only what
 * guessers try first is refused: common ones, the person's own name, one thing over and over.
 */
export function weakPassword(password: string, about: readonly string[]): ProblemAnswer | null {
  const plain = bare(password);
  const said = about.map(bare).filter((word) => word.length >= 4);
  if (
    COMMON.has(plain) ||
    repeatsItself(password.normalize('NFC')) ||
    said.some((word) => isMostly(plain, word))
  ) {
    return problem(
      422,
      'weak_password',
      'Mật khẩu này dễ đoán. Hãy chọn một câu dài hơn mà chỉ mình bạn nhớ, ví dụ bốn từ không liên quan.',
    );
  }
  return null;
}

/** One to four characters over and over, the last time perhaps not whole. */
function repeatsItself(text: string): boolean {
  return [1, 2, 3, 4].some((size) => text.slice(0, size).repeat(text.length).startsWith(text));
}

/** The word, with at most a few characters around it. */
function isMostly(plain: string, word: string): boolean {
  return plain.includes(word) && plain.length - word.length < 6;
}

function bare(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[^a-z0-9]/g, '');
}
