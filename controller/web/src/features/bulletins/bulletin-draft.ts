import type { Area } from '@loa/shared/api/areas';
import { type Bulletin, BulletinKind, type NewBulletin } from '@loa/shared/api/bulletins';
import { z } from 'zod';
import { civilDate, clock, DAY_MS, dayOf } from '../../lib/format.js';
import { inOneLine } from '../../lib/in-one-line.js';
import { emptySound, SoundDraft, titleFrom } from './sound-draft.js';

/** What is known of a bulletin beside its sound, as it is typed. */
export const Facts = z.object({
  title: z.string(),
  kind: BulletinKind,
  columnName: z.string().nullable(),
  topics: z.array(z.string()),
  audiences: z.array(z.string()),
  fieldCode: z.string().nullable(),
  sourceUnit: z.string().nullable(),
  /** Civil dates, both included. */
  validFrom: z.string().nullable(),
  validUntil: z.string().nullable(),
  taskRef: z.string().nullable(),
});
export type Facts = z.infer<typeof Facts>;

const When = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('once'), date: z.string(), time: z.string() }),
  /** Somebody schedules it another day. */
  z.object({ kind: z.literal('later') }),
]);
export type When = z.infer<typeof When>;

export const BulletinDraft = SoundDraft.extend({
  ...Facts.shape,
  areaIds: z.array(z.string()),
  when: When,
});
export type BulletinDraft = z.infer<typeof BulletinDraft>;

/** Under which an account drafts the bulletin that it is to make next. */
export const newBulletinKey = (accountId: string) => `${accountId}/bulletin/new`;

/** As much of each as the controller takes, letters: refused after a lost line, it could only be thrown away. */
export const LONGEST = { columnName: 120, sourceUnit: 200, taskRef: 60, word: 60 } as const;
/** Topics, and audiences, of one bulletin. */
export const MOST_WORDS = 20;

/** The usual evening session, and how long before it approving still makes sense. */
const USUAL = '17:00';
const MORNING = '05:30';
const LEAD_MS = 10 * 60_000;

/** What a commune mostly wants: everybody hears it this evening. */
export function emptyBulletin(areaId: string, when: When): BulletinDraft {
  return { ...emptySound(), ...emptyFacts, areaIds: [areaId], when };
}

const emptyFacts: Facts = {
  ...{ title: '', kind: 'thongBao', columnName: null, topics: [], audiences: [], fieldCode: null },
  ...{ sourceUnit: null, validFrom: null, validUntil: null, taskRef: null },
};

/** The next times that a clerk mostly means, the nearest first. */
export function usualTimes(now: number): { date: string; time: string }[] {
  const days = [civilDate(now), civilDate(now + DAY_MS)];
  return days
    .flatMap((date) => [MORNING, USUAL].map((time) => ({ date, time })))
    .filter((each) => instantOf(each) > now + LEAD_MS)
    .slice(0, 3);
}

/** 17:00 today; too late for that, 17:00 tomorrow. */
export function usualWhen(now: number): When {
  const evening = usualTimes(now).find(({ time }) => time === USUAL);
  return evening ? { kind: 'once', ...evening } : { kind: 'later' };
}

export function instantOf({ date, time }: { date: string; time: string }): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return dayOf(date).from + (hours * 60 + minutes) * 60_000;
}

export type FactLack = 'needTitle' | 'needPlace' | 'needTime' | 'needFuture' | 'needOrder';

/** The first thing that is missing besides the sound; null: nothing. */
export function factLack(draft: BulletinDraft, now: number): FactLack | null {
  if (titleOf(draft) === '') return 'needTitle';
  if (draft.areaIds.length === 0) return 'needPlace';
  const { when } = draft;
  if (when.kind === 'once') {
    if (!/^\d\d:\d\d$/.test(when.time) || when.date === '') return 'needTime';
    if (instantOf(when) <= now) return 'needFuture';
  }
  const { validFrom, validUntil } = draft;
  return validFrom !== null && validUntil !== null && validFrom > validUntil ? 'needOrder' : null;
}

export function titleOf({ title, text }: Pick<BulletinDraft, 'title' | 'text'>): string {
  return inOneLine(title) || inOneLine(titleFrom(text));
}

/** What of the edit decides when and where it is heard, as the controller wants it; null: nothing of it. */
export function heardChange(bulletin: Bulletin, facts: Facts): Partial<NewBulletin> | null {
  const { title, columnName, validFrom, validUntil } = factsOf(facts);
  const change = {
    ...(title === '' || title === bulletin.title ? {} : { title }),
    ...(columnName === bulletin.columnName ? {} : { columnName }),
    ...(validFrom === bulletin.validFrom ? {} : { validFrom }),
    ...(validUntil === bulletin.validUntil ? {} : { validUntil }),
  };
  return Object.keys(change).length === 0 ? null : change;
}

/** As the controller wants facts; dates become the instants at which they begin and end. */
export function factsOf(facts: Facts): Omit<NewBulletin, 'areaId' | 'sound'> {
  const { title, kind, columnName, topics, audiences, fieldCode, sourceUnit, taskRef } = facts;
  return {
    ...{ title: inOneLine(title), kind, columnName: said(columnName), topics, audiences },
    ...{ fieldCode: said(fieldCode), sourceUnit: said(sourceUnit), taskRef: said(taskRef) },
    validFrom: facts.validFrom === null ? null : dayOf(facts.validFrom).from,
    validUntil: facts.validUntil === null ? null : dayOf(facts.validUntil).to,
  };
}

/** A stored bulletin as a form shows it. */
export function factsFrom(bulletin: Bulletin): Facts {
  const { title, kind, columnName, topics, audiences, fieldCode, sourceUnit, taskRef } = bulletin;
  const { validFrom, validUntil } = bulletin;
  return {
    ...{ title, kind, columnName, topics, audiences, fieldCode, sourceUnit, taskRef },
    validFrom: validFrom === null ? null : civilDate(validFrom),
    validUntil: validUntil === null ? null : civilDate(validUntil - 1),
  };
}

const said = (text: string | null) => inOneLine(text ?? '') || null;

/** Topics or audiences as they are kept: each a few words, none empty. */
export const wordsOf = (typed: readonly string[]): string[] =>
  typed.map((word) => inOneLine(word).slice(0, LONGEST.word).trim()).filter(Boolean);

/** The commune that approves for an area; null: it is not one of ours, or lies above communes. */
export function communeOf(areas: readonly Area[], areaId: string): Area | null {
  for (let at = areas.find(({ id }) => id === areaId); at; at = areas.find(({ id }) => id === at?.parentId)) {
    if (at.level === 'commune') return at;
  }
  return null;
}

/** Where a bulletin belongs: the one place it is for, or the commune of several. */
export function homeOf(areas: readonly Area[], areaIds: readonly string[]): string {
  const [first = ''] = areaIds;
  return areaIds.length === 1 ? first : (communeOf(areas, first)?.id ?? first);
}

/** `17:00` of an instant, to say when. */
export const timeOf = clock;
