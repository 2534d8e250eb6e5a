import { Checkbox, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import DateField from '../../components/date-field.js';
import type { TimetableForm } from './timetable-form.js';
import { WEEKDAYS } from './weekdays.js';
import { readYearDates, yearDateText } from './year-dates.js';

/** Lunar days that villages keep; others may be added. */
const LUNAR = [
  1,
  15,
  -1,
  ...Array.from({ length: 29 }, (_, n) => n + 1).filter((day) => ![1, 15].includes(day)),
];
const WEEKS = [1, 2, 3, 4] as const;

interface DaysFieldProps {
  value: TimetableForm;
  onChange: (part: Partial<TimetableForm>) => void;
}

/** Which days, in the way that was chosen. */
export function DaysField({ value, onChange }: DaysFieldProps) {
  const { t } = useTranslation('schedule');
  switch (value.kind) {
    case 'once':
      return <DateField label={t('form.date')} value={value.date} onChange={(date) => onChange({ date })} />;
    case 'weekly':
      return <Weekly value={value} onChange={onChange} />;
    case 'monthly':
      return (
        <Select
          mode="multiple"
          aria-label={t('form.monthDates')}
          placeholder={t('form.monthDates')}
          value={value.monthDates}
          onChange={(monthDates) => onChange({ monthDates })}
          options={[
            ...Array.from({ length: 31 }, (_, n) => ({ value: n + 1, label: String(n + 1) })),
            { value: -1, label: t('form.lastDay') },
          ]}
        />
      );
    case 'yearly':
      return (
        <Select
          mode="tags"
          open={false}
          suffixIcon={null}
          aria-label={t('form.yearDates')}
          placeholder={t('form.yearHint')}
          value={value.yearDates.map(yearDateText)}
          onChange={(texts: string[]) => onChange({ yearDates: readYearDates(texts) })}
        />
      );
    case 'lunar':
      return (
        <Select
          mode="multiple"
          aria-label={t('form.lunarDays')}
          placeholder={t('form.lunarDays')}
          value={value.lunarDays}
          onChange={(lunarDays) => onChange({ lunarDays })}
          options={LUNAR.map((day) => ({ value: day, label: lunarName(day) }))}
        />
      );
    case 'range':
      return (
        <div className="row">
          <DateField label={t('form.from')} value={value.from} onChange={(from) => onChange({ from })} />
          <DateField label={t('form.until')} value={value.until} onChange={(until) => onChange({ until })} />
        </div>
      );
    case 'daily':
    case 'now':
      return null;
  }

  function lunarName(day: number): string {
    if (day === 1) return t('form.lunar1');
    if (day === 15) return t('form.lunar15');
    return day === -1 ? t('form.lunarLast') : t('form.lunarDay', { day });
  }
}

function Weekly({ value, onChange }: DaysFieldProps) {
  const { t } = useTranslation('schedule');
  return (
    <>
      <Checkbox.Group
        className="schedule-weekdays"
        aria-label={t('form.weekdays')}
        value={value.weekdays}
        onChange={(weekdays) => onChange({ weekdays })}
        options={WEEKDAYS.map((name, n) => ({
          value: n + 1,
          label: <abbr title={t(`weekday.${name}`)}>{t(`short.${name}`)}</abbr>,
        }))}
      />
      <Select
        aria-label={t('form.everyWeeks')}
        value={value.everyWeeks}
        onChange={(everyWeeks) => onChange({ everyWeeks })}
        options={[...new Set([...WEEKS, value.everyWeeks])].map((weeks) => ({
          value: weeks,
          label: weeks === 1 ? t('form.everyWeek') : t('form.weeks', { count: weeks }),
        }))}
      />
      {value.everyWeeks > 1 && (
        <DateField label={t('form.countFrom')} value={value.date} onChange={(date) => onChange({ date })} />
      )}
    </>
  );
}
