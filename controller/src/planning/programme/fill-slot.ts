import type { Instant } from '@loa/shared/instant';
import type { SlotInput } from '../inputs.js';
import { fillFiller } from './fill-filler.js';
import { fillNewest } from './fill-newest.js';
import { fillRelay } from './fill-relay.js';
import type { FillContext, FilledSlot } from './filled-slot.js';
import { type Sounded, soundBulletin } from './sound-bulletin.js';

/**
 * What a slot sounds like here from `at` on. When nothing of it may sound, its fallback does, and that is told; but
 * music that is suspended is followed by silence, a filler whose time has come needs none, and nobody is to hear the
 * same fallback twice in one run.
 */
export function fillSlot(slot: SlotInput, at: Instant, context: FillContext): FilledSlot {
  const filled = ownContent(slot, at, context);
  const [reason] = filled.problems;
  const { fallbackBulletinId: bulletinId } = slot;
  if (filled.pieces.length > 0 || bulletinId === null || !reason) return filled;
  if (reason.kind === 'suspended' && (slot.content.kind === 'tune' || slot.content.kind === 'filler'))
    return filled;
  if (context.chosen.has(bulletinId)) return filled;
  const as = { slot: slot.slot, name: slot.slot, role: 'fallback' as const, at };
  const instead = soundBulletin(bulletinId, as, context);
  const problems = [...filled.problems, ...instead.problems];
  const tooLong = filled.anchored && instead.endsAt > filled.endsAt;
  if (instead.pieces.length === 0 || tooLong) return { ...filled, problems };
  const { pieces } = instead;
  problems.push({ kind: 'fallback_used', slot: slot.slot, bulletinId, why: reason.kind });
  return { ...filled, pieces, endsAt: filled.anchored ? filled.endsAt : instead.endsAt, problems };
}

function ownContent(slot: SlotInput, at: Instant, context: FillContext): FilledSlot {
  const { content } = slot;
  switch (content.kind) {
    case 'tune':
    case 'ident':
    case 'bulletin': {
      const as = { slot: slot.slot, name: slot.slot, role: content.kind, at };
      return filledSlot(slot, soundBulletin(content.bulletinId, as, context), null);
    }
    case 'newest': {
      const filled = fillNewest(slot, content, at, context);
      return filledSlot(slot, filled.sounded, filled.chosen);
    }
    case 'relay':
      return filledSlot(slot, fillRelay(slot, content, at, context), null);
    case 'filler': {
      const filled = fillFiller(slot, content, at, context);
      if (!filled) return filledSlot(slot, { pieces: [], problems: [], endsAt: at }, null);
      return { ...filledSlot(slot, filled, null), anchored: true, endsAt: filled.target };
    }
  }
}

function filledSlot(
  slot: SlotInput,
  { pieces, problems, endsAt }: Sounded,
  chosen: string | null,
): FilledSlot {
  return { slot, pieces, endsAt, anchored: false, chosen, problems };
}
