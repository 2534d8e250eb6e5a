import type { BoxCondition } from '@loa/shared/api/box-condition';
import type { VariantState } from '@loa/shared/api/bulletins';
import type { Priority } from '@loa/shared/messages/use';
import type { PlaybackState } from '@loa/shared/playback';

/** How a state is to be taken; colour never says it alone, the words do. */
export type Tone = 'good' | 'bad' | 'warn' | 'busy' | 'calm';

/** Every state that APP.md names, and how it is to be taken. The words are in app/texts under the same names. */
export const PLAYBACK_TONES: Readonly<Record<PlaybackState, Tone>> = {
  planned: 'calm',
  ready: 'calm',
  claimed: 'busy',
  started: 'busy',
  suspended: 'warn',
  finished: 'good',
  interrupted: 'bad',
  missed: 'bad',
  skipped: 'warn',
  failed: 'bad',
  cancelled: 'calm',
  unknown: 'warn',
};

export const BOX_TONES: Readonly<Record<BoxCondition['kind'], Tone>> = {
  good: 'good',
  notEnrolled: 'calm',
  revoked: 'calm',
  lost: 'bad',
  clockUntrusted: 'warn',
  diskFull: 'bad',
  noSound: 'bad',
  stopped: 'warn',
  noPlan: 'warn',
};

export const BULLETIN_TONES: Readonly<Record<VariantState, Tone>> = {
  draft: 'calm',
  submitted: 'warn',
  approved: 'good',
  rejected: 'bad',
  withdrawn: 'calm',
  expired: 'calm',
};

export const PRIORITY_TONES: Readonly<Record<Priority, Tone>> = {
  normal: 'calm',
  priority: 'warn',
  emergency: 'bad',
};

/** Conditions in which a loudspeaker is silent though nobody asked for it; as the controller counts. */
export const SILENT_CONDITIONS: readonly BoxCondition['kind'][] = [
  'lost',
  'noSound',
  'clockUntrusted',
  'noPlan',
];

/** The languages that loudspeakers speak, by FACTS §3; others show their code. */
export const LANGUAGES = ['vi', 'jra', 'bdq', 'sed', 'blt', 'tmm', 'mtq', 'km', 'rad'] as const;
