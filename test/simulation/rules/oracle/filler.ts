import type { ProgrammeSlot } from '@loa/shared/api/programmes';
import { HOUR, MINUTE } from '@loa/shared/instant';
import type { Item } from '@loa/shared/messages/plan';
import type { TrueBulletin } from '../../world/truth.js';
import { midnight } from './days.js';

type Filler = Extract<ProgrammeSlot, { kind: 'filler' }>;

/** Music fills up to a time and never sounds past it: whether any of a slot's own pieces does. */
export function soundsPastItsTime(
  { bulletinIds, until }: Filler,
  items: readonly Item[],
  bulletins: ReadonlyMap<string, TrueBulletin>,
): boolean {
  const pieces = new Set(
    bulletinIds.flatMap((id) => bulletins.get(id)?.variants.map(({ sha256 }) => sha256) ?? []),
  );
  return items.some(({ source, startsAt }) => {
    if (source.kind !== 'recording' || !pieces.has(source.sha256)) return false;
    return startsAt + source.durationMs > targetOf(until, startsAt);
  });
}

/** The commune's zone is whole hours from UTC. */
function targetOf(until: Filler['until'], startsAt: number): number {
  if (until === 'nextHour') return Math.ceil((startsAt + 1) / HOUR) * HOUR;
  const [hours = 0, minutes = 0] = until.split(':').map(Number);
  return midnight(startsAt) + hours * HOUR + minutes * MINUTE;
}
