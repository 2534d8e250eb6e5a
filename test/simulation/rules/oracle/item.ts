import type { ProgrammeSlot } from '@loa/shared/api/programmes';
import { MINUTE } from '@loa/shared/instant';
import type { Item } from '@loa/shared/messages/plan';
import type { TrueBulletin, TrueSchedule, TrueSuspension, Truth } from '../../world/truth.js';
import { timeOfDay } from '../hours-of-day.js';
import { namesOf, type TruePlace } from './place.js';

/** What a schedule may ever let sound, and in which part. */
export interface Candidate {
  bulletin: TrueBulletin;
  music: boolean;
}

export interface Judged {
  truth: Truth;
  place: TruePlace;
  schedule: TrueSchedule;
  candidates: readonly Candidate[];
  suspensions: readonly TrueSuspension[];
}

/** Why nobody wants this item in a run of the schedule, or null where somebody does. */
export function unwanted(item: Item, judged: Judged): string | null {
  return item.source.kind === 'relay' ? unwantedRelay(item, judged) : unwantedRecording(item, judged);
}

function unwantedRecording({ source, startsAt }: Item, judged: Judged): string | null {
  const { truth, place, candidates, suspensions } = judged;
  const sha256 = source.kind === 'recording' ? source.sha256 : '';
  let why = 'not part of it';
  for (const { bulletin, music } of candidates) {
    const variant = bulletin.variants.find((each) => each.sha256 === sha256);
    if (!variant) continue;
    const spoken = music || bulletin.music || [...place.languages, 'vi'].includes(variant.language);
    const hit = suspensions.find(
      (s) => (s.music && (music || bulletin.music)) || s.columns.includes(bulletin.column ?? ''),
    );
    if (!spoken) why = `in ${variant.language}, which nobody there speaks`;
    else if (hit) why = `suspended by ${hit.id}`;
    else if (bulletin.validUntil !== null && startsAt >= bulletin.validUntil) why = 'no longer news';
    else if (ungranted(variant.grantId, sha256, startsAt, truth, place)) why = 'not approved then and there';
    else return null;
  }
  return why;
}

function unwantedRelay({ source, startsAt }: Item, { truth, place, schedule }: Judged): string | null {
  if (source.kind !== 'relay') return 'no relay';
  const { programmes, stations } = truth.decisions;
  const slots = programmes.get(schedule.programmeId ?? '')?.slots ?? [];
  for (const slot of slots) {
    const station = slot.kind === 'relay' ? stations.get(slot.stationId) : undefined;
    if (!station || slot.kind !== 'relay' || station.url !== source.url) continue;
    const { from, to } = station.hours;
    const begins = timeOfDay(startsAt);
    if (source.durationMs > slot.minutes * MINUTE) return 'longer than asked';
    if (begins < from * MINUTE || begins + source.durationMs > to * MINUTE) return 'the station is closed';
    if (ungranted(station.grantId, station.url, startsAt, truth, place)) return 'the station is not approved';
    if (source.fallback !== truth.grants.get(station.grantId ?? '')?.fallback)
      return 'another recording stands in for the station';
    return null;
  }
  return 'not part of it';
}

export function candidatesOf(truth: Truth, schedule: TrueSchedule): Candidate[] {
  const { bulletins, programmes } = truth.decisions;
  const named = (id: string | null, music: boolean): Candidate[] => {
    const bulletin = bulletins.get(id ?? '');
    return bulletin ? [{ bulletin, music }] : [];
  };
  if (schedule.bulletinId !== null) return named(schedule.bulletinId, false);
  const programme = programmes.get(schedule.programmeId ?? '');
  if (!programme || programme.archived) return [];
  const own = (slot: ProgrammeSlot): Candidate[] => {
    switch (slot.kind) {
      case 'newest':
        return [...bulletins.values()]
          .filter(({ column }) => column === slot.column)
          .map((bulletin) => ({ bulletin, music: false }));
      case 'filler':
        return slot.bulletinIds.flatMap((id) => named(id, true));
      case 'relay':
        return [];
      default:
        return named(slot.bulletinId, slot.kind === 'tune');
    }
  };
  return programme.slots.flatMap((slot) => [...own(slot), ...named(slot.fallbackBulletinId, false)]);
}

function ungranted(
  grantId: string | null,
  subject: string,
  at: number,
  { grants }: Truth,
  { areaChain, successors }: TruePlace,
): boolean {
  const grant = grants.get(grantId ?? '');
  if (!grant || grant.subject !== subject || at < grant.validFrom || at >= grant.validUntil) return true;
  const believed = namesOf(areaChain, successors);
  return !grant.areas.some((area) => believed.includes(area));
}
