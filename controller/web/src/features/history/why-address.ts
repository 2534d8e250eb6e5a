import { civilDate, clock } from '../../lib/format.js';

/** The page that answers why loudspeakers sounded at a place and minute. */
export const WHY_PATH = '/vi-sao-loa-keu';

/** The page that answers why loudspeakers were silent at a place and minute. */
export const SILENT_PATH = '/vi-sao-khong-phat';

/** `/vi-sao-loa-keu?cum=cluster_a&ngay=2026-11-02&gio=17:00` */
export function whyAddress({ cluster, at }: { cluster: string; at: number }): string {
  return `${WHY_PATH}?${new URLSearchParams({ cum: cluster, ngay: civilDate(at), gio: clock(at) })}`;
}

/** The first instant of the minute that an address names; null: it names none. */
export function minuteOf(date: string | null, time: string | null): number | null {
  if (date === null || time === null) return null;
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return null;
  const at = Date.parse(`${date}T${time}:00+07:00`);
  return Number.isNaN(at) ? null : at;
}
