import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import DateField from '../../components/date-field.js';
import TimeField from '../../components/time-field.js';
import { useFormat } from '../../lib/use-format.js';
import { DaysField } from './days-field.js';
import type { TimetableForm } from './timetable-form.js';

const KINDS = ['once', 'daily', 'weekly', 'monthly', 'yearly', 'lunar', 'range', 'now'] as const;
/** All of them at once: nobody looks for "Phát ngay" below the edge, pixels. */
const ALL_KINDS_HIGH = KINDS.length * 48;
/** More in a day would be a programme. */
const MOST_TIMES = 8;

export interface TimetableFieldProps {
  value: TimetableForm;
  onChange: (next: TimetableForm) => void;
  /** "Phát ngay" is for new schedules. */
  mayNow: boolean;
}

/** When: how days are named, which, and at which times. */
export function TimetableField({ value, onChange, mayNow }: TimetableFieldProps) {
  const { t } = useTranslation('schedule');
  const change = (part: Partial<TimetableForm>) => onChange({ ...value, ...part });
  const recurs = !['once', 'now'].includes(value.kind);
  return (
    <fieldset className="schedule-field">
      <legend>{t('form.when')}</legend>
      <Select
        aria-label={t('form.when')}
        listHeight={ALL_KINDS_HIGH}
        value={value.kind}
        onChange={(kind) => change({ kind })}
        options={KINDS.filter((kind) => mayNow || kind !== 'now').map((kind) => ({
          value: kind,
          label: t(`form.kind.${kind}`),
        }))}
      />
      <DaysField value={value} onChange={change} />
      {value.kind !== 'now' && <Times value={value.times} onChange={(times) => change({ times })} />}
      {recurs && value.kind !== 'range' && (
        <div className="row">
          <DateField label={t('form.from')} value={value.from} onChange={(from) => change({ from })} />
          <DateField label={t('form.until')} value={value.until} onChange={(until) => change({ until })} />
        </div>
      )}
      {recurs && <Except value={value.except} onChange={(except) => change({ except })} />}
      {recurs && <Extra value={value.extra} onChange={(extra) => change({ extra })} />}
      {recurs && value.holidays.length > 0 && <p className="soft small">{t('form.holidays')}</p>}
    </fieldset>
  );
}

function Times({
  value,
  onChange,
}: {
  value: TimetableForm['times'];
  onChange: (times: TimetableForm['times']) => void;
}) {
  const { t } = useTranslation('schedule');
  const set = (at: number, time: string) =>
    onChange(value.map((each, n) => (n === at ? { ...each, time } : each)));
  return (
    <div className="row">
      {value.map(({ time }, at) => (
        // Times have no other name than their place in the list.
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is what is typed, in its order
        <span key={at} className="schedule-time">
          <TimeField label={t('form.time', { n: at + 1 })} value={time} onChange={(next) => set(at, next)} />
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

/** Days that go their own way, as the board left them; each may be taken back. */
function Extra({
  value,
  onChange,
}: {
  value: TimetableForm['extra'];
  onChange: (extra: TimetableForm['extra']) => void;
}) {
  const { t } = useTranslation('schedule');
  const { date } = useFormat();
  if (value.length === 0) return null;
  const words = ({ date: civil, times }: TimetableForm['extra'][number]) =>
    [date(civil), times?.map(({ time }) => time).join(', ')].filter(Boolean).join(': ');
  return (
    <div className="row">
      <span>{t('form.extra')}</span>
      {value.map((each) => (
        <Button
          key={each.date}
          aria-label={t('form.extraRemove', { day: words(each) })}
          onClick={() => onChange(value.filter((other) => other !== each))}
        >
          {words(each)} ×
        </Button>
      ))}
    </div>
  );
}

function Except({ value, onChange }: { value: readonly string[]; onChange: (dates: string[]) => void }) {
  const { t } = useTranslation('schedule');
  const { date } = useFormat();
  return (
    <div className="row">
      {value.length > 0 && <span>{t('form.except')}</span>}
      {value.map((civil) => (
        <Button
          key={civil}
          aria-label={t('form.exceptRemove', { date: date(civil) })}
          onClick={() => onChange(value.filter((each) => each !== civil))}
        >
          {date(civil)} ×
        </Button>
      ))}
      <DateField
        bare
        label={t('form.exceptAdd')}
        value={null}
        onChange={(civil) => civil !== null && onChange([...new Set([...value, civil])].sort())}
      />
    </div>
  );
}
