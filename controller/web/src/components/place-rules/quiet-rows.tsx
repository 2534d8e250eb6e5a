import type { QuietTime } from '@loa/shared/place-rules';
import { Button, Checkbox, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { lazily } from '../../lib/lazily.js';
import { WEEKDAYS } from './use-rule-words.js';
import './place-rules.css';

const TimeField = lazily(() => import('../time-field.js'));
/** What a first choice of days is, mostly: those of schools and offices. */
const WORKING_DAYS = [1, 2, 3, 4, 5];

interface QuietRowsProps {
  quiet: readonly QuietTime[];
  onChange: (next: QuietTime[]) => void;
}

/** When loudspeakers must be silent, why, and on which days of the week. */
export function QuietRows({ quiet, onChange }: QuietRowsProps) {
  const { t } = useTranslation('rules');
  return (
    <>
      {quiet.map((each, at) => (
        <OneQuiet
          // biome-ignore lint/suspicious/noArrayIndexKey: two rows may say the same while one is typed
          key={at}
          value={each}
          onChange={(next) => onChange(quiet.map((other, index) => (index === at ? next : other)))}
          onDrop={() => onChange(quiet.filter((_, index) => index !== at))}
        />
      ))}
      {quiet.length > 0 && <p className="soft small">{t('quietHint')}</p>}
      <div>
        <Button onClick={() => onChange([...quiet, { from: '11:30', to: '13:30', why: t('noon') }])}>
          {t('addQuiet')}
        </Button>
      </div>
    </>
  );
}

interface OneQuietProps {
  value: QuietTime;
  onChange: (next: QuietTime) => void;
  onDrop: () => void;
}

function OneQuiet({ value, onChange, onDrop }: OneQuietProps) {
  const { t } = useTranslation('rules');
  const { days, ...everyDay } = value;
  return (
    <fieldset className="place-rules-quiet">
      <legend className="only-read">{t('oneQuiet', { from: value.from, to: value.to })}</legend>
      <div className="place-rules-times">
        <TimeField
          label={t('quietFrom')}
          value={value.from}
          onChange={(from) => onChange({ ...value, from })}
        />
        <span aria-hidden>–</span>
        <TimeField label={t('quietTo')} value={value.to} onChange={(to) => onChange({ ...value, to })} />
        <Input
          className="place-rules-why"
          aria-label={t('why')}
          placeholder={t('why')}
          maxLength={120}
          value={value.why}
          onChange={({ target }) => onChange({ ...value, why: target.value })}
        />
        <Button onClick={onDrop}>{t('drop')}</Button>
      </div>
      <Checkbox
        checked={days === undefined}
        onChange={({ target }) => onChange(target.checked ? everyDay : { ...everyDay, days: WORKING_DAYS })}
      >
        {t('everyDay')}
      </Checkbox>
      {days !== undefined && (
        <Checkbox.Group
          className="place-rules-days"
          aria-label={t('days')}
          value={days}
          onChange={(next) => onChange({ ...everyDay, days: next.sort((a, b) => a - b) })}
          options={WEEKDAYS.map((name, n) => ({
            value: n + 1,
            label: <abbr title={t(`weekday.${name}`)}>{t(`short.${name}`)}</abbr>,
          }))}
        />
      )}
    </fieldset>
  );
}
