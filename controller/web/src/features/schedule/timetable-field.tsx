import { Collapse, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import DateField from '../../components/date-field.js';
import { DaysField } from './days-field.js';
import { HolidaysField } from './holidays-field.js';
import { RulesField } from './rules-field.js';
import { ExceptField, ExtraField } from './single-days-field.js';
import { TimesField } from './times-field.js';
import { KINDS, rulesFrom, type TimetableForm } from './timetable-form.js';

/** All of them at once: nobody looks for "Phát ngay" below the edge, pixels. */
const ALL_KINDS_HIGH = KINDS.length * 48;

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
  const choose = (kind: TimetableForm['kind']) =>
    change(kind === 'other' ? { kind, rules: rulesFrom(value) } : { kind });
  const recurs = !['once', 'now'].includes(value.kind);
  return (
    <fieldset className="schedule-field">
      <legend>{t('form.when')}</legend>
      <Select
        aria-label={t('form.when')}
        listHeight={ALL_KINDS_HIGH}
        value={value.kind}
        onChange={choose}
        options={KINDS.filter((kind) => mayNow || kind !== 'now').map((kind) => ({
          value: kind,
          label: t(`form.kind.${kind}`),
        }))}
      />
      <DaysField value={value} onChange={change} />
      {value.kind === 'other' && <RulesField value={value.rules} onChange={(rules) => change({ rules })} />}
      {value.kind !== 'now' && <TimesField value={value.times} onChange={(times) => change({ times })} />}
      {recurs && value.kind !== 'range' && (
        <div className="row">
          <DateField label={t('form.from')} value={value.from} onChange={(from) => change({ from })} />
          <DateField label={t('form.until')} value={value.until} onChange={(until) => change({ until })} />
        </div>
      )}
      {recurs && <ExceptField value={value.except} onChange={(except) => change({ except })} />}
      {recurs && <SpecialDays value={value} onChange={change} />}
    </fieldset>
  );
}

/** What few schedules ask for; open where this one does. */
function SpecialDays({
  value: { extra, holidays },
  onChange,
}: {
  value: TimetableForm;
  onChange: (part: Partial<TimetableForm>) => void;
}) {
  const { t } = useTranslation('schedule');
  const content = (
    <div className="stack">
      <HolidaysField value={holidays} onChange={(next) => onChange({ holidays: next })} />
      <fieldset className="schedule-field">
        <legend>{t('form.extra')}</legend>
        <ExtraField value={extra} onChange={(next) => onChange({ extra: next })} />
      </fieldset>
    </div>
  );
  const asked = extra.length + holidays.length > 0;
  return (
    <Collapse
      ghost
      {...(asked ? { defaultActiveKey: 'special' } : {})}
      items={[{ key: 'special', label: t('form.special'), children: content }]}
    />
  );
}
