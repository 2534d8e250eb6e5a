/** The country's one zone, which never moves its clocks; areas that name another show their own beside it. */
const OFFSET = '+07:00';
const OFFSET_MS = 7 * 3_600_000;
export const DAY_MS = 86_400_000;

/** `2026-11-02T05:12:09` there. By hand: the first `Intl` format of a page costs a slow phone 50 ms. */
const local = (at: number): string => new Date(at + OFFSET_MS).toISOString();

/** `05:12` */
export const clock = (at: number): string => local(at).slice(11, 16);
/** `05:12:09` */
export const clockSeconds = (at: number): string => local(at).slice(11, 19);
/** The civil date, `2026-11-02`, as the API wants it. */
export const civilDate = (at: number): string => local(at).slice(0, 10);

/** `02/11/2026` of an instant, or of a civil date. */
export function date(at: number | string): string {
  const [year = '', month = '', day = ''] = (typeof at === 'string' ? at : civilDate(at)).split('-');
  return `${day}/${month}/${year}`;
}

/** `02/11/2026 – 08/11/2026` of what ends with the first instant of the 9th: the last day named is the last that counts. */
export const days = (from: number, until: number): string => `${date(from)} – ${date(until - 1)}`;

/** `05:12` today, else `05:12 02/11/2026`. */
export function moment(at: number, now: number): string {
  return civilDate(at) === civilDate(now) ? clock(at) : `${clock(at)} ${date(at)}`;
}

/** From the first instant of a civil date to that of the next. */
export function dayOf(civil: string): { from: number; to: number } {
  const from = Date.parse(`${civil}T00:00:00${OFFSET}`);
  return { from, to: from + DAY_MS };
}

/** `12 phút`, `45 giây`, `1 giờ 05 phút`: rounded to what a person would say. */
export function duration(ms: number, words: { h: string; min: string; s: string }): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} ${words.s}`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} ${words.min}`;
  const rest = minutes % 60;
  const hours = `${Math.floor(minutes / 60)} ${words.h}`;
  return rest === 0 ? hours : `${hours} ${String(rest).padStart(2, '0')} ${words.min}`;
}

/** `1.234,5` in Vietnamese, `1,234.5` in English; `digits` at most after the point. By hand, as `local`. */
export function number(value: number, language: string, digits = 1): string {
  const [thousands, point] = language === 'en' ? [',', '.'] : ['.', ','];
  const [whole = '', part = ''] = value.toFixed(digits).split('.');
  const rest = part.replace(/0+$/, '');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, thousands);
  return rest === '' ? grouped : `${grouped}${point}${rest}`;
}

/** Of a share from 0 to 1: `97,2%`. Only all of it is 100%, and only nothing 0%: who reads 100% asks no more. */
export function percent(share: number, language: string): string {
  const told = share > 0 && share < 1 ? Math.min(99.9, Math.max(0.1, share * 100)) : share * 100;
  return `${number(told, language)}%`;
}
