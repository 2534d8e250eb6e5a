import type { BoxCondition } from '@loa/shared/api/box-condition';
import type { VariantState } from '@loa/shared/api/bulletins';
import type { Playback } from '@loa/shared/api/playbacks';
import type { Priority } from '@loa/shared/messages/use';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../lib/use-format.js';
import { BOX_TONES, BULLETIN_TONES, PLAYBACK_TONES, PRIORITY_TONES, type Tone } from '../lib/words.js';
import './state-tag.css';

/** A short text in the colour of how it is to be taken. */
export function Tag({ tone, children }: { tone: Tone; children: string }) {
  return <span className={`tag tag-${tone}`}>{children}</span>;
}

export function PlaybackTag({ playback }: { playback: Pick<Playback, 'state' | 'reason'> }) {
  const { t } = useTranslation();
  const { state, reason } = playback;
  const word = t(`playback.${state}`);
  // "Chưa rõ – loa chưa báo về" says its reason already.
  const told = reason !== null && state !== 'unknown';
  return <Tag tone={PLAYBACK_TONES[state]}>{told ? `${word}: ${t(`reason.${reason}`)}` : word}</Tag>;
}

export function BoxTag({ condition }: { condition: BoxCondition }) {
  return <Tag tone={BOX_TONES[condition.kind]}>{useConditionWords()(condition)}</Tag>;
}

/** How a loudspeaker is, in words. */
export function useConditionWords(): (condition: BoxCondition) => string {
  const { t } = useTranslation();
  const { moment } = useFormat();
  return ({ kind, since }) => {
    if (kind !== 'lost') return t(`condition.${kind}`);
    return since === null ? t('condition.lostAlways') : t('condition.lost', { since: moment(since) });
  };
}

export function BulletinTag({ state }: { state: VariantState }) {
  const { t } = useTranslation();
  return <Tag tone={BULLETIN_TONES[state]}>{t(`bulletin.${state}`)}</Tag>;
}

/** Nothing for what is usual. */
export function PriorityTag({ priority }: { priority: Priority }) {
  const { t } = useTranslation();
  if (priority === 'normal') return null;
  return <Tag tone={PRIORITY_TONES[priority]}>{t(`priority.${priority}`)}</Tag>;
}
