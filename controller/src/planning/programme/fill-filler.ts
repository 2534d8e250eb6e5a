import { type Instant, MINUTE } from '@loa/shared/instant';
import type { SlotContent, SlotInput } from '../inputs.js';
import type { FillContext, Piece } from './filled-slot.js';
import type { SlotProblem } from './slot-problem.js';
import { type Sounded, soundBulletin } from './sound-bulletin.js';

type Filler = Extract<SlotContent, { kind: 'filler' }>;

/** What a filler makes of the time up to `target`; null where that time has come already. */
export type Filled = Sounded & { target: Instant };

/**
 * Music up to a time of day: whole pieces in the order of their list, beginning after the one that sounded last that
 * day, passing over those that no longer fit, never one twice running, until none does. What follows begins at that
 * time exactly, also when no piece could sound.
 */
export function fillFiller(
  slot: SlotInput,
  content: Filler,
  at: Instant,
  context: FillContext,
): Filled | null {
  const target = targetOf(content, at, context);
  if (target <= at) return null;
  const end = Math.min(target, context.closesAt);
  const list = fromLast(content.bulletinIds, context.lastFiller);
  const problems = new Map<string, readonly SlotProblem[]>();
  const pieces: Piece[] = [];
  const times = new Map<string, number>();
  let cursor = at;
  for (let found = true; found; ) {
    found = false;
    for (const bulletinId of list) {
      if (list.length > 1 && bulletinId === pieces.at(-1)?.bulletinId) continue;
      const nth = (times.get(bulletinId) ?? 0) + 1;
      const name = nth === 1 ? slot.slot : `${slot.slot}.${nth}`;
      const sounded = soundBulletin(
        bulletinId,
        { slot: slot.slot, name, role: 'filler', at: cursor },
        context,
      );
      if (sounded.problems.length > 0) problems.set(bulletinId, sounded.problems);
      const fits = sounded.endsAt <= end && pieces.length + sounded.pieces.length <= context.room;
      if (sounded.endsAt === cursor || !fits) continue;
      pieces.push(...sounded.pieces.map((piece) => ({ ...piece, endsBefore: target })));
      times.set(bulletinId, nth);
      cursor = sounded.endsAt;
      found = true;
    }
  }
  return { pieces, problems: [...problems.values()].flat(), endsAt: cursor, target };
}

function targetOf({ until }: Filler, at: Instant, { here: { civil }, run }: FillContext): Instant {
  if (until !== 'nextHour') return civil.instantOf(run.localDate, until);
  const pastHour = (civil.minuteOf(at) % 60) * MINUTE + (at % MINUTE);
  return pastHour === 0 ? at : at + 60 * MINUTE - pastHour;
}

function fromLast(bulletinIds: readonly string[], last: string | null): readonly string[] {
  const next = last === null ? 0 : bulletinIds.indexOf(last) + 1;
  return [...bulletinIds.slice(next), ...bulletinIds.slice(0, next)];
}
