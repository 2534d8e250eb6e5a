import { coversChain } from '@loa/shared/trust/areas';
import type { BulletinInput, PlaceInput, SuspensionInput } from '../inputs.js';

/** What a suspension may be asked about: a column's bulletin that is, or is not, music. */
export interface Suspendable {
  music: boolean;
  column: string | null;
}

/** The suspensions of a place; those of areas that were merged into its own hold too. */
export function suspensionsOf(
  suspensions: readonly SuspensionInput[],
  { areaChain, successors, merged }: Pick<PlaceInput, 'areaChain' | 'successors' | 'merged'>,
): SuspensionInput[] {
  return suspensions
    .filter(({ areas }) => coversChain(areas, areaChain, successors) || coversChain(areas, areaChain, merged))
    .sort((a, b) => (a.suspensionId < b.suspensionId ? -1 : 1));
}

/** The suspension that silences everything on that civil date. */
export function everythingSuspended(
  suspensions: readonly SuspensionInput[],
  localDate: string,
): SuspensionInput | null {
  return suspensions.find((s) => s.everything && holdsOn(s, localDate)) ?? null;
}

/** The suspension that silences this music or column on that civil date. */
export function suspendedBy(
  suspensions: readonly SuspensionInput[],
  localDate: string,
  { music, column }: Suspendable,
): SuspensionInput | null {
  const hits = (s: SuspensionInput) => (s.music && music) || (column !== null && s.columns.includes(column));
  return suspensions.find((s) => holdsOn(s, localDate) && hits(s)) ?? null;
}

/** Signature tunes and fillers are music whatever they are marked as. */
export function suspendable({ sound, column }: BulletinInput, role: string): Suspendable {
  return { music: sound === 'music' || role === 'tune' || role === 'filler', column };
}

function holdsOn({ from, until }: SuspensionInput, localDate: string): boolean {
  return from <= localDate && localDate <= until;
}
