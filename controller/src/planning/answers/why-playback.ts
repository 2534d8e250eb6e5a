import type { Playback } from '@loa/shared/api/playbacks';
import type { CivilTime } from '../calendar/civil-time.js';
import { languageName } from '../plan/language-name.js';
import { durationText, whenText } from './civil-text.js';
import { explain } from './why-silent.js';

export type ExplainedPlayback = Pick<
  Playback,
  | 'title'
  | 'language'
  | 'plannedAt'
  | 'durationMs'
  | 'deliveredMs'
  | 'state'
  | 'reason'
  | 'detail'
  | 'provisional'
>;

/** What staff know of the place and of what took the loudspeaker. */
export interface Surroundings {
  civil: CivilTime;
  /** `làng Ơi Briu`. */
  village: string;
  /** The schedule that went first, where one did. */
  displacedBy: string | null;
}

/**
 * One sentence and one remedy for a row of the log. The box's own words, which are technical, stand at the end for
 * whoever repairs it.
 */
export function whyPlayback(row: ExplainedPlayback, { civil, village, displacedBy }: Surroundings) {
  const { clause, remedy } = explain(row.state, row.reason);
  const subject = `Bài “${row.title}” (${languageName(row.language)}) lúc ${whenText(row.plannedAt, civil)} ở ${village}`;
  const parts = [`${subject} ${clause}`, amount(row)];
  if (displacedBy !== null && row.reason === 'preempted') parts.push(`nhường “${displacedBy}”`);
  if (row.provisional) parts.push('đây là phỏng đoán, bộ thu báo về sẽ sửa lại');
  const technical = row.detail === null || row.detail === '' ? '' : ` (Chi tiết kỹ thuật: ${row.detail})`;
  return { text: `${parts.filter(Boolean).join('; ')}.${technical}`, remedy };
}

/** How much was heard, where it was not all or nothing. */
function amount({ state, deliveredMs, durationMs }: ExplainedPlayback): string {
  if (state !== 'interrupted' || deliveredMs === null || deliveredMs === 0) return '';
  return `đã phát ${durationText(deliveredMs)} trên ${durationText(durationMs)}`;
}
