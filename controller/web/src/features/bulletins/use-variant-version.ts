import type { Bulletin } from '@loa/shared/api/bulletins';
import { useState } from 'react';
import type { Version } from '../../lib/use-version.js';

/**
 * Which version of the chosen language a page takes the place of: of each language the one that it was opened with, 0
 * where there was none. `ownIs` says of what stands there by now that this page put it there.
 */
export function useVariantVersion(
  bulletin: Bulletin,
  language: string,
  seeNew: () => void,
): { version: Version; ownIs: (updatedAt: number) => void } {
  const standing = Object.fromEntries(bulletin.variants.map((each) => [each.language, each.updatedAt]));
  const [read, setRead] = useState<Record<string, number>>(standing);
  const readAt = read[language] ?? 0;
  const updatedAt = standing[language] ?? 0;
  const take = (at: number) => setRead((before) => ({ ...before, [language]: at }));
  // One's own may be known before the page has read it.
  const changedAt = updatedAt > readAt ? updatedAt : null;
  return { version: { readAt, changedAt, keepMine: () => take(updatedAt), seeNew }, ownIs: take };
}
