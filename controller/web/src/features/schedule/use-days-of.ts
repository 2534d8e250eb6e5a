import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/use-format.js';
import { weekdayOf } from './weekdays.js';

/** `T7 07/11/2026, T7 05/12/2026`; a line breaks between days, not within one. */
export function useDaysOf(): (dates: readonly string[]) => string {
  const { t } = useTranslation('schedule');
  const { date } = useFormat();
  return (dates) => dates.map((civil) => `${t(`short.${weekdayOf(civil)}`)}\u00a0${date(civil)}`).join(', ');
}
