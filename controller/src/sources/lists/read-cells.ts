import { fold } from '@loa/shared/fold';
import { type Cell, cellText } from './find-table.js';

/** What a cell tells; `note`: it was taken in a way that the person should know of. */
export type Read<T> = { ok: true; value: T; note?: string } | { ok: false; error: string };

const ok = <T>(value: T, note?: string): Read<T> => ({
  ok: true,
  value,
  ...(note === undefined ? {} : { note }),
});
const wrong = (error: string): Read<never> => ({ ok: false, error });

/** People and households: "1.234", "1234 người", 1234. */
export function readCount(cell: Cell | undefined, what: string): Read<number | null> {
  const text = cellText(cell);
  if (text === '' || text === '-') return ok(null);
  const digits = /^(\d{1,3}(?:[ .,]\d{3})+|\d+)(?:\s*\p{L}+)?$/u.exec(text)?.[1]?.replace(/[ .,]/g, '');
  if (digits === undefined) return wrong(`${what} “${text}” không phải là số. Hãy ghi số, ví dụ 125.`);
  return ok(Number(digits));
}

/** A telephone number, also one that Excel took for a number and robbed of its zero. */
export function readPhone(cell: Cell | undefined, what: string): Read<string | null> {
  const text = cellText(cell);
  if (text === '') return ok(null);
  const digits = text.replace(/[ .()-]/g, '').replace(/^\+?84(?=\d{9}$)/, '0');
  if (/^0\d{8,10}$/.test(digits)) return ok(digits);
  if (/^[1-9]\d{8}$/.test(digits)) return ok(`0${digits}`, `Đã thêm số 0 vào đầu ${what.toLowerCase()}.`);
  return wrong(`${what} “${text}” không đúng. Hãy ghi 10 chữ số, ví dụ 0912345678.`);
}

/** A last day: a date of Excel, 31/12/2026, 31-12-26, 12/2026 (the last day of the month). */
export function readDate(cell: Cell | undefined, what: string): Read<string | null> {
  const text = cellText(cell);
  if (text === '') return ok(null);
  if (typeof cell === 'object' && cell !== null) return ok(cell.date);
  if (typeof cell === 'number' && cell > 20_000 && cell < 80_000) return ok(serialDate(cell));
  const whole = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})$/.exec(text);
  if (whole) {
    const [, day = '', month = '', year = ''] = whole;
    const date = civil(year.length === 2 ? `20${year}` : year, month, day);
    if (date !== null) return ok(date);
  }
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})/.exec(text);
  const isoDate = iso && civil(iso[1] ?? '', iso[2] ?? '', iso[3] ?? '');
  if (isoDate) return ok(isoDate);
  const month = /^(\d{1,2})[/-](\d{4})$/.exec(text);
  const last = month && lastOfMonth(Number(month[2]), Number(month[1]));
  if (last) return ok(last, `${what} “${text}” được hiểu là ngày cuối tháng.`);
  return wrong(`${what} “${text}” không phải là ngày. Hãy ghi ngày/tháng/năm, ví dụ 31/12/2026.`);
}

export interface Position {
  lat: number | null;
  lon: number | null;
}

/** Two cells, or one that holds both: "13.98, 108.05"; a comma may stand for the point. */
export function readPosition(values: { lat?: Cell; lon?: Cell; position?: Cell }): Read<Position> {
  const both = cellText(values.position);
  const pair = both === '' ? null : /^\s*([\d.,]+?)\s*[;,\s]\s*([\d.]+(?:,\d+)?)\s*$/.exec(both);
  if (both !== '' && !pair) return wrong(`Tọa độ “${both}” không đọc được. Hãy ghi như 13.9833, 108.0167.`);
  const [latText, lonText] = pair
    ? [pair[1] ?? '', pair[2] ?? '']
    : [cellText(values.lat), cellText(values.lon)];
  if (latText === '' && lonText === '') return ok({ lat: null, lon: null });
  const [lat, lon] = [degrees(latText), degrees(lonText)];
  if (lat === null || lon === null) {
    return wrong(`Tọa độ “${latText}”, “${lonText}” không đọc được. Hãy ghi như 13.9833 và 108.0167.`);
  }
  if (inVietnam(lat, lon)) return ok({ lat, lon });
  if (inVietnam(lon, lat)) return ok({ lat: lon, lon: lat }, 'Vĩ độ và kinh độ bị đổi chỗ, đã đổi lại.');
  return wrong(`Tọa độ ${latText}, ${lonText} nằm ngoài Việt Nam. Hãy kiểm tra lại.`);
}

const LANGUAGES: Readonly<Record<string, string>> = {
  ...{
    viet: 'vi',
    kinh: 'vi',
    vi: 'vi',
    jrai: 'jra',
    jarai: 'jra',
    giarai: 'jra',
    'gia rai': 'jra',
    jra: 'jra',
  },
  ...{ bahnar: 'bdq', 'ba na': 'bdq', bana: 'bdq', bdq: 'bdq', 'xo dang': 'sed', sedang: 'sed', sed: 'sed' },
  ...{
    'e de': 'rad',
    ede: 'rad',
    rade: 'rad',
    rad: 'rad',
    thai: 'blt',
    blt: 'blt',
    muong: 'mtq',
    mtq: 'mtq',
  },
  ...{ khmer: 'km', 'kho me': 'km', km: 'km', cham: 'cjm', cjm: 'cjm', tay: 'tyz', nung: 'nut' },
  ...{ hmong: 'hmn', mong: 'hmn', dao: 'ium', hre: 'hre', 'co ho': 'kpm', mnong: 'cmo' },
};

/** "Việt, Jrai": names of languages or peoples, or their codes. Null where nothing is said. */
export function readLanguages(cell: Cell | undefined): Read<string[] | null> {
  const text = cellText(cell);
  if (text === '') return ok(null);
  const found: string[] = [];
  for (const part of text.split(/[,;/+&]|\s+và\s+/)) {
    const name = fold(part)
      .replace(/^tieng /, '')
      .replace(/[’']/g, '');
    if (name === '') continue;
    const language = LANGUAGES[name];
    if (language === undefined)
      return wrong(`Chưa biết tiếng “${part.trim()}”. Hãy ghi như: Việt, Jrai, Bahnar.`);
    if (!found.includes(language)) found.push(language);
  }
  return found.length === 0 ? ok(null) : ok(found);
}

function serialDate(serial: number): string {
  // Day 25569 of Excel is 1970-01-01.
  return new Date(Math.floor(serial - 25_569) * 86_400_000).toISOString().slice(0, 10);
}

function civil(year: string, month: string, day: string): string | null {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? null : text;
}

function lastOfMonth(year: number, month: number): string | null {
  if (month < 1 || month > 12) return null;
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

function degrees(text: string): number | null {
  const number = /^\d{1,3}(?:[.,]\d+)?$/.test(text.replace(/°?[NE]?$/i, ''))
    ? text.replace(/°?[NE]?$/i, '')
    : null;
  return number === null ? null : Number(number.replace(',', '.'));
}

function inVietnam(lat: number, lon: number): boolean {
  return lat >= 6 && lat <= 24 && lon >= 101 && lon <= 118;
}
