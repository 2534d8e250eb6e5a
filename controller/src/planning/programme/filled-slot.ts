import type { ItemRole } from '@loa/shared/api/answers';
import type { Instant } from '@loa/shared/instant';
import type { Source } from '@loa/shared/messages/plan';
import type { SlotInput } from '../inputs.js';
import type { Here } from './here.js';
import type { Run } from './run.js';
import type { SlotProblem } from './slot-problem.js';

/** One sound of a run: a variant of a bulletin, or a station that is carried. */
export interface Piece {
  slot: string;
  role: ItemRole;
  /** What names it in playback ids: its slot, with a number where a filler comes round to it again. */
  name: string;
  /** … and which sound it is: the variant's id, or the station's. */
  soundId: string;
  bulletinId: string | null;
  variantId: string | null;
  language: string;
  title: string;
  source: Source;
  grantId: string;
  startsAt: Instant;
  /** It may not begin at or after this instant, however late the run is. */
  usableUntil: Instant;
  /** It sounds whole by then or not at all, however late the run is: what follows begins on time. */
  endsBefore: Instant | null;
}

export interface FilledSlot {
  slot: SlotInput;
  pieces: readonly Piece[];
  /** When what follows is due. */
  endsAt: Instant;
  /** `endsAt` is a time of day, whatever came before it. */
  anchored: boolean;
  /** What a `newest` slot chose. */
  chosen: string | null;
  problems: readonly SlotProblem[];
}

/** What filling a slot asks about its run. */
export interface FillContext {
  run: Run;
  here: Here;
  rotation: Rotation;
  /** Bulletins that this run plays anyway, has chosen already, or has fallen back to. */
  chosen: ReadonlySet<string>;
  /** The filler that sounded last that day. */
  lastFiller: string | null;
  /** The run must have ended by then. */
  closesAt: Instant;
  /** How many items the run may still hold. */
  room: number;
}

/** What was heard at the cluster, or is to be heard before this run, and what this run may not choose anew. */
export interface Rotation {
  /** The day number on which a bulletin was last heard; undefined: never. */
  heardOn(bulletinId: string): number | undefined;
  /** What a slot of this run chose before it began, null for nothing; undefined while it may still choose. */
  pinned(slot: string): string | null | undefined;
  /** What the day's first run of this schedule chose for a slot, where later ones repeat it. */
  repeated(slot: string): string | undefined;
  /** The filler that sounded last on that day before this run. */
  lastFiller: string | null;
}
