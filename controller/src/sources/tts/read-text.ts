import type { Reading } from '@loa/shared/api/speech';
import { LETTERS, UNITS } from './built-in-words.js';
import { isSyllable } from './is-syllable.js';
import { readDecimal, readDigits, readInteger } from './read-number.js';
import { readRoman } from './read-roman.js';

/** A text as a Vietnamese voice shall say it. */
export interface ReadText {
  text: string;
  readings: Reading[];
  /** Abbreviations that nobody has explained: spelled. */
  unknown: string[];
}

/** What stands at a place of the text, and how it is read; null: as it is written. */
interface Read {
  length: number;
  spoken: string;
  unknown?: boolean;
}

interface Place {
  text: string;
  at: number;
  /** What was written just before, lower case, for words such as "ngày" and "quý". */
  before: string;
  words: ReadonlyMap<string, string>;
}

type Rule = (place: Place) => Read | null;

const LETTER = /[\p{L}\p{M}]/u;
const WORD = /[\p{L}\p{M}\p{N}]/u;
const UNIT_NAMES = Object.keys(UNITS).sort((a, b) => b.length - a.length);

/**
 * Abbreviations, numbers, dates, times and units in words; everything else stays. `words` is the dictionary: the commune's
 * own entries over the built-in ones. Pure.
 */
export function readText(written: string, words: ReadonlyMap<string, string>): ReadText {
  const text = written.normalize('NFC');
  const readings = new Map<string, Reading>();
  const unknown = new Set<string>();
  let spoken = '';
  for (let at = 0; at < text.length; ) {
    const found = atBoundary(text, at) ? readAt({ text, at, before: spokenTail(text, at), words }) : null;
    if (!found) {
      spoken += text[at];
      at += 1;
      continue;
    }
    const source = text.slice(at, at + found.length);
    if (found.unknown) unknown.add(source);
    const key = `${source}|${found.spoken}`;
    const known = readings.get(key) ?? { written: source, spoken: found.spoken, count: 0 };
    if (source !== found.spoken && WORD.test(found.spoken))
      readings.set(key, { ...known, count: known.count + 1 });
    spoken += pad(spoken, found.spoken, text[at + found.length]);
    at += found.length;
  }
  return { text: spoken.replace(/ {2,}/g, ' '), readings: [...readings.values()], unknown: [...unknown] };
}

function readAt(place: Place): Read | null {
  for (const rule of RULES) {
    const found = rule(place);
    if (found) return found;
  }
  return null;
}

/** A reading begins where a word, number or sign begins. */
function atBoundary(text: string, at: number): boolean {
  const [before, here] = [text[at - 1] ?? ' ', text[at] ?? ' '];
  if (/\s/.test(here)) return false;
  if (!WORD.test(here)) return true;
  if (!WORD.test(before)) return true;
  // "NQ57": the number is read apart from its letters.
  return /\p{N}/u.test(here) !== /\p{N}/u.test(before);
}

function spokenTail(text: string, at: number): string {
  return text.slice(Math.max(0, at - 24), at).toLowerCase();
}

/** Keeps what is put in words from growing together with its neighbours. */
function pad(sofar: string, spoken: string, next: string | undefined): string {
  const left = sofar !== '' && WORD.test(sofar.at(-1) ?? '') ? ' ' : '';
  const right = next !== undefined && WORD.test(next) ? ' ' : '';
  return left + spoken + right;
}

