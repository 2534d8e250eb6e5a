import { Button, Checkbox, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import DateField from '../../components/date-field.js';
import { now } from '../../lib/clock.js';
import { civilDate } from '../../lib/format.js';
import { useFormat } from '../../lib/use-format.js';
import {
  type DaysProps,
  LunarDates,
  LunarDays,
  MonthDates,
  MonthWeekdays,
  YearDates,
} from './day-choices.js';
import type { RuleKind } from './rule-form.js';
import type { TimetableForm } from './timetable-form.js';
import { WEEKDAYS } from './weekdays.js';

/** Every so many of them; what was set elsewhere is offered, too. */
const INTERVALS = {
  daily: [1, 2, 3, 4, 5, 6, 7, 10, 14, 15, 20, 30],
  weekly: [1, 2, 3, 4, 6, 8],
  monthly: [1, 2, 3, 4, 6, 12],
} as const;
type Counted = keyof typeof INTERVALS;

/** Which days, in the way that was chosen in one tap. */
export function DaysField({
  value,
  onChange,
}: {
  value: TimetableForm;
  onChange: (part: Partial<TimetableForm>) => void;
}) {
  const { t } = useTranslation('schedule');
  switch (value.kind) {
    case 'once':
      return <DateField label={t('form.date')} value={value.date} onChange={(date) => onChange({ date })} />;
    case 'weekly':
      return (
        <>
          <Weekdays value={value} onChange={onChange} />
          <Interval
            kind="weekly"
            value={value.interval > 1 ? value : { ...value, date: null }}
            // The date stays for when it is wanted again.
            onChange={(part) => onChange(part.interval === 1 ? { interval: 1 } : part)}
          />
        </>
      );
    case 'monthly':
      return <MonthDates value={value} onChange={onChange} />;
    case 'yearly':
      return <YearDates value={value} onChange={onChange} />;
    case 'lunar':
      return <LunarDays value={value} onChange={onChange} />;
    case 'range':
      return <Range value={value} onChange={onChange} />;
    case 'daily':
    case 'other':
    case 'now':
      return null;
  }
}

/** Which days one of several rules names: all that its kind can say. */
export function RuleDays({ kind, ...props }: DaysProps & { kind: RuleKind }) {
  switch (kind) {
    case 'daily':
      return <Interval kind={kind} {...props} />;
    case 'weekly':
      return (
        <>
          <Weekdays {...props} />
          <Interval kind={kind} {...props} />
        </>
      );
    case 'monthly':
      return (
        <>
          <MonthWeekdays {...props} />
          <MonthDates {...props} />
          <Interval kind={kind} {...props} />
        </>
      );
    case 'yearly':
      return <YearDates {...props} />;
    case 'lunar':
      return <LunarDays {...props} />;
    case 'lunarYear':
      return <LunarDates {...props} />;
    case 'dates':
      return <Dates {...props} />;
    case 'range':
      return <Range {...props} />;
  }
}

function Weekdays({ value, onChange }: DaysProps) {
  const { t } = useTranslation('schedule');
  return (
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
  );
}

function Interval({ kind, value: { interval, date }, onChange }: DaysProps & { kind: Counted }) {
  const { t } = useTranslation('schedule');
  return (
    <>
      <Select
        aria-label={t('form.interval')}
        value={interval}
        // Whoever counts begins today, until they say otherwise.
        onChange={(next) => onChange({ interval: next, date: next > 1 ? (date ?? civilDate(now())) : null })}
        options={[...new Set([...INTERVALS[kind], interval])].map((each) => ({
          value: each,
          label: each === 1 ? t(`form.each.${kind}`) : t(`form.every.${kind}`, { count: each }),
        }))}
      />
      {(interval > 1 || date !== null) && (
        <DateField label={t('form.countFrom')} value={date} onChange={(next) => onChange({ date: next })} />
      )}
    </>
  );
}

function Range({ value: { from, until }, onChange }: DaysProps) {
  const { t } = useTranslation('schedule');
  return (
    <div className="row">
      <DateField label={t('form.from')} value={from} onChange={(next) => onChange({ from: next })} />
      <DateField label={t('form.until')} value={until} onChange={(next) => onChange({ until: next })} />
    </div>
  );
}

function Dates({ value: { dates }, onChange }: DaysProps) {
  const { t } = useTranslation('schedule');
  const { date } = useFormat();
  return (
    <div className="row">
      {dates.map((civil) => (
        <Button
          key={civil}
          aria-label={t('form.dateRemove', { date: date(civil) })}
          onClick={() => onChange({ dates: dates.filter((each) => each !== civil) })}
        >
          {date(civil)} ×
        </Button>
      ))}
      <DateField
        bare
        label={t('form.dateAdd')}
        value={null}
        onChange={(civil) => civil !== null && onChange({ dates: [...new Set([...dates, civil])].sort() })}
      />
    </div>
  );
}
