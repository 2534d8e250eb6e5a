import type { Station } from '@loa/shared/api/stations';
import { useTranslation } from 'react-i18next';
import { Tag } from '../../components/state-tag.js';
import { now } from '../../lib/clock.js';
import { isApproved, lastDay } from './station-draft.js';

export function StationTag({ station }: { station: Station }) {
  const { t } = useTranslation('stations');
  const { grantId, approvedUntil } = station;
  if (grantId === null) return <Tag tone="warn">{t('state.waiting')}</Tag>;
  if (!isApproved(station, now())) return <Tag tone="bad">{t('state.ended')}</Tag>;
  if (!approvedUntil) return <Tag tone="good">{t('state.approved')}</Tag>;
  const { whole, text } = lastDay(approvedUntil);
  return (
    <Tag tone="good">{t(whole ? 'state.approvedUntil' : 'state.approvedUntilTime', { until: text })}</Tag>
  );
}
