import { RENEW_DAYS } from '@loa/shared/api/approvals';
import type { NewStation, Station, StationPatch } from '@loa/shared/api/stations';
import { z } from 'zod';
import { civilDate, clock, DAY_MS, date, dayOf } from '../../lib/format.js';

export const StationDraft = z.object({
  /** The name of what is made of it; one that was begun on an older page has none. */
  id: z.string().optional(),
  name: z.string(),
  areaId: z.string(),
  url: z.string(),
  hours: z.array(z.object({ from: z.string(), to: z.string() })),
  fallbackBulletinId: z.string().nullable(),
});
export type StationDraft = z.infer<typeof StationDraft>;

export function emptyStation(areaId: string): StationDraft {
  return { name: '', areaId, url: '', hours: [{ from: '05:30', to: '06:30' }], fallbackBulletinId: null };
}

export function draftOf({ name, areaId, url, hours, fallbackBulletinId }: Station): StationDraft {
  return { name, areaId, url, hours, fallbackBulletinId };
}

export type StationLack = 'needName' | 'needUrl' | 'needHours';

/** A station as it is asked for, or the first thing that is missing. */
export function stationOf(
  draft: StationDraft,
): { ok: true; station: NewStation } | { ok: false; lack: StationLack } {
  const [name, url] = [draft.name.trim(), draft.url.trim()];
  if (name === '') return { ok: false, lack: 'needName' };
  if (!/^https?:\/\/[^\s/]+\S*$/.test(url)) return { ok: false, lack: 'needUrl' };
  const good = draft.hours.every(({ from, to }) => from !== '' && to !== '' && from < to);
  if (draft.hours.length === 0 || !good) return { ok: false, lack: 'needHours' };
  return { ok: true, station: { ...draft, name, url } };
}

/** "05:30–07:00, 17:00–18:00" */
export const hoursText = ({ hours }: { hours: readonly { from: string; to: string }[] }): string =>
  hours.map(({ from, to }) => `${from}–${to}`).join(', ');

/** The last day that an approval wholly covers; where it ends within a day, that day and the minute. */
export function lastDay(until: number): { whole: boolean; text: string } {
  const whole = dayOf(civilDate(until)).from === until;
  return { whole, text: whole ? date(until - 1) : `${clock(until)} ${date(until)}` };
}

/** What somebody changed. Whoever only changed the hours has not given the station its address, and may still approve it. */
export function changesOf(
  before: Station,
  { name, url, hours, fallbackBulletinId }: Omit<NewStation, 'areaId'>,
): StationPatch {
  return {
    ...(name !== before.name && { name }),
    ...(url !== before.url && { url }),
    ...(hoursText({ hours }) !== hoursText(before) && { hours }),
    ...(fallbackBulletinId !== before.fallbackBulletinId && { fallbackBulletinId }),
  };
}

/** Whether its approval stands and ends so soon that it is to be given anew. */
export function endsSoon(station: Pick<Station, 'grantId' | 'approvedUntil'>, now: number): boolean {
  return isApproved(station, now) && (station.approvedUntil ?? Infinity) - now <= RENEW_DAYS * DAY_MS;
}

/** Whether it may be carried now: somebody approved it as it stands, and the approval has not ended. */
export function isApproved(
  { grantId, approvedUntil }: Pick<Station, 'grantId' | 'approvedUntil'>,
  now: number,
): boolean {
  return grantId !== null && (approvedUntil ?? Number.POSITIVE_INFINITY) > now;
}
