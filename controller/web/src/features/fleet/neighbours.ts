import { Neighbour, type QuietTime } from '@loa/shared/place-rules';
import { hashKey } from '@tanstack/react-query';
import { z } from 'zod';

/** One neighbour as it is typed: usually one stretch of silence, often none. */
export const NeighbourDraft = z.object({
  kind: Neighbour.shape.kind,
  name: z.string(),
  quiet: Neighbour.shape.quiet,
  maxGainDb: z.number().nullable(),
});
export type NeighbourDraft = z.infer<typeof NeighbourDraft>;
export const KINDS = Neighbour.shape.kind.options;

export const NEW_NEIGHBOUR: NeighbourDraft = { kind: 'school', name: '', quiet: [], maxGainDb: null };

/** What most such places ask for; `why` is what staff read when it stands in their way. */
export function usualQuiet(kind: NeighbourDraft['kind'], why: string): QuietTime {
  if (kind === 'school') return { from: '07:00', to: '11:00', days: [1, 2, 3, 4, 5], why };
  return { from: '11:30', to: '13:30', why };
}

export function isWrong({ name, quiet }: NeighbourDraft): boolean {
  return name.trim() === '' || quiet.some(({ why }) => why.trim() === '');
}

/**
 * What somebody took away, added or wrote otherwise, done to the list as it stands by now: whom a colleague added since
 * it was opened stays. One that both wrote otherwise stands there twice, so that the quieter of the two holds.
 */
export function neighboursBy(
  opened: readonly NeighbourDraft[],
  mine: readonly NeighbourDraft[],
  now: readonly NeighbourDraft[],
): NeighbourDraft[] {
  if (hashKey([now]) === hashKey([opened])) return [...mine];
  const without = (list: readonly NeighbourDraft[], others: readonly NeighbourDraft[]) => {
    const left = new Set(others.map((each) => hashKey([each])));
    return list.filter((each) => !left.has(hashKey([each])));
  };
  return [...without(now, without(opened, mine)), ...without(without(mine, opened), now)];
}