/** `pattern` is sticky. */
function match({ text, at }: Place, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

const endsHere = ({ text }: Place, at: number) => !WORD.test(text[at] ?? ' ');

const phone: Rule = (place) => {
  const found = match(place, /(?:\+84|0)\d{1,3}([ .]?)\d{3}\1\d{3,4}(?!\d)/uy);
  if (!found) return null;
  return { length: found[0].length, spoken: readDigits(found[0].replace(/^\+84/, '0').replace(/\D/g, '')) };
};

const fullDate: Rule = (place) => {
  const found = match(place, /(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)/uy);
  const [all, day = '', month = '', year = ''] = found ?? [];
  if (all === undefined || !isDay(day) || !isMonth(month)) return null;
  const said = /ngày\s+$/.test(place.before) ? '' : 'ngày ';
  const text = `${said}${readInteger(plain(day))} tháng ${readMonth(month)} năm ${readInteger(year)}`;
  return { length: all.length, spoken: text };
};

const monthOfYear: Rule = (place) => {
  const found = match(place, /(\d{1,2})\/(\d{4})(?!\d)/uy);
  const [all, month = '', year = ''] = found ?? [];
  if (all === undefined || !isMonth(month) || !/tháng\s+$/.test(place.before)) return null;
  return { length: all.length, spoken: `${readMonth(month)} năm ${readInteger(year)}` };
};

/** 18/5, 2/9: a day of the year, unless a document's number or "24/7" says otherwise. */
const shortDate: Rule = (place) => {
  const found = match(place, /(\d{1,2})\/(\d{1,2})(?![\d/])/uy);
  const [all, day = '', month = ''] = found ?? [];
  if (all === undefined || all === '24/7' || !isDay(day) || !isMonth(month)) return null;
  if (/(?:số|tổ|nhà|đề án|ngõ)\s*:?\s+$/.test(place.before)) return null;
  const said = /(?:ngày|mùng|mồng)\s+$/.test(place.before) ? '' : 'ngày ';
  return { length: all.length, spoken: `${said}${readInteger(plain(day))} tháng ${readMonth(month)}` };
};

const time: Rule = (place) => {
  const found = match(place, /(\d{1,2})(?::|h|g)(\d{2})?(?![\p{L}\p{N}])/uy);
  const [all, hour = '', minute] = found ?? [];
  if (all === undefined || Number(hour) > 24 || Number(minute ?? 0) > 59) return null;
  if (all.endsWith(':') || (all.endsWith('g') && minute === undefined)) return null;
  const minutes = minute === undefined || Number(minute) === 0 ? '' : ` ${readInteger(plain(minute))} phút`;
  return { length: all.length, spoken: `${readInteger(plain(hour))} giờ${minutes}` };
};

/** "5-10", "17h – 18h": from one to the other. */
const range: Rule = (place) => {
  const found = match(place, /\s*[-–]\s*(?=\d)/uy);
  const before = place.text.slice(0, place.at).trimEnd();
  if (!found || !/(?:\d|%|h|giờ)$/u.test(before)) return null;
  return { length: found[0].length, spoken: 'đến' };
};

const quantity: Rule = (place) => {
  const found =
    match(place, /(\d{1,3}(?:\.\d{3})+)(?:,(\d+))?(?!\d)/uy) ?? match(place, /(\d+)(?:,(\d+))?(?!\d)/uy);
  const [all, whole = '', fraction] = found ?? [];
  if (all === undefined) return null;
  const digits = plain(whole.replaceAll('.', ''));
  const number = fraction === undefined ? readInteger(digits) : readDecimal(digits, fraction);
  const unit = unitAt(place, place.at + all.length);
  if (!unit) return { length: all.length, spoken: number };
  return { length: all.length + unit.length, spoken: `${number} ${unit.spoken}` };
};

function unitAt(place: Place, at: number): Read | null {
  const space = place.text[at] === ' ' ? 1 : 0;
  const rest = place.text.slice(at + space, at + space + 8);
  const unit = UNIT_NAMES.find((name) => rest.startsWith(name) && endsHere(place, at + space + name.length));
  return unit === undefined ? null : { length: space + unit.length, spoken: UNITS[unit] ?? unit };
}

const roman: Rule = (place) => {
  const found = match(place, /[IVXLC]{1,7}(?![\p{L}\p{N}])/uy);
  const after = /(?:quý|khóa|khoá|kỷ|thứ|chương|phần|kỳ|hạng|cấp|loại|bậc|giai đoạn|lần)\s+$/;
  if (!found || !after.test(place.before)) return null;
  const value = readRoman(found[0]);
  return value === null ? null : { length: found[0].length, spoken: readInteger(String(value)) };
};

/** The longest entry of the dictionary that stands here as a word of its own, or just before a number. */
const word: Rule = (place) => {
  const longest = Math.min(30, place.text.length - place.at);
  for (let length = longest; length > 0; length -= 1) {
    const spoken = place.words.get(place.text.slice(place.at, place.at + length));
    if (spoken === undefined) continue;
    const next = place.text[place.at + length] ?? ' ';
    const last = place.text[place.at + length - 1] ?? ' ';
    if (LETTER.test(last) && LETTER.test(next)) continue;
    return { length, spoken };
  }
  return null;
};

/** Between the parts of a document's number: 57-NQ/TW, 39/2020/TT-BTTTT. */
const documentMark: Rule = (place) => {
  const [before, mark, next] = [
    place.text[place.at - 1] ?? ' ',
    place.text[place.at],
    place.text[place.at + 1],
  ];
  if ((mark !== '/' && mark !== '-') || next === undefined) return null;
  const capital = /[\p{Lu}\p{N}]/u;
  return capital.test(before) && capital.test(next) ? { length: 1, spoken: ' ' } : null;
};

/** Capitals that are no syllable are spelled; those that are one are a word in a heading. */
const capitals: Rule = (place) => {
  const found = match(place, /\p{Lu}[\p{Lu}\p{M}]{1,11}(?![\p{L}\p{M}])/uy);
  if (!found) return null;
  const written = found[0];
  if (isSyllable(written.toLowerCase())) return { length: written.length, spoken: written.toLowerCase() };
  const letters = [...written].map((letter) => LETTERS[letter]);
  if (letters.some((letter) => letter === undefined)) return { length: written.length, spoken: written };
  return { length: written.length, spoken: letters.join(' '), unknown: true };
};

const RULES: readonly Rule[] = [
  ...[phone, fullDate, monthOfYear, shortDate, time, range, roman, word],
  ...[quantity, documentMark, capitals],
];

const plain = (digits: string) => digits.replace(/^0(?=\d$)/, '');
const isDay = (text: string) => Number(text) >= 1 && Number(text) <= 31;
const isMonth = (text: string) => Number(text) >= 1 && Number(text) <= 12;
/** The fourth month is "tư". */
const readMonth = (month: string) => (Number(month) === 4 ? 'tư' : readInteger(plain(month)));
