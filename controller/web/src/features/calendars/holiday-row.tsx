import { DeleteOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import DateField from '../../components/date-field.js';
import { Field } from '../../components/field.js';
import { DAY_KINDS, holidayOf, type TypedHoliday } from './calendar-draft.js';

export interface HolidayRowProps {
  value: TypedHoliday;
  onChange: (next: TypedHoliday) => void;
  onRemove: () => void;
}

/** One named holiday and its days. */
export function HolidayRow({ value, onChange, onRemove }: HolidayRowProps) {
  const { t } = useTranslation('calendars');
  const put = (part: Partial<TypedHoliday>) => onChange({ ...value, ...part });
  const { name, kind, kept } = value;
  const wrong = name.trim() !== '' && (value.text !== '' || value.from !== '') && holidayOf(value) === null;
  return (
    <li className="card stack">
      <Field label={t('holiday')}>
        {(id) => (
          <Input
            id={id}
            maxLength={120}
            placeholder={t('holidayHint')}
            value={name}
            onChange={(event) => put({ name: event.target.value })}
          />
        )}
      </Field>
      {kept ? (
        <p className="soft">{t('keptRule')}</p>
      ) : (
        <div className="row">
          <Select
            className="grow"
            aria-label={t('kindLabel')}
            value={kind}
            options={DAY_KINDS.map((each) => ({ value: each, label: t(`kind.${each}`) }))}
            onChange={(next: TypedHoliday['kind']) => put({ kind: next, text: '', from: '', until: '' })}
          />
          <Days value={value} wrong={wrong} onChange={put} />
        </div>
      )}
      {wrong && <p role="alert">{t(`wrong.${kind}`)}</p>}
      <div>
        <Button icon={<DeleteOutlined aria-hidden />} onClick={onRemove}>
          {t('remove', { name: name.trim() || t('holiday') })}
        </Button>
      </div>
    </li>
  );
}

function Days({
  value,
  wrong,
  onChange,
}: {
  value: TypedHoliday;
  wrong: boolean;
  onChange: (part: Partial<TypedHoliday>) => void;
}) {
  const { t } = useTranslation('calendars');
  const { kind, text, from, until } = value;
  if (kind === 'dateInRange') {
    return (
      <>
        <DateField
          label={t('from')}
          value={from || null}
          onChange={(date) => onChange({ from: date ?? '' })}
        />
        <DateField
          label={t('until')}
          value={until || null}
          onChange={(date) => onChange({ until: date ?? '' })}
        />
      </>
    );
  }
  return (
    <Input
      className="grow"
      aria-label={t('days')}
      placeholder={t(`hint.${kind}`)}
      status={wrong ? 'error' : ''}
      value={text}
      onChange={({ target }) => onChange({ text: target.value })}
    />
  );
}
