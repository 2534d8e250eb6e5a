import type { Instant } from '@loa/shared/instant';
import type { SlotInput } from '../inputs.js';
import { fillFiller } from './fill-filler.js';
import { fillNewest } from './fill-newest.js';
import { fillRelay } from './fill-relay.js';
import type { FillContext, FilledSlot } from './filled-slot.js';
import { soundBulletin } from './sound-bulletin.js';

/**
 * What a slot sounds like here from `at` on. When nothing of it may sound, its fallback does, and that is told; but
 * music that is suspended is followed by silence, and a filler whose time has come needs none.
 */
export function fillSlot(slot: SlotInput, at: Instant, context: FillContext): FilledSlot {
  const filled = ownContent(slot, at, context);
  const [reason] = filled.problems;
  const { fallbackBulletinId: bulletinId } = slot;
  if (filled.pieces.length > 0 || bulletinId === null || !reason) return filled;
  if (reason.kind === 'suspended' && (slot.content.kind === 'tune' || slot.content.kind === 'filler'))
    return filled;
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
  const plain = { slot, anchored: false, chosen: null };
  switch (content.kind) {
    case 'tune':
    case 'ident':
    case 'bulletin': {
      const as = { slot: slot.slot, name: slot.slot, role: content.kind, at };
      return { ...plain, ...soundBulletin(content.bulletinId, as, context) };
    }
    case 'newest':
      return { ...plain, ...fillNewest(slot, content, at, context) };
    case 'relay':
      return { ...plain, ...fillRelay(slot, content, at, context) };
    case 'filler': {
      const filled = fillFiller(slot, content, at, context);
      if (!filled) return { ...plain, pieces: [], problems: [], endsAt: at };
      return {
        ...plain,
        anchored: true,
        pieces: filled.pieces,
        problems: filled.problems,
        endsAt: filled.target,
      };
    }
  }
}
