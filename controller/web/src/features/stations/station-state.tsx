import type { Station } from '@loa/shared/api/stations';
import { useTranslation } from 'react-i18next';
import { Tag } from '../../components/state-tag.js';
import { now } from '../../lib/clock.js';
import { useFormat } from '../../lib/use-format.js';

/** "05:30–07:00, 17:00–18:00" */
export const hoursText = ({ hours }: Pick<Station, 'hours'>): string =>
  hours.map(({ from, to }) => `${from}–${to}`).join(', ');

/** Whether it may be carried now: somebody approved it as it stands, and the approval has not ended. */
export function isApproved({ grantId, approvedUntil }: Station): boolean {
  return grantId !== null && (approvedUntil ?? Number.POSITIVE_INFINITY) > now();
}

export function StationTag({ station }: { station: Station }) {
  const { t } = useTranslation('stations');
  const { date } = useFormat();
  const { grantId, approvedUntil } = station;
  if (grantId === null) return <Tag tone="warn">{t('state.waiting')}</Tag>;
  if (!isApproved(station)) return <Tag tone="bad">{t('state.ended')}</Tag>;
  if (!approvedUntil) return <Tag tone="good">{t('state.approved')}</Tag>;
  return <Tag tone="good">{t('state.approvedUntil', { date: date(approvedUntil) })}</Tag>;
}
