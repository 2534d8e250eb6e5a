import type { DayRule } from '@loa/shared/timetable';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/use-format.js';

/** Which days a rule names, as people say them. */
export function useDaysText(): (rule: DayRule) => string {
  const { t } = useTranslation('calendars');
  const { date } = useFormat();
  return (rule) => {
    switch (rule.every) {
      case 'year':
        return t('text.year', { days: rule.dates.map(({ day, month }) => `${day}/${month}`).join(', ') });
      case 'lunarYear': {
        const days = rule.dates.map(({ day, month }) => `${day === -1 ? t('text.last') : day}/${month}`);
        return t('text.lunarYear', { days: days.join(', ') });
      }
      case 'date':
        return rule.dates.map((each) => date(each)).join(', ');
      case 'dateInRange':
        return t('text.range', { from: date(rule.from), until: date(rule.until) });
      default:
        return t('text.other');
    }
  };
}
