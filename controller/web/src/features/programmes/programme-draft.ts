import {
  LaterRuns,
  type NewProgramme,
  Overflow,
  type Programme,
  ProgrammeSlot,
} from '@loa/shared/api/programmes';
import { z } from 'zod';

export const KINDS = ['bulletin', 'newest', 'relay', 'tune', 'ident', 'filler'] as const;
export type SlotKind = (typeof KINDS)[number];

/** One place in a programme as it is typed: whatever its kind needs, and what was typed for other kinds. */
export const SlotDraft = z.object({
  slot: z.string(),
  kind: z.enum(KINDS),
  bulletinId: z.string().nullable(),
  column: z.string(),
  notWithinDays: z.int().min(1).max(365),
  stationId: z.string().nullable(),
  minutes: z.int().min(1).max(240),
  bulletinIds: z.array(z.string()),
  until: z.string(),
  weight: z.int().min(1).max(9),
  fallbackBulletinId: z.string().nullable(),
});
export type SlotDraft = z.infer<typeof SlotDraft>;

export const ProgrammeDraft = z.object({
  /** The name of what is made of it; one that was begun on an older page has none. */
  id: z.string().optional(),
  name: z.string(),
  areaId: z.string(),
  slots: z.array(SlotDraft),
  maxMinutes: z.int().nullable(),
  overflow: Overflow,
  laterRuns: LaterRuns,
});
export type ProgrammeDraft = z.infer<typeof ProgrammeDraft>;

export function emptySlot(kind: SlotKind, slot: string): SlotDraft {
  return {
    ...{ slot, kind, bulletinId: null, column: '', notWithinDays: 30, stationId: null, minutes: 15 },
    ...{ bulletinIds: [], until: 'nextHour', weight: 5, fallbackBulletinId: null },
  };
}

export function emptyProgramme(areaId: string): ProgrammeDraft {
  return { name: '', areaId, slots: [], maxMinutes: null, overflow: 'dropLowest', laterRuns: 'asPlace' };
}

export function draftOf({ name, areaId, slots, maxMinutes, overflow, laterRuns }: Programme): ProgrammeDraft {
  return {
    ...{ name, areaId, maxMinutes, overflow, laterRuns },
    slots: slots.map((slot) => ({ ...emptySlot(slot.kind, slot.slot), ...slot })),
  };
}

/** What the controller takes of a slot; null while something is missing. */
export function slotOf(draft: SlotDraft): ProgrammeSlot | null {
  return ProgrammeSlot.safeParse(draft).data ?? null;
}

export type ProgrammeLack = { lack: 'needName' | 'needSlot' } | { lack: 'needPart'; at: number };

/** A programme as it is asked for, or the first thing that is missing. */
export function programmeOf(
  draft: ProgrammeDraft,
): { ok: true; asked: NewProgramme } | ({ ok: false } & ProgrammeLack) {
  const { name, slots, ...rest } = draft;
  if (name.trim() === '') return { ok: false, lack: 'needName' };
  if (slots.length === 0) return { ok: false, lack: 'needSlot' };
  const made: ProgrammeSlot[] = [];
  for (const [at, slot] of slots.entries()) {
    const good = slotOf(slot);
    if (!good) return { ok: false, lack: 'needPart', at };
    made.push(good);
  }
  return { ok: true, asked: { ...rest, name: name.trim(), slots: made } };
}

/** The list with one of it taken to another place. */
export function reordered<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.filter((_, at) => at !== from);
  const item = list[from];
  return item === undefined ? [...list] : [...rest.slice(0, to), item, ...rest.slice(to)];
}

/** The slots that would be left out of a run of `totalMs` to make it fit, the least weighty first, later ones first. */
export function leftOut(
  slots: readonly { slot: string; weight: number; durationMs: number }[],
  mostMs: number,
): string[] {
  let over = slots.reduce((sum, { durationMs }) => sum + durationMs, 0) - mostMs;
  const out: string[] = [];
  const inTurn = [...slots.entries()].sort(([a, x], [b, y]) => x.weight - y.weight || b - a);
  for (const [, { slot, durationMs }] of inTurn) {
    if (over <= 0) break;
    if (durationMs === 0) continue;
    over -= durationMs;
    out.push(slot);
  }
  return out;
}
