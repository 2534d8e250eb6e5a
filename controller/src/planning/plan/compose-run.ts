import type { Instant } from '@loa/shared/instant';
import type { SlotInput } from '../inputs.js';
import { fillSlot } from '../programme/fill-slot.js';
import type { FilledSlot, Piece, Rotation } from '../programme/filled-slot.js';
import type { Here } from '../programme/here.js';
import type { Run } from '../programme/run.js';
import type { LengthLimit, SlotProblem } from '../programme/slot-problem.js';
import type { RunProblem } from './problems.js';
import type { Room } from './room.js';

/** Items that a session holds (messages/plan.ts). */
const MAX_ITEMS = 200;

/** What a run sounds like at a place. */
export interface ComposedRun {
  run: Run;
  room: Room;
  pieces: readonly Piece[];
  /** The planned end of the last piece. */
  endsAt: Instant;
  /** What its `newest` slots chose. */
  choices: ReadonlyMap<string, string>;
  problems: readonly (RunProblem | SlotProblem)[];
}

/** A run in which nothing sounds, and why. */
export interface SilentRun {
  run: Run;
  pieces: null;
  problems: readonly (RunProblem | SlotProblem)[];
}

/**
 * Fills the slots of a run in their order, each from where the one before ends. A run that is too long loses whole
 * slots, the lowest weight first and of equals the later one, until it fits (`dropLowest`), or is not planned at all
 * (`refuse`). Only slots from the last time of day on are dropped: what stands before music up to the hour does not
 * make what stands after it any earlier.
 */
export function composeRun(run: Run, room: Room, here: Here, rotation: Rotation): ComposedRun | SilentRun {
  const dropped: { slot: string; limit: LengthLimit }[] = [];
  let slots = run.schedule.slots;
  let first: Filled | null = null;
  for (;;) {
    const filled = fillSlots(slots, run, room, here, rotation);
    const tooLong = limitOf(filled, room);
    if (!tooLong) return composed(run, room, filled, dropped);
    first ??= filled;
    const drop = run.schedule.overflow === 'dropLowest' ? lowest(filled, tooLong) : null;
    const left = drop && slots.filter((slot) => slot !== drop);
    if (!drop || !left || left.length === 0) return doesNotFit(run, room, first, tooLong);
    dropped.push({ slot: drop.slot, limit: tooLong });
    slots = left;
  }
}

interface Filled {
  slots: readonly FilledSlot[];
  pieces: readonly Piece[];
  endsAt: Instant;
}

function fillSlots(
  slots: readonly SlotInput[],
  run: Run,
  room: Room,
  here: Here,
  rotation: Rotation,
): Filled {
  const filled: FilledSlot[] = [];
  const pieces: Piece[] = [];
  const chosen = new Set<string>();
  for (const { content } of slots) if (content.kind === 'bulletin') chosen.add(content.bulletinId);
  const perSlot = here.place.settings.languages.length + 1;
  const { mustEndBy: closesAt } = room;
  let cursor = run.startsAt;
  let { lastFiller } = rotation;
  for (const [index, slot] of slots.entries()) {
    const itemsLeft = MAX_ITEMS - pieces.length - (slots.length - index - 1) * perSlot;
    const context = { run, here, rotation, chosen, lastFiller, closesAt, room: itemsLeft };
    const result = fillSlot(slot, cursor, context);
    filled.push(result);
    for (const piece of result.pieces) pieces.push(piece);
    cursor = result.endsAt;
    if (result.chosen !== null) chosen.add(result.chosen);
    for (const { role, bulletinId } of result.pieces)
      if (role === 'fallback' && bulletinId !== null) chosen.add(bulletinId);
    if (slot.content.kind === 'filler') lastFiller = result.pieces.at(-1)?.bulletinId ?? lastFiller;
  }
  return { slots: filled, pieces, endsAt: endOf(pieces.at(-1)) ?? run.startsAt };
}

/** The planned end of a piece. */
function endOf(piece: Piece | undefined): Instant | undefined {
  return piece && piece.startsAt + piece.source.durationMs;
}

function limitOf({ pieces, endsAt }: Filled, room: Room): LengthLimit | null {
  if (endsAt > room.mustEndBy) return room.limit;
  return pieces.length > MAX_ITEMS ? 'items' : null;
}

/** The slot that goes first, of those whose going makes the end come earlier. */
function lowest({ slots }: Filled, limit: LengthLimit): SlotInput | null {
  const anchor = slots.findLastIndex(({ anchored }) => anchored);
  const from = limit === 'items' || anchor === -1 ? 0 : anchor;
  let found: SlotInput | null = null;
  for (const { slot, pieces, anchored } of slots.slice(from)) {
    if ((pieces.length > 0 || anchored) && (!found || slot.weight <= found.weight)) found = slot;
  }
  return found;
}

function composed(
  run: Run,
  room: Room,
  { slots, pieces, endsAt }: Filled,
  dropped: readonly { slot: string; limit: LengthLimit }[],
): ComposedRun | SilentRun {
  const problems: (RunProblem | SlotProblem)[] = slots.flatMap((slot) => slot.problems);
  for (const { slot, limit } of dropped) problems.push({ kind: 'dropped_for_length', slot, limit });
  if (pieces.length === 0 || isFrameOnly(slots))
    return { run, pieces: null, problems: [...problems, { kind: 'nothing_to_play' }] };
  const choices = new Map<string, string>();
  for (const { slot, chosen } of slots) if (chosen !== null) choices.set(slot.slot, chosen);
  return { run, room, pieces, endsAt, choices, problems };
}

/** Tune, ident and music that nothing follows: nobody is called to the loudspeaker for nothing. */
function isFrameOnly(slots: readonly FilledSlot[]): boolean {
  const told = slots.filter(({ slot: { content } }) => TOLD.includes(content.kind));
  return told.length > 0 && told.every(({ pieces }) => pieces.length === 0);
}

const TOLD: readonly SlotInput['content']['kind'][] = ['bulletin', 'newest', 'relay'];

function doesNotFit(run: Run, room: Room, { slots, endsAt }: Filled, limit: LengthLimit): SilentRun {
  const problems: (RunProblem | SlotProblem)[] = slots.flatMap((slot) => slot.problems);
  problems.push({ kind: 'does_not_fit', limit, closesAt: room.mustEndBy, endsAt });
  return { run, pieces: null, problems };
}
