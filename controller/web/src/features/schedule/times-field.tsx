import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import TimeField from '../../components/time-field.js';
import type { TimetableForm } from './timetable-form.js';

/** More in a day would be a programme. */
const MOST_TIMES = 8;

type Times = TimetableForm['times'];

interface TimesFieldProps {
  value: Times;
  onChange: (times: Times) => void;
  /** Of which day, where it is not every day of the timetable. */
  on?: string;
}

/** The times of a day; each keeps its lasting name while it is moved. */
export function TimesField({ value, onChange, on }: TimesFieldProps) {
  const { t } = useTranslation('schedule');
  const set = (at: number, time: string) =>
    onChange(value.map((each, n) => (n === at ? { ...each, time } : each)));
  const label = (n: number) => (on === undefined ? t('form.time', { n }) : t('form.timeOn', { n, date: on }));
  return (
    <div className="row">
      {value.map(({ time }, at) => (
        // Times have no other name than their place in the list.
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is what is typed, in its order
        <span key={at} className="schedule-time">
          <TimeField label={label(at + 1)} value={time} onChange={(next) => set(at, next)} />
          {value.length > 1 && (
            <Button
              type="text"
              aria-label={t('form.removeTime', { time })}
              onClick={() => onChange(value.filter((_, n) => n !== at))}
            >
              ×
            </Button>
          )}
        </span>
      ))}
      {value.length < MOST_TIMES && (
        <Button onClick={() => onChange([...value, { time: '' }])}>{t('form.addTime')}</Button>
      )}
    </div>
  );
}
