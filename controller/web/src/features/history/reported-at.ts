import type { PlaybackWithEvidence } from '@loa/shared/api/playbacks';
import type { z } from 'zod';

/**
 * When the receiver's newest word of a playback came, unix milliseconds; null: it has said nothing, or the page shows what the controller
 * guesses until it does. `updatedAt` would be the time of that guess. Pure.
 */
export function reportedAt({
  state,
  provisional,
  evidence,
}: Pick<z.infer<typeof PlaybackWithEvidence>, 'state' | 'provisional' | 'evidence'>): number | null {
  if (state === 'unknown' || provisional) return null;
  const told = evidence.filter(({ rejected }) => !rejected).map(({ receivedAt }) => receivedAt);
  return told.length === 0 ? null : Math.max(...told);
}
