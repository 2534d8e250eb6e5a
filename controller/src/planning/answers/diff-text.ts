import type { PlanChange } from '@loa/shared/api/answers';
import { namesText } from './civil-text.js';

const VERB: Record<PlanChange['change'], string> = {
  added: 'thêm',
  removed: 'bỏ',
  moved: 'dời giờ',
  changed: 'đổi',
};

/** What an edit would change, in one line; a play counts once for each cluster that hears it. */
export function diffText(changes: readonly { change: PlanChange['change']; village: string }[]): string {
  const parts = (['added', 'removed', 'moved', 'changed'] as const).flatMap((kind) => {
    const own = changes.filter(({ change }) => change === kind);
    if (own.length === 0) return [];
    return `${VERB[kind]} ${own.length} lượt ở ${placesText(own.map(({ village }) => village))}`;
  });
  if (parts.length === 0) return 'Không có gì thay đổi trong những ngày tới.';
  const text = parts.join(', ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function placesText(villages: readonly string[]): string {
  const names = [...new Set(villages)];
  return names.length === 1 ? namesText(names) : `${names.length} làng`;
}
