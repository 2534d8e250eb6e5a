import type { NewSuspension, Suspension } from '@loa/shared/api/suspensions';
import { z } from 'zod';

export const SuspensionDraft = z.object({
  name: z.string(),
  areaIds: z.array(z.string()),
  from: z.string().nullable(),
  until: z.string().nullable(),
  what: z.enum(['music', 'columns', 'everything']),
  /** Beside the columns, or of `columns` alone. */
  columns: z.array(z.string()),
  /** The name of what is made of it; one that was begun on an older page has none. */
  id: z.string().optional(),
});
export type SuspensionDraft = z.infer<typeof SuspensionDraft>;

export function emptySuspension(areaId: string): SuspensionDraft {
  return { name: '', areaIds: [areaId], from: null, until: null, what: 'music', columns: [] };
}

export type SuspensionLack = 'needName' | 'needWhere' | 'needDays' | 'needColumns' | 'past';

/** A suspension as it is asked for, or the first thing that is missing. Days that are over cannot fall silent. */
export function suspensionOf(
  { name, areaIds, from, until, what, columns, id }: SuspensionDraft,
  today: string,
): { ok: true; suspension: NewSuspension } | { ok: false; lack: SuspensionLack } {
  if (name.trim() === '') return { ok: false, lack: 'needName' };
  if (areaIds.length === 0) return { ok: false, lack: 'needWhere' };
  if (from === null || until === null || from > until) return { ok: false, lack: 'needDays' };
  if (until < today) return { ok: false, lack: 'past' };
  if (what === 'columns' && columns.length === 0) return { ok: false, lack: 'needColumns' };
  const asked = { name: name.trim(), areaIds, from, until };
  const kind = {
    music: what === 'music',
    columns: what === 'columns' ? columns : [],
    everything: what === 'everything',
  };
  return { ok: true, suspension: { ...(id === undefined ? {} : { id }), ...asked, ...kind } };
}

export type When = 'cancelled' | 'over' | 'now' | 'coming';

export function whenOf({ cancelledAt, from, until }: Suspension, today: string): When {
  if (cancelledAt !== null) return 'cancelled';
  if (until < today) return 'over';
  return from <= today ? 'now' : 'coming';
}
