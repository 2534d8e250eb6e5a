import { Input, Select } from 'antd';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../components/field.js';
import { now } from '../../lib/clock.js';
import { civilDate } from '../../lib/format.js';
import { lazily } from '../../lib/lazily.js';
import { usualTimes, type When } from './bulletin-draft.js';

const DateField = lazily(() => import('../../components/date-field.js'));

/** The next usual times to tap on, any other, or none yet. */
export function WhenField({ value, onChange }: { value: When; onChange: (when: When) => void }) {
  const { t } = useTranslation('bulletins');
  const today = civilDate(now());
  const usual = usualTimes(now()).map(({ date, time }) => ({
    value: `${date} ${time}`,
    label: t(date === today ? 'form.today' : 'form.tomorrow', { time }),
  }));
  const asText = value.kind === 'once' ? `${value.date} ${value.time}` : 'later';
  const isUsual = asText === 'later' || usual.some((each) => each.value === asText);
  const [other, setOther] = useState(!isUsual);
  const choose = (chosen: string) => {
    setOther(chosen === 'other');
    if (chosen === 'later') onChange({ kind: 'later' });
    if (chosen === 'other' && value.kind === 'later') onChange({ kind: 'once', date: today, time: '17:00' });
    const [date, time] = chosen.split(' ');
    if (date !== undefined && time !== undefined) onChange({ kind: 'once', date, time });
  };
  return (
    <>
      <Field label={t('form.when')}>
        {(id) => (
          <Select
            id={id}
            value={other ? 'other' : asText}
            onChange={choose}
            options={[
              ...usual,
              { value: 'other', label: t('form.other') },
              { value: 'later', label: t('form.later') },
            ]}
          />
        )}
      </Field>
      {other && value.kind === 'once' && (
        <div className="row">
          <Suspense fallback={null}>
            <DateField
              bare
              label={t('form.date')}
              value={value.date}
              onChange={(date) => onChange({ ...value, date: date ?? '' })}
            />
          </Suspense>
          <Input
            className="bulletin-time"
            type="time"
            aria-label={t('form.time')}
            value={value.time}
            onChange={({ target }) => onChange({ ...value, time: target.value })}
          />
        </div>
      )}
    </>
  );
}
