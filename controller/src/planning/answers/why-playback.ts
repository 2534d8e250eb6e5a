import type { Step } from '@loa/shared/api/answers';
import type { Playback } from '@loa/shared/api/playbacks';
import { type Instant, MINUTE } from '@loa/shared/instant';
import { OpenState, type PlaybackState, type Reason } from '@loa/shared/playback';
import type { CivilTime } from '../calendar/civil-time.js';
import { languageName } from '../plan/language-name.js';
import { durationText, whenText } from './civil-text.js';
import { explain } from './why-silent.js';

export type ExplainedPlayback = Pick<
  Playback,
  | 'title'
  | 'language'
  | 'plannedAt'
  | 'latestStartAt'
  | 'endsBy'
  | 'durationMs'
  | 'deliveredMs'
  | 'state'
  | 'reason'
  | 'detail'
  | 'provisional'
  | 'withdrawnAt'
>;

/** A box that is connected says within seconds that it has begun, milliseconds. */
const WORD_WITHIN_MS = MINUTE;

/** What staff know of the place and of what took the loudspeaker. */
export interface Surroundings {
  civil: CivilTime;
  now: Instant;
  /** `làng Ơi Briu`. */
  village: string;
  /** The schedule that went first, where one did. */
  displacedBy: string | null;
  /** Who cancelled its schedule, where somebody did. */
  cancelled: Step | null;
}

/**
 * One sentence and one remedy for a row of the log. The box's own words, which are technical, stand at the end for
 * whoever repairs it.
 */
export function whyPlayback(row: ExplainedPlayback, around: Surroundings): { text: string; remedy: string } {
  const { civil, village, displacedBy, cancelled } = around;
  const { state, reason, guessed } = settled(row, around);
  const { clause, remedy } = explain(state, reason);
  const subject = `Bài “${row.title}” (${languageName(row.language)}) lúc ${whenText(row.plannedAt, civil)} ở ${village}`;
  const parts = [`${subject} ${clause}`, amount(row)];
  if (reason === 'preempted' && displacedBy !== null) parts.push(`nhường “${displacedBy}”`);
  if (reason === 'removed' && cancelled) {
    parts.push(`${cancelled.who} đã hủy lịch lúc ${whenText(cancelled.at, civil)}`);
  }
  if (guessed) parts.push('đây là phỏng đoán, bộ thu báo về sẽ sửa lại');
  const technical = row.detail === null || row.detail === '' ? '' : ` (Chi tiết kỹ thuật: ${row.detail})`;
  return { text: `${parts.filter(Boolean).join('; ')}.${technical}`, remedy };
}

/**
 * What an open row has come to when somebody asks: what left the plan or gave way will not sound, and what should have
 * begun, or be over, without a word from the box is unknown. The log says so itself some minutes later.
 */
function settled(
  row: ExplainedPlayback,
  { now, displacedBy }: Surroundings,
): { state: PlaybackState; reason: Reason | null; guessed: boolean } {
  const { state, reason, provisional } = row;
  if (!OpenState.safeParse(state).success) return { state, reason, guessed: provisional };
  if (displacedBy !== null) return { state: 'skipped', reason: 'preempted', guessed: false };
  if (row.withdrawnAt !== null) return { state: 'cancelled', reason: 'removed', guessed: false };
  const begun = state !== 'planned' && state !== 'ready';
  if ((begun ? row.endsBy : row.latestStartAt + WORD_WITHIN_MS) < now)
    return { state: 'unknown', reason: 'unreachable', guessed: true };
  return { state, reason, guessed: provisional };
}

/** How much was heard, where it was not all or nothing. */
function amount({ state, deliveredMs, durationMs }: ExplainedPlayback): string {
  if (state !== 'interrupted' || deliveredMs === null || deliveredMs === 0) return '';
  return `đã phát ${durationText(deliveredMs)} trên ${durationText(durationMs)}`;
}
