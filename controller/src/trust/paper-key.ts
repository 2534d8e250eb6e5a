import { LoaError } from '@loa/shared/errors';
import { base32 } from '@loa/shared/ids';
import { sha256Hex } from '@loa/shared/jcs';
import { Ed25519Jwk } from '@loa/shared/messages/jwk';
import { z } from 'zod';

/*
 * A wrapped key on paper: numbered lines of base32 in groups of four, each line with two characters that show a slip of
 * the pen. Whoever finds the sheet has nothing without the passphrase.
 */

const PaperKey = Ed25519Jwk.extend({
  label: z.string().min(1).max(100),
  wrapped: z.string().min(1).max(4_000),
});
export type PaperKey = z.infer<typeof PaperKey>;

export class PaperError extends LoaError {
  constructor(message: string) {
    super('paper', message);
  }
}

const LINE_CHARS = 40;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** The lines to print. */
export function toPaper(key: PaperKey): string[] {
  const text = base32(Buffer.from(JSON.stringify([key.label, key.x, key.wrapped]), 'utf8'));
  const lines = text.match(new RegExp(`.{1,${LINE_CHARS}}`, 'g')) ?? [];
  return lines.map((line, index) => {
    const number = String(index + 1).padStart(2, '0');
    return `${number}  ${(line.match(/.{1,4}/g) ?? []).join(' ')}  ${check(index, line)}`.toUpperCase();
  });
}

/** Reads what was typed or scanned from such a sheet; other lines on it are passed over. Throws `PaperError`. */
export function fromPaper(text: string): PaperKey {
  const lines = text
    .split('\n')
    .map((line) => /^\s*(\d\d)\s+([A-Za-z2-7018 ]+?)\s+([A-Za-z2-7018]{2})\s*$/.exec(line))
    .filter((match) => match !== null);
  if (lines.length === 0) throw new PaperError('There is no line of a printed key in it.');
  const body = lines.map(([, number = '', groups = '', sum = ''], index) => {
    const line = plain(groups);
    if (Number(number) !== index + 1)
      throw new PaperError(`Line ${index + 1} is missing, or stands elsewhere.`);
    if (plain(sum) !== check(index, line))
      throw new PaperError(`Line ${index + 1} has a slip: read it again.`);
    return line;
  });
  try {
    const [label, x, wrapped] = z
      .tuple([z.string(), z.string(), z.string()])
      .parse(JSON.parse(decode(body.join(''))));
    return PaperKey.parse({ label, kty: 'OKP', crv: 'Ed25519', x, wrapped });
  } catch {
    throw new PaperError('The last lines are missing.');
  }
}

function check(index: number, line: string): string {
  return base32(Buffer.from(sha256Hex(`${index} ${line}`), 'hex')).slice(0, 2);
}

/** What eyes and typists take for one another: there is no 0, 1 or 8 in base32. */
function plain(text: string): string {
  return text.toLowerCase().replace(/\s/g, '').replace(/0/g, 'o').replace(/1/g, 'l').replace(/8/g, 'b');
}

function decode(text: string): string {
  const bytes: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (const char of text) {
    buffer = ((buffer << 5) | ALPHABET.indexOf(char)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((buffer >> bits) & 0xff);
  }
  return Buffer.from(bytes).toString('utf8');
}
