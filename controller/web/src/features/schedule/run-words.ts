import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/use-format.js';
import type { Place } from './move.js';
import { weekdayOf } from './weekdays.js';

/** "17:00 thứ ba 03/11/2026" */
export function useRunWords(): (place: Place) => string {
  const { t } = useTranslation('schedule');
  const { date } = useFormat();
  return (place) =>
    t('move.place', {
      time: place.time,
      weekday: t(`weekday.${weekdayOf(place.date)}`).toLocaleLowerCase(),
      date: date(place.date),
    });
}
