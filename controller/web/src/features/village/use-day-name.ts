import { useTranslation } from 'react-i18next';
import { now } from '../../lib/clock.js';
import { civilDate, DAY_MS, date as dateText } from '../../lib/format.js';

/** As `getUTCDay` counts them. */
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** "Hôm nay, 02/11/2026", "Ngày mai, …", "Thứ tư, …" of a civil date. */
export function useDayName(): (civil: string) => string {
  const { t } = useTranslation('village');
  return (civil) => {
    const date = dateText(civil);
    if (civil === civilDate(now())) return t('today', { date });
    if (civil === civilDate(now() + DAY_MS)) return t('tomorrow', { date });
    // A civil date has the same weekday everywhere.
    const weekday = WEEKDAYS[new Date(`${civil}T00:00:00Z`).getUTCDay()] ?? 'sun';
    return t(`weekday.${weekday}`, { date });
  };
}
