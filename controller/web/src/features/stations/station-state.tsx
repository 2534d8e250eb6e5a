import type { Station } from '@loa/shared/api/stations';
import { useTranslation } from 'react-i18next';
import { Tag } from '../../components/state-tag.js';
import { now } from '../../lib/clock.js';
import { useFormat } from '../../lib/use-format.js';
import { isApproved } from './station-draft.js';

export function StationTag({ station }: { station: Station }) {
  const { t } = useTranslation('stations');
  const { date } = useFormat();
  const { grantId, approvedUntil } = station;
  if (grantId === null) return <Tag tone="warn">{t('state.waiting')}</Tag>;
  if (!isApproved(station, now())) return <Tag tone="bad">{t('state.ended')}</Tag>;
  if (!approvedUntil) return <Tag tone="good">{t('state.approved')}</Tag>;
  return <Tag tone="good">{t('state.approvedUntil', { date: date(approvedUntil) })}</Tag>;
}
